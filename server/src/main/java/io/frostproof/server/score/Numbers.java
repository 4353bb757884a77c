package io.frostproof.server.score;

import io.frostproof.server.score.Matching.Judged;
import io.frostproof.server.score.Matching.JudgedRun;
import io.frostproof.server.score.Matching.Result;
import io.frostproof.server.score.Matching.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Numbers of one condition, or of all; docs/scoring.md says what each is.
 *
 * @param trueEvents those that a rule promises to find and that some sensor could show; see {@link TrueEvents} for the others
 * @param recorded those that nobody was paged about, and that the log has
 * @param inTheLog those of them that were over before anybody could hear of them, so that the log is where they are asked for
 * @param pagesOf pages by the verdict about their run
 * @param repeats further pages about events that were detected
 */
record Numbers(
        int trueEvents,
        int unseen,
        int unwatched,
        int detected,
        int recorded,
        int inTheLog,
        int pages,
        Map<Verdict, Integer> pagesOf,
        int repeats,
        Samples detect,
        Samples clear,
        Samples startError,
        Samples endError) {

    Numbers {
        pagesOf = Map.copyOf(pagesOf);
    }

    static Numbers of(Result result) {
        List<Judged> events = result.events();
        List<JudgedRun> runs = result.runs();
        var pagesOf = new EnumMap<Verdict, Integer>(Verdict.class);
        int repeats = 0;
        int pages = 0;
        for (JudgedRun judged : runs) {
            int own = judged.run().pages();
            pages += own;
            pagesOf.merge(judged.verdict(), own, Integer::sum);
            if (judged.verdict() == Verdict.TRUE) {
                repeats += Math.max(0, own - 1);
            } else if (judged.verdict() == Verdict.AGAIN) {
                repeats += own;
            }
        }
        var detect = new ArrayList<Long>();
        var clear = new ArrayList<Long>();
        var startError = new ArrayList<Long>();
        var endError = new ArrayList<Long>();
        for (Judged judged : events) {
            judged.detectMillis().ifPresent(detect::add);
            if (judged.alone()) {
                IncidentRun run = Objects.requireNonNull(judged.found());
                Interval state = judged.event().state();
                startError.add(Math.abs(run.startedMillis() - state.startMillis()));
                Long ended = run.endedMillis();
                if (run.recovered() && ended != null) {
                    clear.add(run.recoveredMillis() - state.endMillis());
                    endError.add(Math.abs(ended - state.endMillis()));
                }
            }
        }
        return new Numbers(
                events.size(),
                result.truth().unseen().size(),
                result.truth().unwatched().size(),
                detect.size(),
                (int) events.stream().filter(Judged::recorded).count(),
                (int) events.stream().filter(Judged::inTheLog).count(),
                pages,
                pagesOf,
                repeats,
                Samples.ofMillis(detect),
                Samples.ofMillis(clear),
                Samples.ofMillis(startError),
                Samples.ofMillis(endError));
    }

    int pagesOf(Verdict verdict) {
        return pagesOf.getOrDefault(verdict, 0);
    }

    int falsePages() {
        int count = 0;
        for (Verdict verdict : Verdict.values()) {
            count += verdict.unneeded() ? pagesOf(verdict) : 0;
        }
        return count;
    }

    /** All that was true, whether or not anybody promised to find it. */
    int allEvents() {
        return trueEvents + unseen + unwatched;
    }

    /** People were paged, or it is in the log and was over before they could be. */
    int found() {
        return detected + inTheLog;
    }

    /** Of those that were missed the log has so many all the same. */
    int missedThoughRecorded() {
        return recorded - inTheLog;
    }

    /** Empty without events. */
    OptionalDouble foundPercent() {
        return trueEvents == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * found() / trueEvents);
    }

    /** Empty without events. */
    OptionalDouble detectedPercent() {
        return trueEvents == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * detected / trueEvents);
    }
}
