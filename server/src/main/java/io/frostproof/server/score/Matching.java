package io.frostproof.server.score;

import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.truth.TruthRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which pages answer to what was true; docs/scoring.md, What counts. Pure. */
final class Matching {

    private final TrueEvents truth;
    private final List<IncidentRun> runs;
    private final List<Recorded> log;
    private final List<TruthRecord.FaultInterval> faults;
    private final WatchedNetwork network;
    private final Tolerances tolerances;

    /** What a run of an incident is. */
    enum Verdict {
        /** It found an event. */
        TRUE,
        /** It is about an event that another run had found, and that had not ended. */
        AGAIN,
        /** It is about an event whose window was over. */
        LATE,
        /** It answers to a state that lasted about as long as the delay. */
        BRIEF,
        /** It is about an event that was not asked for: no rule promises it, or no sensor could show it. */
        UNASKED,
        /** It warns of a fault that leads there. */
        EARLY,
        /** Something else was wrong. */
        MISNAMED,
        FALSE;

        boolean unneeded() {
            return this == AGAIN || this == MISNAMED || this == FALSE;
        }
    }

    /**
     * An event and what became of it.
     *
     * @param found the run that found it; null: undetected
     * @param recorded whether it is undetected, and the log has an excursion of it all the same
     * @param alone whether it is the only event of that run, and that run its only one
     */
    record Judged(TrueEvent event, @Nullable IncidentRun found, boolean recorded, boolean alone) {

        /** Whether nobody was paged about it and nobody was to be, and the log has it: it was over before anybody could hear of it. */
        boolean inTheLog() {
            return recorded && event.overUnheard();
        }

        /** How long after it was due it was found; empty when it was not. */
        Optional<Long> detectMillis() {
            IncidentRun by = found;
            return by == null ? Optional.empty() : Optional.of(Math.max(0, by.openedMillis() - event.dueMillis()));
        }
    }

    record JudgedRun(IncidentRun run, Verdict verdict) {}

    /** Everything, judged. */
    record Result(TrueEvents truth, List<Judged> events, List<JudgedRun> runs) {
        Result {
            events = List.copyOf(events);
            runs = List.copyOf(runs);
        }

        /** What of it is about one condition. */
        Result of(ScoredCondition condition) {
            return new Result(
                    truth.of(condition),
                    events.stream()
                            .filter(judged -> judged.event().condition() == condition)
                            .toList(),
                    runs.stream()
                            .filter(judged -> judged.run().condition() == condition)
                            .toList());
        }
    }

    private Matching(
            TrueEvents truth,
            List<IncidentRun> runs,
            List<Recorded> log,
            List<TruthRecord.FaultInterval> faults,
            WatchedNetwork network,
            Tolerances tolerances) {
        this.truth = truth;
        this.runs = runs;
        this.log = log;
        this.faults = faults;
        this.network = network;
        this.tolerances = tolerances;
    }

    /** @param runs by when they were opened */
    static Result of(
            TrueEvents truth,
            List<IncidentRun> runs,
            List<Recorded> log,
            List<TruthRecord.FaultInterval> faults,
            WatchedNetwork network,
            Tolerances tolerances) {
        return new Matching(truth, runs, log, faults, network, tolerances).judge();
    }

    private Result judge() {
        Map<TrueEvent, IncidentRun> foundBy = new HashMap<>();
        Map<IncidentRun, List<TrueEvent>> found = new HashMap<>();
        Map<IncidentRun, List<TrueEvent>> answered = new HashMap<>();
        for (TrueEvent event : truth.events().stream()
                .sorted(Comparator.comparingLong(event -> event.state().startMillis()))
                .toList()) {
            List<IncidentRun> answers = runs.stream()
                    .filter(run -> about(run, event.condition(), event.units()) && finds(run, event))
                    .toList();
            answers.forEach(
                    run -> answered.computeIfAbsent(run, r -> new ArrayList<>()).add(event));
            // One that was opened for an event before it is this one's only if there is none of its own.
            answers.stream()
                    .min(Comparator.comparing((IncidentRun run) -> found.containsKey(run))
                            .thenComparingLong(IncidentRun::openedMillis))
                    .ifPresent(run -> {
                        foundBy.put(event, run);
                        found.computeIfAbsent(run, r -> new ArrayList<>()).add(event);
                    });
        }
        var events = new ArrayList<Judged>();
        for (TrueEvent event : truth.events()) {
            IncidentRun by = foundBy.get(event);
            boolean alone = by != null
                    && answered.getOrDefault(by, List.of()).size() == 1
                    && answered.values().stream()
                                    .filter(of -> of.contains(event))
                                    .count()
                            == 1;
            events.add(new Judged(event, by, by == null && isRecorded(event), alone));
        }
        Set<IncidentRun> finders = new HashSet<>(found.keySet());
        return new Result(
                truth,
                events,
                runs.stream()
                        .map(run -> new JudgedRun(run, verdict(run, finders, answered.containsKey(run))))
                        .toList());
    }

    private boolean isRecorded(TrueEvent event) {
        return log.stream()
                .anyMatch(excursion -> event.units().contains(excursion.unit())
                        && network.conditionOf(excursion.unit(), excursion.slot()) == event.condition()
                        && excursion.when().meets(event.state()));
    }

    private static boolean about(IncidentRun run, ScoredCondition condition, Set<String> units) {
        return run.condition() == condition && units.contains(run.unit());
    }

    private static boolean finds(IncidentRun run, TrueEvent event) {
        boolean knownBefore =
                run.openedMillis() < event.window().startMillis() && run.recoveredMillis() >= event.dueMillis();
        return knownBefore || event.window().holds(run.openedMillis());
    }

    private Verdict verdict(IncidentRun run, Set<IncidentRun> finders, boolean answers) {
        if (finders.contains(run)) {
            return Verdict.TRUE;
        }
        if (answers) {
            return Verdict.AGAIN;
        }
        Interval stated = run.stated();
        if (truth.events().stream()
                .anyMatch(event -> about(run, event.condition(), event.units())
                        && event.window().endMillis() < run.openedMillis()
                        && tolerances.window(event.state()).meets(stated))) {
            return Verdict.LATE;
        }
        if (truth.brief().stream()
                .anyMatch(state -> about(run, state.condition(), state.units())
                        && (state.window().holds(run.openedMillis())
                                || state.window().meets(stated)))) {
            return Verdict.BRIEF;
        }
        if (Stream.concat(truth.unseen().stream(), truth.unwatched().stream())
                .anyMatch(event -> about(run, event.condition(), event.units())
                        && (finds(run, event) || event.window().meets(stated)))) {
            return Verdict.UNASKED;
        }
        if (during(run, run.condition().explainedBy())) {
            return Verdict.EARLY;
        }
        return during(run, ScoredCondition.MISLEADING) ? Verdict.MISNAMED : Verdict.FALSE;
    }

    /** Whether a fault of these kinds was there, or had just been. */
    private boolean during(IncidentRun run, Set<FaultKind> kinds) {
        Set<String> units = network.unitsBeside(run.condition(), run.unit());
        return faults.stream()
                .anyMatch(fault -> kinds.contains(fault.kind())
                        && fault.startMillis() <= run.openedMillis()
                        && fault.endMillis() + Tolerances.AFTERMATH_MILLIS >= run.startedMillis()
                        && touches(fault, units));
    }

    /** The units of a fault, or those that its device measures: the one that watches the power of a node is in none. */
    private boolean touches(TruthRecord.FaultInterval fault, Set<String> units) {
        return fault.units().stream().anyMatch(units::contains)
                || network.unitsOf(ScoredCondition.SILENCE, Unseeable.deviceOf(fault.target())).stream()
                        .anyMatch(units::contains);
    }
}
