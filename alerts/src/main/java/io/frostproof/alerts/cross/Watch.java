package io.frostproof.alerts.cross;

import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.SlotRules;
import io.frostproof.alerts.condition.Traits;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One slot of a unit that takes more than one channel, over event time.
 *
 * @param channelId the channel of the unit under which its excursions are filed: of those in the unit that take part, the one with the lowest
 *     number, of the condition's own quantity before that of the other. It does not depend on what they measure, since which of two
 *     probes is wrong cannot be known
 * @param kind of all its conditions
 * @param pieces in time order
 */
public record Watch(String unit, String slot, int channelId, Kind kind, ZoneId zone, List<Piece> pieces) {

    /** What it compares. */
    public enum Kind {
        /** {@link Measure.While}. */
        STATES,
        /** {@link Measure.Disagreement}. */
        MEANS
    }

    /**
     * A stretch of event time in which the rules and the channels are the same.
     *
     * @param parts each a set of channels that together say one thing: of states, it holds while it does for all of them. Of means there is
     *     one
     */
    public record Piece(long fromMicros, long toMicros, SlotRules rules, List<Set<Told>> parts) {
        public Piece {
            parts = List.copyOf(parts);
        }
    }

    public Watch {
        pieces = List.copyOf(pieces);
    }

    /** All that takes part at some time. */
    public Set<Told> told() {
        Set<Told> all = new LinkedHashSet<>();
        pieces.forEach(piece -> piece.parts().forEach(all::addAll));
        return all;
    }

    /** Whether a channel takes part at an instant with what it tells. */
    public boolean takesPart(Told told, long micros) {
        return pieces.stream()
                .anyMatch(piece -> micros >= piece.fromMicros()
                        && micros < piece.toMicros()
                        && piece.parts().stream().anyMatch(part -> part.contains(told)));
    }

    /** How much has to be known before a time, at least, to find where to begin: its windows and delays. */
    public Duration memory() {
        Duration longest = Duration.ofHours(1);
        for (Piece piece : pieces) {
            for (Condition rule : piece.rules().levels()) {
                Duration window = rule.measure() instanceof Measure.Disagreement d ? d.window() : Duration.ZERO;
                Duration both = window.plus(rule.delay());
                longest = both.compareTo(longest) > 0 ? both : longest;
            }
        }
        return longest;
    }

    /** The conditions as they are about a value that was worked out already: 1 while all parts hold, or how far means are apart. */
    ChannelPlan plan() {
        List<ChannelPlan.Segment> segments = new ArrayList<>();
        for (Piece piece : pieces) {
            segments.add(new ChannelPlan.Segment(
                    unit,
                    piece.fromMicros(),
                    piece.toMicros(),
                    List.of(new SlotRules(
                            slot,
                            piece.rules().levels().stream().map(Watch::plain).toList())),
                    new Traits(Duration.ZERO, zone)));
        }
        return new ChannelPlan(Long.MAX_VALUE / 4, segments);
    }

    private static Condition plain(Condition rule) {
        boolean state = rule.measure() instanceof Measure.While;
        return new Condition(
                rule.slot(),
                rule.level(),
                rule.quantity(),
                Measure.VALUE,
                state ? Operator.AT_OR_ABOVE : rule.operator(),
                state ? 1 : rule.threshold(),
                rule.delay(),
                state ? 0 : rule.clearMargin(),
                null,
                rule.schedule());
    }

    /** Whether a value lets none of the conditions of a piece go on: whatever was before it, nothing holds and no delay runs. */
    static boolean resets(Piece piece, double value) {
        return piece.rules().levels().stream().map(Watch::plain).allMatch(plain -> plain.clears(value));
    }

    /** Gathers pieces of one slot and channel. */
    static List<Watch> gather(String unit, ZoneId zone, List<Found> found) {
        record Key(String slot, int channelId, Kind kind) {}
        Map<Key, List<Piece>> byKey = new LinkedHashMap<>();
        found.forEach(one -> byKey.computeIfAbsent(
                        new Key(one.piece().rules().slot(), one.channelId(), one.kind()), key -> new ArrayList<>())
                .add(one.piece()));
        return byKey.entrySet().stream()
                .map(each -> new Watch(
                        unit,
                        each.getKey().slot(),
                        each.getKey().channelId(),
                        each.getKey().kind(),
                        zone,
                        each.getValue()))
                .toList();
    }

    /** A piece, and where its excursions are filed. */
    record Found(int channelId, Kind kind, Piece piece) {}
}
