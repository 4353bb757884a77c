package io.frostproof.alerts.exposure;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A probe of a unit: what it said of the goods there, and which readings say so. Immutable. */
public final class Probe {

    private final String channel;
    private final boolean inProduct;
    private final List<Stretch> placed;
    private final List<Stretch> distrusted;
    private final Course course;
    private final long[] readings;

    /** Event time [from, to); {@code toMicros} is {@link Long#MAX_VALUE} when it goes on. */
    public record Stretch(long fromMicros, long toMicros) {
        private boolean covers(long micros) {
            return micros >= fromMicros && micros < toMicros;
        }
    }

    /**
     * A probe.
     *
     * @param channel what people call it: {@code device/channel}
     * @param inProduct whether it is in the product, and not in the air
     * @param placed when it was in the unit
     * @param distrusted when nobody trusts it
     * @param made its course, all readings told; not used by others any more
     */
    public Probe(String channel, boolean inProduct, List<Stretch> placed, List<Stretch> distrusted, ProbeCourse made) {
        this.channel = channel;
        this.inProduct = inProduct;
        this.placed = List.copyOf(placed);
        this.distrusted = List.copyOf(distrusted);
        course = made.build();
        readings = made.readings();
    }

    /** What people call it. */
    public String channel() {
        return channel;
    }

    boolean inProduct() {
        return inProduct;
    }

    Course course() {
        return course;
    }

    /** All edges of the time in which it was in the unit, and of that for which nobody trusts it. */
    List<Stretch> stretches() {
        return Stream.concat(placed.stream(), distrusted.stream()).toList();
    }

    boolean isPlaced(long micros) {
        return placed.stream().anyMatch(stretch -> stretch.covers(micros));
    }

    boolean isTrusted(long micros) {
        return distrusted.stream().noneMatch(stretch -> stretch.covers(micros));
    }

    /** The newest reading no later than an instant, by its number; -1: there is none. */
    int reading(long micros) {
        int found = Arrays.binarySearch(readings, micros);
        return found >= 0 ? found : -found - 2;
    }

    long timeMicros(int reading) {
        return readings[reading];
    }
}
