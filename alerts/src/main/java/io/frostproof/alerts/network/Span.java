package io.frostproof.alerts.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A stretch of event time, in microseconds since 1970.
 *
 * @param fromMicros inclusive
 * @param toMicros exclusive; {@link Long#MAX_VALUE} when it goes on
 */
public record Span(long fromMicros, long toMicros) {

    public boolean covers(long micros) {
        return micros >= fromMicros && micros < toMicros;
    }

    /** Whether one of these covers an instant. */
    public static boolean anyCovers(List<Span> spans, long micros) {
        for (Span span : spans) {
            if (span.covers(micros)) {
                return true;
            }
        }
        return false;
    }

    /** What is left of this outside of all of these, which may overlap; in order of time. */
    public List<Span> without(List<Span> others) {
        if (others.isEmpty()) {
            return List.of(this);
        }
        var left = new ArrayList<Span>();
        long from = fromMicros;
        for (Span other : others.stream()
                .filter(span -> span.fromMicros < span.toMicros)
                .sorted(Comparator.comparingLong(Span::fromMicros))
                .toList()) {
            if (from >= toMicros || other.fromMicros >= toMicros) {
                break;
            }
            if (other.fromMicros > from) {
                left.add(new Span(from, other.fromMicros));
            }
            from = Math.max(from, other.toMicros);
        }
        if (from < toMicros) {
            left.add(new Span(from, toMicros));
        }
        return List.copyOf(left);
    }
}
