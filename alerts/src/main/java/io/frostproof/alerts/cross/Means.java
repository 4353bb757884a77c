package io.frostproof.alerts.cross;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Concludes a {@link Watch} of means. Each closed step has the difference of the largest and the smallest mean that were told of it, when there are two; it
 * counts for the time of the step. A step of which fewer were told is unknown.
 */
public final class Means {

    private final Watch watch;
    /** By the end of their step. */
    private final TreeMap<Long, List<Step>> steps = new TreeMap<>();

    private record Step(Told by, long beginMicros, double mean) {}

    /** A step with a difference. */
    private record Difference(long beginMicros, long endMicros, double kelvin) {}

    /** @param transitions of the hidden slot of each channel, in event-time order */
    public Means(Watch watch, Map<Told, List<Transition>> transitions) {
        this.watch = watch;
        transitions.forEach((told, all) ->
                all.forEach(transition -> steps.computeIfAbsent(transition.timeMicros(), end -> new ArrayList<>())
                        .add(new Step(told, transition.sinceMicros(), transition.worst()))));
    }

    /**
     * The beginning of the last step that ended by a time and at which, whatever was before, nothing held and no delay ran. Empty when there is none in
     * what was told: more has to be.
     */
    public OptionalLong lastReset(long byMicros) {
        for (long end : steps.headMap(byMicros, true).descendingKeySet()) {
            Difference difference = difference(end);
            Watch.Piece piece = difference == null ? null : piece(difference.beginMicros());
            if (difference != null && piece != null && Watch.resets(piece, difference.kelvin())) {
                return OptionalLong.of(difference.beginMicros());
            }
        }
        return OptionalLong.empty();
    }

    /**
     * What follows.
     *
     * @param sinceMicros what was before does not matter; a {@link #lastReset}, or before anything was told
     */
    public Conclusion conclude(long sinceMicros) {
        var transitions = new ArrayList<Transition>();
        Consumer<Transition> out = transition -> {
            if (transition.slot().equals(watch.slot())) {
                transitions.add(transition);
            }
        };
        var monitor = new ChannelMonitor(watch.plan());
        long knownTo = Long.MIN_VALUE;
        for (long end : steps.keySet()) {
            Difference difference = difference(end);
            if (difference == null || difference.beginMicros() < sinceMicros) {
                continue;
            }
            if (knownTo != Long.MIN_VALUE && difference.beginMicros() > knownTo) {
                monitor.unknown(knownTo, out);
            }
            if (monitor.inOrder(difference.beginMicros())) {
                monitor.accept(difference.beginMicros(), difference.kelvin(), out);
                monitor.stands(difference.endMicros(), out);
                knownTo = difference.endMicros();
            }
        }
        return new Conclusion(transitions, Long.MAX_VALUE);
    }

    private @Nullable Difference difference(long endMicros) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        long begin = endMicros;
        int known = 0;
        for (Step step : steps.getOrDefault(endMicros, List.of())) {
            Watch.Piece piece = piece(step.beginMicros());
            if (piece != null && takesPart(piece.parts(), step.by())) {
                lowest = Math.min(lowest, step.mean());
                highest = Math.max(highest, step.mean());
                begin = step.beginMicros();
                known++;
            }
        }
        return known < 2 ? null : new Difference(begin, endMicros, highest - lowest);
    }

    private static boolean takesPart(List<Set<Told>> parts, Told told) {
        return parts.stream().anyMatch(part -> part.contains(told));
    }

    private Watch.@Nullable Piece piece(long micros) {
        for (Watch.Piece piece : watch.pieces()) {
            if (micros >= piece.fromMicros() && micros < piece.toMicros()) {
                return piece;
            }
        }
        return null;
    }
}
