package io.frostproof.server.score;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.simulator.truth.TruthRecord;
import io.frostproof.simulator.truth.TruthState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a server should have found, and what it may have found as well.
 *
 * @param events by condition, place and start
 */
record TrueEvents(List<TrueEvent> events, List<BriefState> brief) {

    /** The two ends of a band are given in hundredths at most. */
    private static final double SAME_KELVIN = 0.005;

    TrueEvents {
        events = List.copyOf(events);
        brief = List.copyOf(brief);
    }

    /**
     * Of a truth.
     *
     * @param run when it was simulated
     */
    static TrueEvents of(KnownTruth truth, WatchedNetwork network, Interval run, Tolerances tolerances) {
        return new Collection(truth, network, run, tolerances).collect();
    }

    private static final class Collection {
        private final KnownTruth truth;
        private final WatchedNetwork network;
        private final Interval run;
        private final Tolerances tolerances;
        private final List<TrueEvent> events = new ArrayList<>();
        private final List<BriefState> brief = new ArrayList<>();

        Collection(KnownTruth truth, WatchedNetwork network, Interval run, Tolerances tolerances) {
            this.truth = truth;
            this.network = network;
            this.run = run;
            this.tolerances = tolerances;
        }

        TrueEvents collect() {
            for (ScoredCondition condition : ScoredCondition.values()) {
                var byPlace = new TreeMap<String, List<Interval>>();
                for (TruthRecord.StateInterval state : truth.states()) {
                    if (condition.states().contains(state.state())) {
                        byPlace.computeIfAbsent(
                                        network.place(condition, state.unit(), state.device()),
                                        place -> new ArrayList<>())
                                .add(new Interval(state.startMillis(), state.endMillis()));
                    }
                }
                if (condition == ScoredCondition.TOO_WARM || condition == ScoredCondition.TOO_COLD) {
                    // A threshold inside the band is breached without any state of the band's.
                    truth.units().forEach(unit -> byPlace.computeIfAbsent(unit, place -> new ArrayList<>()));
                }
                byPlace.forEach((place, states) -> {
                    if (network.measured(condition, place)) {
                        collect(condition, place, Interval.merged(states));
                    }
                });
            }
            events.sort(Comparator.comparing(TrueEvent::condition)
                    .thenComparing(TrueEvent::place)
                    .thenComparingLong(event -> event.state().startMillis()));
            return new TrueEvents(events, brief);
        }

        private void collect(ScoredCondition condition, String place, List<Interval> states) {
            var candidates = new ArrayList<Candidate>();
            var borderline = new ArrayList<Interval>();
            List<Condition> rules = network.rules(condition, place);
            if (rules.isEmpty()) {
                long delay = condition == ScoredCondition.SILENCE
                        ? network.silenceDelay(place).toMillis()
                        : condition.delayWithoutRule().toMillis();
                sort(states, delay, candidates, borderline);
            }
            for (Condition rule : rules) {
                sort(statesOf(rule, place, states), rule.delay().toMillis(), candidates, borderline);
            }
            List<Candidate> merged = merged(candidates);
            for (Candidate event : merged) {
                // Later than this nothing could be known by the end.
                if (event.dueMillis() + tolerances.lagMillis() <= run.endMillis()) {
                    events.add(new TrueEvent(
                            condition,
                            place,
                            network.unitsOf(condition, place),
                            event.state(),
                            event.dueMillis(),
                            window(condition, place, event)));
                } else {
                    borderline.add(event.state());
                }
            }
            for (Interval state : Interval.merged(borderline)) {
                if (merged.stream().noneMatch(event -> event.state().meets(state) && known(event))) {
                    brief.add(new BriefState(condition, network.unitsOf(condition, place), tolerances.window(state)));
                }
            }
        }

        private boolean known(Candidate event) {
            return event.dueMillis() + tolerances.lagMillis() <= run.endMillis();
        }

        private void sort(
                List<Interval> states, long delayMillis, List<Candidate> candidates, List<Interval> borderline) {
            for (Interval state : states) {
                if (state.lengthMillis() >= delayMillis + Tolerances.BEYOND_DELAY_MILLIS) {
                    candidates.add(new Candidate(state, state.startMillis() + delayMillis));
                } else if (state.lengthMillis() >= delayMillis - tolerances.reportingIntervalMillis()) {
                    borderline.add(state);
                }
            }
        }

        /** States of the threshold of a rule. */
        private List<Interval> statesOf(Condition rule, String unit, List<Interval> ofBand) {
            ScoredCondition condition = ScoredCondition.of(rule);
            TemperatureTrace trace = truth.contents(unit);
            if (trace == null || (condition != ScoredCondition.TOO_WARM && condition != ScoredCondition.TOO_COLD)) {
                return ofBand;
            }
            Optional<StorageProfile> profile = network.profile(unit);
            @Nullable
            Double edge = profile.map(
                            of -> condition == ScoredCondition.TOO_WARM ? of.bandMaxCelsius() : of.bandMinCelsius())
                    .orElse(null);
            return edge != null && Math.abs(edge - rule.threshold()) < SAME_KELVIN
                    ? ofBand
                    : trace.beyond(rule.operator(), rule.threshold());
        }

        private Interval window(ScoredCondition condition, String place, Candidate event) {
            Interval window = tolerances.window(event.state());
            if (condition == ScoredCondition.SILENCE) {
                return window; // silence is what is to be found
            }
            long knowable = event.state().endMillis();
            for (TruthRecord.StateInterval silence : truth.states()) {
                if (silence.state() == TruthState.DEVICE_SILENT
                        && silence.startMillis() <= event.dueMillis()
                        && silence.endMillis() >= event.dueMillis()
                        && speaksFor(silence, condition, place)) {
                    knowable = Math.max(knowable, silence.endMillis());
                }
            }
            return new Interval(window.startMillis(), knowable + tolerances.lagMillis());
        }

        private boolean speaksFor(TruthRecord.StateInterval silence, ScoredCondition condition, String place) {
            return silence.device().equals(place)
                    || network.unitsOf(condition, place).contains(silence.unit())
                    || network.unitsOf(ScoredCondition.SILENCE, silence.device()).stream()
                            .anyMatch(network.unitsOf(condition, place)::contains);
        }

        /** Levels of one slot see one event. */
        private static List<Candidate> merged(List<Candidate> candidates) {
            var merged = new ArrayList<Candidate>();
            for (Candidate next : candidates.stream()
                    .sorted(Comparator.comparingLong(
                            candidate -> candidate.state().startMillis()))
                    .toList()) {
                if (!merged.isEmpty() && merged.getLast().state().meets(next.state())) {
                    merged.add(merged.removeLast().with(next));
                } else {
                    merged.add(next);
                }
            }
            return merged;
        }
    }

    /** A state that lasts long enough for one level. */
    private record Candidate(Interval state, long dueMillis) {
        Candidate with(Candidate other) {
            return new Candidate(
                    new Interval(
                            Math.min(state.startMillis(), other.state.startMillis()),
                            Math.max(state.endMillis(), other.state.endMillis())),
                    Math.min(dueMillis, other.dueMillis));
        }
    }
}
