package io.frostproof.server.score;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.truth.TruthRecord;
import io.frostproof.simulator.truth.TruthState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What was true and no sensor could show; docs/scoring.md, What nobody could see. It asks the truth alone, never what a server did. */
final class Unseeable {

    private static final Set<FaultKind> OF_PROBES =
            Set.of(FaultKind.PROBE_DETACHED, FaultKind.PROBE_STUCK, FaultKind.PROBE_DRIFT);

    private final KnownTruth truth;
    private final WatchedNetwork network;

    Unseeable(KnownTruth truth, WatchedNetwork network) {
        this.truth = truth;
        this.network = network;
    }

    /** The device of a fault's target, which is a device or a channel of one. */
    static String deviceOf(String target) {
        int slash = target.indexOf('/');
        return slash < 0 ? target : target.substring(0, slash);
    }

    /** When no sensor could show what a condition of the place is about: each was dead, or showed something else. */
    List<Interval> blind(ScoredCondition condition, String place) {
        if (condition == ScoredCondition.PROBE) {
            return dead(place); // its other probe shows it, as long as the device measures
        }
        List<Interval> all = null;
        for (String channel : network.witnesses(condition, place)) {
            List<Interval> own = blind(channel);
            all = all == null ? own : Interval.inBoth(all, own);
        }
        return all == null ? List.of() : all;
    }

    /** When no device that shows what a condition of the place is about could send. */
    List<Interval> unheard(ScoredCondition condition, String place) {
        List<Interval> all = null;
        for (String channel : network.witnesses(condition, place)) {
            String device = deviceOf(channel);
            List<Interval> own = Interval.merged(truth.states().stream()
                    .filter(state -> state.state() == TruthState.DEVICE_SILENT
                            && state.device().equals(device))
                    .map(Interval::of)
                    .toList());
            all = all == null ? own : Interval.inBoth(all, own);
        }
        return all == null ? List.of() : all;
    }

    /** When a device measured nothing: it was dead, or its battery was empty. One that is only offline measures, and sends later. */
    private List<Interval> dead(String device) {
        var dead = new ArrayList<>(faults(FaultKind.DEVICE_DEAD, device));
        List<Interval> weak = faults(FaultKind.BATTERY_WEAK, device);
        for (TruthRecord.StateInterval state : truth.states()) {
            if (state.state() == TruthState.DEVICE_SILENT && state.device().equals(device)) {
                List<Interval> offline = truth.faults().stream()
                        .filter(fault -> fault.kind() == FaultKind.NETWORK_LOSS
                                && (fault.target().equals(device)
                                        || fault.units().contains(state.unit())))
                        .map(Interval::of)
                        .toList();
                dead.addAll(Interval.inBoth(weak, Interval.of(state).without(offline)));
            }
        }
        return Interval.merged(dead);
    }

    private List<Interval> faults(FaultKind kind, String target) {
        return Interval.merged(truth.faults().stream()
                .filter(fault -> fault.kind() == kind && fault.target().equals(target))
                .map(Interval::of)
                .toList());
    }

    private List<Interval> blind(String channel) {
        String device = deviceOf(channel);
        var dead = new ArrayList<>(dead(device));
        var faulty = new ArrayList<Interval>();
        for (TruthRecord.FaultInterval fault : truth.faults()) {
            if (OF_PROBES.contains(fault.kind()) && fault.target().equals(channel)) {
                faulty.add(Interval.of(fault));
            }
        }
        // A probe that drifts is wrong from 1 K on.
        var wrong = truth.states().stream()
                .filter(state -> state.state() == TruthState.PROBE_WRONG
                        && state.device().equals(device))
                .map(Interval::of)
                .toList();
        dead.addAll(Interval.inBoth(faulty, wrong));
        return Interval.merged(dead);
    }

    /**
     * Whether goods that came warm (or cold) are what is beyond the threshold, in a unit whose probes all hang in air that was not beyond it for as long as
     * the delay. Nothing that is measured there depends on how warm they are.
     *
     * @param withinMillis how well the beginning of the state is known
     */
    boolean cameLikeThat(Condition rule, String unit, Interval state, long withinMillis) {
        return rule.quantity() == Quantity.TEMPERATURE
                && cameLikeThat(rule.operator(), rule.threshold(), rule.delay().toMillis(), unit, state, withinMillis);
    }

    /**
     * The same of any temperature.
     *
     * @param airMillis for so long at a stretch air beyond it would have shown it
     */
    boolean cameLikeThat(
            Operator operator, double celsius, long airMillis, String unit, Interval state, long withinMillis) {
        TemperatureTrace air = truth.air(unit);
        return air != null
                && truth.arrived(unit, state.startMillis(), withinMillis)
                && !network.probedInProduct(unit)
                && Interval.inBoth(List.of(state), air.beyond(operator, celsius)).stream()
                        .noneMatch(beyond -> beyond.lengthMillis() >= airMillis);
    }
}
