package io.frostproof.server.score;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.server.score.Matching.Verdict;
import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.truth.TruthRecord;
import io.frostproof.simulator.truth.TruthState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that was true and what was paged, told in minutes from 0 to 1,000. Units a and g are measured by device a-s (temperature and door of a, mains of g), b by
 * b-s, c by c-s, d by d-s (temperature) and d-door; all in one node. In another one, e has two probes in its air, e-s/t and e-s/u, and one in the product, e-s/p; h is a
 * generator with its mains.
 */
final class Story {

    private static final Tolerances TOLERANCES =
            new Tolerances(Duration.ofMinutes(5).toMillis());

    private final WatchedNetwork network;
    private final KnownTruth truth = new KnownTruth();
    private final List<HandedOver> notices = new ArrayList<>();
    private final List<Recorded> log = new ArrayList<>();

    Story() {
        this(null);
    }

    /** @param calibrationDue of e-s/u */
    Story(@Nullable LocalDate calibrationDue) {
        network = new WatchedNetwork(network(calibrationDue));
    }

    Story state(TruthState state, String unit, double from, double to) {
        truth.add(new TruthRecord.StateInterval(state, unit, "", millis(from), millis(to), 0));
        return this;
    }

    Story silent(String unit, String device, double from, double to) {
        truth.add(new TruthRecord.StateInterval(TruthState.DEVICE_SILENT, unit, device, millis(from), millis(to), 0));
        return this;
    }

    Story contents(String unit, double at, double celsius) {
        truth.add(new TruthRecord.Temperature(unit, millis(at), celsius, celsius));
        return this;
    }

    Story fault(FaultKind kind, String unit, double from, double to) {
        truth.add(new TruthRecord.FaultInterval(kind, unit, List.of(unit), millis(from), millis(to), 1));
        return this;
    }

    Story fault(FaultKind kind, String target, String unit, double from, double to) {
        truth.add(new TruthRecord.FaultInterval(kind, target, List.of(unit), millis(from), millis(to), 1));
        return this;
    }

    Story probeWrong(String unit, String device, double from, double to) {
        truth.add(new TruthRecord.StateInterval(TruthState.PROBE_WRONG, unit, device, millis(from), millis(to), 0));
        return this;
    }

    Story air(String unit, double at, double celsius) {
        truth.add(new TruthRecord.Temperature(unit, millis(at), celsius, celsius));
        return this;
    }

    Story arrived(String unit, double at) {
        truth.add(new TruthRecord.Stock("box", unit, millis(at)));
        return this;
    }

    Story recorded(String unit, String slot, double from, double to) {
        log.add(new Recorded(unit, slot, new Interval(millis(from), millis(to))));
        return this;
    }

    Story opened(String incident, String unit, String slot, double at, double started) {
        return notice(HandedOver.OPENED, incident, unit, slot, at, started, null, false);
    }

    /** Opened by a page that says that it is probably the probe. */
    Story cameOff(String incident, String unit, String slot, double at, double started) {
        notices.add(new HandedOver(
                millis(at),
                HandedOver.OPENED,
                incident,
                unit,
                slot,
                millis(started),
                null,
                false,
                false,
                true,
                List.of()));
        return this;
    }

    Story worsened(String incident, String unit, String slot, double at, double started) {
        return notice(HandedOver.WORSENED, incident, unit, slot, at, started, null, false);
    }

    Story late(String incident, String unit, String slot, double at, double started, double ended) {
        return notice(HandedOver.OPENED, incident, unit, slot, at, started, ended, true);
    }

    /** A notice for machines alone that names one more unit. */
    Story widened(String lead, String incident, String unit, String slot, double at, double started) {
        notices.add(new HandedOver(
                millis(at),
                HandedOver.WIDENED,
                lead,
                "g",
                slot,
                millis(started),
                null,
                false,
                true,
                false,
                List.of(new HandedOver.Member(incident, unit, slot, millis(started), null))));
        return this;
    }

    Story recovered(String incident, double at, double ended) {
        return notice(HandedOver.RECOVERED, incident, "a", "too_warm", at, 0, ended, false);
    }

    private Story notice(
            String kind,
            String incident,
            String unit,
            String slot,
            double at,
            double started,
            @Nullable Double ended,
            boolean late) {
        notices.add(new HandedOver(
                millis(at), kind, incident, unit, slot, millis(started), ended == null ? null : millis(ended), late));
        return this;
    }

    List<TruthRecord.FaultInterval> faults() {
        return truth.faults();
    }

    List<TrueEvent> events() {
        return trueEvents().events();
    }

    List<IncidentRun> runs() {
        return IncidentRun.of(notices, network);
    }

    /** In the order in which the incidents were opened. */
    List<Verdict> verdicts() {
        return result().runs().stream().map(Matching.JudgedRun::verdict).toList();
    }

    Numbers numbers(ScoredCondition condition) {
        return Numbers.of(result().of(condition));
    }

    TrueEvents trueEvents() {
        return TrueEvents.of(truth, network, new Interval(0, millis(1000)), TOLERANCES);
    }

    Matching.Result result() {
        return Matching.of(trueEvents(), runs(), log, truth.faults(), network, TOLERANCES);
    }

    static double minute(long millis) {
        return millis / 60_000.0;
    }

    private static long millis(double minute) {
        return Math.round(minute * 60_000);
    }

    private static Network network(@Nullable LocalDate calibrationDue) {
        StorageProfile fruit = profile(
                "fruit",
                rule("too_warm", Quantity.TEMPERATURE, Operator.ABOVE, 9, 10),
                rule("too_cold", Quantity.TEMPERATURE, Operator.BELOW, 1, 10),
                rule("door_open", Quantity.DOOR, Operator.AT_OR_ABOVE, 0.5, 5));
        StorageProfile hardy = profile("hardy", rule("too_warm", Quantity.TEMPERATURE, Operator.ABOVE, 12, 10));
        StorageProfile careful = profile(
                "careful",
                rule("too_warm", new Measure.Product(), Operator.ABOVE, 9, 10),
                rule("no_data", new Measure.Missing(), Operator.ABOVE, 0, 20),
                rule("probe_stuck", new Measure.Spread(Duration.ofMinutes(60)), Operator.BELOW, 0.05, 0));
        StorageProfile twins = profile(
                "twins",
                rule("probes_disagree", new Measure.Disagreement(Duration.ofMinutes(15)), Operator.ABOVE, 2, 30),
                rule("calibration_due", new Measure.Calibration(), Operator.AT_OR_ABOVE, -14, 0));
        StorageProfile engine = profile(
                "engine",
                rule("not_started", Quantity.MAINS, Quantity.GENERATOR, Operator.BELOW, 2),
                rule("over_run", Quantity.GENERATOR, Quantity.MAINS, Operator.ABOVE, 45));
        StorageProfile power = profile("power", rule("mains_lost", Quantity.MAINS, Operator.BELOW, 0.5, 1));
        return new Network(
                List.of(),
                List.of(),
                List.of(fruit, hardy, careful, twins, engine, power),
                List.of(
                        new Unit("a", "n", "A", UnitKind.LOCKER, "fruit"),
                        new Unit("b", "n", "B", UnitKind.LOCKER, "fruit"),
                        new Unit("c", "n", "C", UnitKind.LOCKER, "hardy"),
                        new Unit("d", "n", "D", UnitKind.LOCKER, "careful"),
                        new Unit("e", "m", "E", UnitKind.LOCKER, "twins"),
                        new Unit("h", "m", "H", UnitKind.GENERATOR, "engine"),
                        new Unit("g", "n", "G", UnitKind.GENERATOR, "power")),
                List.of(
                        new Device(
                                "a-s",
                                "n",
                                Duration.ofMinutes(5),
                                List.of(
                                        channel("t", Quantity.TEMPERATURE, "a"),
                                        channel("d", Quantity.DOOR, "a"),
                                        channel("m", Quantity.MAINS, "g"))),
                        new Device("b-s", "n", Duration.ofMinutes(5), List.of(channel("t", Quantity.TEMPERATURE, "b"))),
                        new Device("d-s", "n", Duration.ofMinutes(5), List.of(channel("t", Quantity.TEMPERATURE, "d"))),
                        new Device("d-door", "n", Duration.ofMinutes(5), List.of(channel("d", Quantity.DOOR, "d"))),
                        new Device(
                                "e-s",
                                "m",
                                Duration.ofMinutes(5),
                                List.of(
                                        probe("t", Sense.AIR, null),
                                        probe("u", Sense.AIR, calibrationDue),
                                        probe("p", Sense.PRODUCT, null))),
                        new Device(
                                "h-s",
                                "m",
                                Duration.ofMinutes(5),
                                List.of(channel("m", Quantity.MAINS, "h"), channel("g", Quantity.GENERATOR, "h"))),
                        new Device(
                                "c-s", "n", Duration.ofMinutes(5), List.of(channel("t", Quantity.TEMPERATURE, "c")))),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static StorageProfile profile(String id, Condition... rules) {
        return new StorageProfile(id, id, 1.0, 9.0, List.of(rules), "made up for this test");
    }

    private static Condition rule(
            String slot, Quantity quantity, Operator operator, double threshold, int delayMinutes) {
        return new Condition(slot, Level.WARNING, quantity, operator, threshold, Duration.ofMinutes(delayMinutes), 0);
    }

    private static Condition rule(String slot, Quantity quantity, Quantity other, Operator operator, int delayMinutes) {
        return new Condition(
                slot,
                Level.WARNING,
                quantity,
                new Measure.While(other, operator, 0.5),
                operator,
                0.5,
                Duration.ofMinutes(delayMinutes),
                0,
                null,
                Schedule.ALWAYS);
    }

    private static Channel probe(String id, Sense senses, @Nullable LocalDate calibrationDue) {
        return new Channel(
                id,
                Quantity.TEMPERATURE,
                Quantity.TEMPERATURE.canonicalUnit(),
                Duration.ofMinutes(10),
                senses,
                calibrationDue,
                List.of(new Placement("e", Instant.EPOCH, null)));
    }

    private static Condition rule(String slot, Measure measure, Operator operator, double threshold, int delayMinutes) {
        return new Condition(
                slot,
                Level.WARNING,
                Quantity.TEMPERATURE,
                measure,
                operator,
                threshold,
                Duration.ofMinutes(delayMinutes),
                0,
                null,
                Schedule.ALWAYS);
    }

    private static Channel channel(String id, Quantity quantity, String unit) {
        return new Channel(
                id,
                quantity,
                quantity.canonicalUnit(),
                Duration.ofMinutes(10),
                List.of(new Placement(unit, Instant.EPOCH, null)));
    }
}
