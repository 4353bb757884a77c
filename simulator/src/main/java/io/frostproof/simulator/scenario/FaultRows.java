package io.frostproof.simulator.scenario;

import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.fault.FaultTarget;
import io.frostproof.yaml.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the faults of a scenario. */
final class FaultRows {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private FaultRows() {}

    static List<FaultSpec> planned(Fields top, Targets targets) {
        List<FaultSpec> faults = new ArrayList<>();
        for (Fields row : top.rows("faults")) {
            plannedFault(row, targets).ifPresent(faults::add);
        }
        return faults;
    }

    private static Optional<FaultSpec> plannedFault(Fields row, Targets targets) {
        boolean known = row.has("kind");
        FaultKind kind = Values.word(row, "kind", FaultKind.class);
        List<String> sorts = kind.targets().stream().map(FaultTarget::word).toList();
        String target = row.text("target", "the id of a " + String.join(" or ", sorts));
        if (known && row.has("target") && targets.of(kind, target).isEmpty()) {
            String what = kind.targets().contains(FaultTarget.CHANNEL)
                    ? "a temperature channel, written device/channel,"
                    : "the id of a " + String.join(" or ", sorts);
            row.problem("target", what + " of this scenario that can have " + kind.word());
        }
        Duration after = row.duration("after", Duration.ZERO, LONGEST);
        Duration lasts = row.duration("lasts", SHORTEST, LONGEST);
        double severity = row.optionalNumber("severity").orElse(kind.severity().usual());
        if (!kind.severity().allows(severity)) {
            row.problem("severity", kind.severity().expected());
        }
        return row.make(() -> new FaultSpec(kind, target, after, lasts, severity));
    }

    static List<RandomFaultSpec> random(Fields top) {
        List<RandomFaultSpec> faults = new ArrayList<>();
        for (Fields row : top.rows("random_faults")) {
            randomFault(row).ifPresent(faults::add);
        }
        return faults;
    }

    private static Optional<RandomFaultSpec> randomFault(Fields row) {
        FaultKind kind = Values.word(row, "kind", FaultKind.class);
        double rate = Values.number(row, "per_unit_month", 0, 1_000, 0);
        int atLeast = row.integer("at_least", 0, 10_000, 0);
        Duration[] lasts =
                row.requiredSection("lasts").flatMap(FaultRows::durations).orElse(new Duration[] {SHORTEST, SHORTEST});
        double usual = kind.severity().usual();
        double[] severity =
                row.section("severity").flatMap(range -> numbers(range, kind)).orElse(new double[] {usual, usual});
        return row.make(() -> new RandomFaultSpec(kind, rate, atLeast, lasts[0], lasts[1], severity[0], severity[1]));
    }

    private static Optional<Duration[]> durations(Fields range) {
        Duration from = range.duration("from", SHORTEST, LONGEST);
        Duration to = range.duration("to", SHORTEST, LONGEST);
        if (range.has("from") && range.has("to") && to.compareTo(from) < 0) {
            range.problem("to", "at least as long as 'from'");
        }
        return range.make(() -> new Duration[] {from, to});
    }

    private static Optional<double[]> numbers(Fields range, FaultKind kind) {
        double from = range.number("from");
        double to = range.number("to");
        if (range.has("from") && !kind.severity().allows(from)) {
            range.problem("from", kind.severity().expected());
        }
        if (range.has("to") && !kind.severity().allows(to)) {
            range.problem("to", kind.severity().expected());
        } else if (range.has("from") && range.has("to") && to < from) {
            range.problem("to", "at least 'from'");
        }
        return range.make(() -> new double[] {from, to});
    }
}
