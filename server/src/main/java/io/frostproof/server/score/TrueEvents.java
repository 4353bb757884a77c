package io.frostproof.server.score;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.truth.TruthRecord;
import io.frostproof.simulator.truth.TruthState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a server should have found, and what it may have found as well. Lists of events are by condition, place and start.
 *
 * @param events those that a rule of the place promises to find, and that some sensor could show
 * @param unseen those that a rule promises to find, but its sensors were dead or wrong while they could have been found, or hang in the air while the
 *     goods had come as they are
 * @param unwatched those that no rule of the place is about; their delay is the condition's own
 */
record TrueEvents(List<TrueEvent> events, List<TrueEvent> unseen, List<TrueEvent> unwatched, List<BriefState> brief) {

    TrueEvents {
        events = List.copyOf(events);
        unseen = List.copyOf(unseen);
        unwatched = List.copyOf(unwatched);
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

    /** What of it is about one condition. */
    TrueEvents of(ScoredCondition condition) {
        return new TrueEvents(
                of(events, condition),
                of(unseen, condition),
                of(unwatched, condition),
                brief.stream().filter(state -> state.condition() == condition).toList());
    }

    private static List<TrueEvent> of(List<TrueEvent> events, ScoredCondition condition) {
        return events.stream().filter(event -> event.condition() == condition).toList();
    }

    private static final class Collection {
        private final KnownTruth truth;
        private final WatchedNetwork network;
        private final Interval run;
        private final Tolerances tolerances;
        private final Unseeable unseeable;
        private final PromisedStates promised;
        private final List<TrueEvent> events = new ArrayList<>();
        private final List<TrueEvent> unseen = new ArrayList<>();
        private final List<TrueEvent> unwatched = new ArrayList<>();
        private final List<BriefState> brief = new ArrayList<>();

        Collection(KnownTruth truth, WatchedNetwork network, Interval run, Tolerances tolerances) {
            this.truth = truth;
            this.network = network;
            this.run = run;
            this.tolerances = tolerances;
            unseeable = new Unseeable(truth, network);
            promised = new PromisedStates(truth, network, run);
        }

        TrueEvents collect() {
            for (ScoredCondition condition : ScoredCondition.values()) {
                Map<String, List<Interval>> byPlace = states(condition);
                if (condition == ScoredCondition.TOO_WARM || condition == ScoredCondition.TOO_COLD) {
                    // A threshold inside the band is breached without any state of the band's.
                    truth.units().forEach(unit -> byPlace.computeIfAbsent(unit, place -> new ArrayList<>()));
                }
                if (condition == ScoredCondition.CALIBRATION) {
                    network.dated().forEach(device -> byPlace.computeIfAbsent(device, place -> new ArrayList<>()));
                }
                byPlace.forEach((place, states) -> {
                    if (network.measured(condition, place)) {
                        collect(condition, place, Interval.merged(states));
                    }
                });
            }
            startsThatFailedWithMainsThere();
            Comparator<TrueEvent> order = Comparator.comparing(TrueEvent::condition)
                    .thenComparing(TrueEvent::place)
                    .thenComparingLong(event -> event.state().startMillis());
            List.of(events, unseen, unwatched).forEach(list -> list.sort(order));
            return new TrueEvents(events, unseen, unwatched, brief);
        }

        private Map<String, List<Interval>> states(ScoredCondition condition, Set<TruthState> which) {
            var byPlace = new TreeMap<String, List<Interval>>();
            for (TruthRecord.StateInterval state : truth.states()) {
                if (which.contains(state.state())) {
                    byPlace.computeIfAbsent(
                                    network.place(condition, state.unit(), state.device()), place -> new ArrayList<>())
                            .add(Interval.of(state));
                }
            }
            return byPlace;
        }

        private Map<String, List<Interval>> states(ScoredCondition condition) {
            Map<String, List<Interval>> byPlace = states(condition, condition.states());
            Map<String, List<Interval>> stuck = stuckProbes();
            if (condition == ScoredCondition.PROBE_STUCK) {
                return stuck;
            }
            if (condition == ScoredCondition.PROBE) {
                byPlace.replaceAll((device, wrong) -> Interval.merged(wrong).stream()
                        .flatMap(state -> state.without(stuck.getOrDefault(device, List.of())).stream())
                        .toList());
            }
            return byPlace;
        }

        private Map<String, List<Interval>> stuckProbes() {
            var byDevice = new TreeMap<String, List<Interval>>();
            for (TruthRecord.FaultInterval fault : truth.faults()) {
                if (fault.kind() == FaultKind.PROBE_STUCK) {
                    byDevice.computeIfAbsent(Unseeable.deviceOf(fault.target()), device -> new ArrayList<>())
                            .add(Interval.of(fault));
                }
            }
            return byDevice;
        }

        private void collect(ScoredCondition condition, String place, List<Interval> states) {
            List<Condition> rules = network.rules(condition, place);
            unwatched(condition, place, rules.isEmpty() ? states : promised.unpromised(condition, place));
            if (rules.isEmpty()) {
                return;
            }
            List<Interval> blind = unseeable.blind(condition, place);
            var candidates = new ArrayList<Candidate>();
            var hidden = new ArrayList<Candidate>();
            var borderline = new ArrayList<Interval>();
            for (Condition rule : rules) {
                boolean exact = promised.isOfBand(rule, place);
                List<Interval> of = promised.of(rule, place, states);
                List<Interval> came = of.stream()
                        .filter(state -> unseeable.cameLikeThat(
                                rule, place, state, exact ? 0 : TruthRecord.Temperature.EVERY_MILLIS))
                        .toList();
                sort(
                        of.stream().filter(state -> !came.contains(state)).toList(),
                        delayOf(rule, place),
                        candidates,
                        borderline);
                sort(came, delayOf(rule, place), hidden, borderline);
            }
            List<Candidate> merged = merged(candidates);
            merged(hidden).stream()
                    .filter(event -> known(event)
                            && merged.stream().noneMatch(other -> other.state().meets(event.state())))
                    .forEach(event -> unseen.add(event(condition, place, event)));
            for (Candidate event : merged) {
                Candidate visible = event.visible(blind);
                // Later than this nothing could be known by the end.
                if (visible != null && known(visible)) {
                    events.add(event(condition, place, visible));
                } else if (known(event)) {
                    unseen.add(event(condition, place, event));
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

        private void unwatched(ScoredCondition condition, String place, List<Interval> states) {
            for (Interval state : states) {
                Candidate event = new Candidate(state, state.startMillis() + delayWithoutRule(condition, place));
                if (event.outlasts() && known(event)) {
                    unwatched.add(event(condition, place, event));
                }
            }
        }

        /** An engine is called when the mains are too low, too; no rule about absent mains is about that. */
        private void startsThatFailedWithMainsThere() {
            Map<String, List<Interval>> atRest = states(ScoredCondition.GENERATOR);
            states(ScoredCondition.GENERATOR, Set.of(TruthState.GENERATOR_FAILED_TO_START))
                    .forEach((node, failed) -> unwatched(
                            ScoredCondition.GENERATOR,
                            node,
                            Interval.merged(failed).stream()
                                    .flatMap(state -> state.without(atRest.getOrDefault(node, List.of())).stream())
                                    .toList()));
        }

        private TrueEvent event(ScoredCondition condition, String place, Candidate event) {
            return new TrueEvent(
                    condition,
                    place,
                    network.unitsOf(condition, place),
                    event.state(),
                    event.dueMillis(),
                    window(condition, place, event),
                    overUnheard(condition, place, event));
        }

        /** What does nothing to stock and is over when its readings come pages nobody; docs/incidents.md, What is over when it is found. */
        private boolean overUnheard(ScoredCondition condition, String place, Candidate event) {
            return condition.pagesWhileItLastsOnly()
                    && unseeable.unheard(condition, place).stream()
                            .anyMatch(unheard -> unheard.startMillis() <= event.dueMillis()
                                    && unheard.endMillis() >= event.state().endMillis());
        }

        private boolean known(Candidate event) {
            return event.dueMillis() + tolerances.lagMillis() <= run.endMillis();
        }

        private long delayWithoutRule(ScoredCondition condition, String place) {
            return condition.delayWithoutRule().toMillis()
                    + (condition == ScoredCondition.SILENCE
                            ? network.longestHold(place).toMillis()
                            : 0);
        }

        /** For how long a state has to last until its rule says so. */
        private long delayOf(Condition rule, String place) {
            return rule.delay().toMillis()
                    + switch (rule.measure()) {
                        case Measure.Missing missing ->
                            network.hold(place, rule.quantity()).toMillis();
                        case Measure.Spread spread -> spread.window().toMillis();
                        // The window in which it begins is half what it was before.
                        case Measure.Disagreement apart -> apart.window().toMillis();
                        default -> 0;
                    };
        }

        private void sort(
                List<Interval> states, long delayMillis, List<Candidate> candidates, List<Interval> borderline) {
            for (Interval state : states) {
                var candidate = new Candidate(state, state.startMillis() + delayMillis);
                if (candidate.outlasts()) {
                    candidates.add(candidate);
                } else if (state.lengthMillis() >= delayMillis - tolerances.reportingIntervalMillis()) {
                    borderline.add(state);
                }
            }
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

        boolean outlasts() {
            return state.endMillis() >= dueMillis + Tolerances.BEYOND_DELAY_MILLIS;
        }

        /** Due as soon as sensors have seen it for the delay; null when they never do, or only for less. */
        @Nullable
        Candidate visible(List<Interval> blind) {
            long delay = dueMillis - state.startMillis();
            for (Interval seen : state.without(blind)) {
                var candidate = new Candidate(state, seen.startMillis() + delay);
                if (seen.endMillis() >= candidate.dueMillis + Tolerances.BEYOND_DELAY_MILLIS) {
                    return candidate;
                }
            }
            return null;
        }
    }
}
