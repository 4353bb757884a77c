package io.frostproof.alerts.probe;

import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.quantity.Quantity;
import java.util.List;

/**
 * What a channel of a unit measured for a while.
 *
 * @param channel for people, with its device: {@code fridge-01-s/t1}
 * @param senses what its probe is in
 * @param holdMicros how long a reading stands
 * @param points in time order
 */
public record Trace(
        int channelId, String channel, Quantity quantity, Sense senses, long holdMicros, List<Point> points) {

    /** A reading, in the canonical unit of the quantity. */
    public record Point(long micros, double value) {}

    public Trace {
        points = List.copyOf(points);
    }

    /** Whether its newest reading stands at a time. */
    boolean standsAt(long micros) {
        return !points.isEmpty() && points.getLast().micros() + holdMicros >= micros;
    }

    /** Readings of a stretch of time, and the one that stands at its beginning. */
    List<Point> during(long fromMicros, long toMicros) {
        int first = 0;
        while (first + 1 < points.size() && points.get(first + 1).micros() <= fromMicros) {
            first++;
        }
        return points.subList(first, points.size()).stream()
                .filter(point -> point.micros() <= toMicros && point.micros() + holdMicros >= fromMicros)
                .toList();
    }
}
