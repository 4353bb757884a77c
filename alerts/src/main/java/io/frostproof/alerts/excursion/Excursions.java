package io.frostproof.alerts.excursion;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Transition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the transitions of one slot of one channel into excursions. */
public final class Excursions {

    private Excursions() {}

    /**
     * The excursions that the transitions tell of. Transitions before the first start are ignored, so a list may begin in
     * the middle of an earlier excursion.
     *
     * @param transitions of one slot, in event-time order
     */
    public static List<Excursion> of(int channelId, List<Transition> transitions) {
        var excursions = new ArrayList<Excursion>();
        Building current = null;
        var unknown = new Unknown();
        for (Transition transition : transitions) {
            unknown.see(transition);
            if (current == null) {
                if (transition.kind() == Transition.Kind.STARTED) {
                    current = new Building(transition, unknown);
                }
                continue;
            }
            switch (transition.kind()) {
                case STARTED -> {
                    // A start without an end before it: the breach was cut off where the next one begins.
                    excursions.add(
                            current.end(channelId, Math.max(current.start.sinceMicros(), transition.sinceMicros())));
                    current = new Building(transition, unknown);
                }
                case LEVEL_CHANGED, KNOWN -> current.known(transition);
                case UNKNOWN -> current.unknown(transition);
                case ENDED -> {
                    current.worst = transition.worst();
                    excursions.add(current.end(channelId, transition.timeMicros()));
                    current = null;
                    // A list may begin here, and must tell the same.
                    unknown = new Unknown();
                }
            }
        }
        if (current != null) {
            excursions.add(current.end(channelId, null));
        }
        return List.copyOf(excursions);
    }

    /** The stretches of unknown time since a slot's last end. */
    private static final class Unknown {
        private final List<long[]> stretches = new ArrayList<>();
        private @Nullable Long since;

        void see(Transition transition) {
            if (transition.kind() == Transition.Kind.UNKNOWN) {
                since = transition.timeMicros();
            } else if (since != null) {
                // A breach that did not survive the gap says nothing at its end; what starts later has no part in it.
                if (transition.kind() != Transition.Kind.STARTED) {
                    stretches.add(new long[] {since, transition.timeMicros()});
                }
                since = null;
            }
        }

        long within(long fromMicros, long toMicros) {
            return stretches.stream()
                    .mapToLong(
                            stretch -> Math.max(0, Math.min(stretch[1], toMicros) - Math.max(stretch[0], fromMicros)))
                    .sum();
        }
    }

    private static final class Building {
        private final Transition start;
        private final Unknown unknown;
        private @Nullable Level level;
        private @Nullable Long criticalMicros;
        private double worst;
        private @Nullable Long unknownSinceMicros;

        Building(Transition start, Unknown unknown) {
            this.start = start;
            this.unknown = unknown;
            reach(start);
            worst = start.worst();
        }

        void known(Transition transition) {
            reach(transition);
            worst = transition.worst();
            unknownSinceMicros = null;
        }

        private void reach(Transition transition) {
            Level other = transition.level();
            if (level == null || (other != null && other.compareTo(level) > 0)) {
                level = other;
            }
            if (other == Level.CRITICAL && criticalMicros == null) {
                criticalMicros = transition.timeMicros();
            }
        }

        void unknown(Transition transition) {
            worst = transition.worst();
            unknownSinceMicros = transition.timeMicros();
        }

        /** An excursion that ends out of unknown time ended, as far as anyone knows, when that began. */
        Excursion end(int channelId, @Nullable Long endMicros) {
            Long since = endMicros == null ? null : unknownSinceMicros;
            Long ended = since == null ? endMicros : since;
            Long unknownUntil = since == null || since.equals(endMicros) ? null : endMicros;
            return new Excursion(
                    channelId,
                    start.unit(),
                    start.slot(),
                    level == null ? Level.WARNING : level,
                    start.sinceMicros(),
                    start.timeMicros(),
                    criticalMicros,
                    ended,
                    unknown.within(start.sinceMicros(), ended == null ? Long.MAX_VALUE : ended),
                    endMicros == null ? unknownSinceMicros : null,
                    unknownUntil,
                    worst,
                    null);
        }
    }
}
