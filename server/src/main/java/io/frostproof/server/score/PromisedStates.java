package io.frostproof.server.score;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.truth.TruthRecord;
import io.frostproof.simulator.truth.TruthState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of the truth a rule promises to find, and what of a condition's states no rule there promises; docs/scoring.md, Conditions. */
final class PromisedStates {

    /** The two ends of a band are given in hundredths at most. */
    private static final double SAME_KELVIN = 0.005;

    private static final Set<FaultKind> OF_PROBES = Set.of(FaultKind.PROBE_DETACHED, FaultKind.PROBE_DRIFT);

    private final KnownTruth truth;
    private final WatchedNetwork network;
    private final Interval run;

    /** @param run when it was simulated */
    PromisedStates(KnownTruth truth, WatchedNetwork network, Interval run) {
        this.truth = truth;
        this.network = network;
        this.run = run;
    }

    /**
     * What a rule promises to find at a place.
     *
     * @param states of its condition, which are its own unless it has a threshold that they do not know
     */
    List<Interval> of(Condition rule, String place, List<Interval> states) {
        return switch (ScoredCondition.of(rule)) {
            case PROBE -> apart(rule, place);
            case CALIBRATION -> calibrations(rule, place);
            default -> isOfBand(rule, place) ? states : beyond(rule, place);
        };
    }

    /** What rules of a place do not promise, though they are about the condition. */
    List<Interval> unpromised(ScoredCondition condition, String place) {
        return switch (condition) {
            // A probe without another one beside it can be compared with nothing.
            case PROBE ->
                Interval.merged(truth.faults().stream()
                        .filter(fault -> ofProbe(fault, place) && !network.hasTwin(fault.target()))
                        .flatMap(fault -> wrong(fault, place).stream())
                        .toList());
            default -> List.of();
        };
    }

    /** Whether the states of the simulator are those of the rule: it has no threshold of a temperature, or the end of the band. */
    boolean isOfBand(Condition rule, String unit) {
        ScoredCondition condition = ScoredCondition.of(rule);
        boolean warm = condition == ScoredCondition.TOO_WARM;
        if (truth.contents(unit) == null || (!warm && condition != ScoredCondition.TOO_COLD)) {
            return true;
        }
        @Nullable
        Double edge = network.profile(unit)
                .map(of -> warm ? of.bandMaxCelsius() : of.bandMinCelsius())
                .orElse(null);
        return edge != null && Math.abs(edge - rule.threshold()) < SAME_KELVIN;
    }

    private List<Interval> beyond(Condition rule, String unit) {
        TemperatureTrace trace = truth.contents(unit);
        return trace == null ? List.of() : trace.beyond(rule.operator(), rule.threshold());
    }

    /** When a probe of the device was farther off than the rule lets two probes be apart. One that came off measures the room, which is. */
    private List<Interval> apart(Condition rule, String device) {
        var apart = new ArrayList<Interval>();
        for (TruthRecord.FaultInterval fault : truth.faults()) {
            if (!ofProbe(fault, device) || !network.hasTwin(fault.target())) {
                continue;
            }
            for (Interval wrong : wrong(fault, device)) {
                long from = fault.kind() == FaultKind.PROBE_DRIFT
                        ? drifted(fault, wrong, rule.threshold())
                        : wrong.startMillis();
                if (from < wrong.endMillis()) {
                    apart.add(new Interval(from, wrong.endMillis()));
                }
            }
        }
        return Interval.merged(apart);
    }

    /** A drift grows steadily from nothing, and is wrong from 1 K on. */
    private static long drifted(TruthRecord.FaultInterval fault, Interval wrong, double kelvin) {
        return fault.startMillis() + Math.round((wrong.startMillis() - fault.startMillis()) * kelvin);
    }

    private List<Interval> wrong(TruthRecord.FaultInterval fault, String device) {
        return Interval.inBoth(
                List.of(Interval.of(fault)),
                Interval.merged(truth.states().stream()
                        .filter(state -> state.state() == TruthState.PROBE_WRONG
                                && state.device().equals(device))
                        .map(Interval::of)
                        .toList()));
    }

    private static boolean ofProbe(TruthRecord.FaultInterval fault, String device) {
        return OF_PROBES.contains(fault.kind())
                && Unseeable.deviceOf(fault.target()).equals(device);
    }

    private List<Interval> calibrations(Condition rule, String device) {
        return Interval.merged(network.calibrationsDueMillis(rule, device).stream()
                .filter(due -> due < run.endMillis())
                .map(due -> new Interval(Math.max(due, run.startMillis()), run.endMillis()))
                .toList());
    }
}
