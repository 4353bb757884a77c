package io.frostproof.store;

import io.frostproof.alerts.exposure.ExposureSum;
import io.frostproof.alerts.exposure.PackedCourse;
import io.frostproof.alerts.exposure.ProbeCourse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one place: its course hour by hour, and sums of goods that stood there. All goods share the hours; whoever asks for another product finds them there too. Not
 * thread-safe.
 */
final class PlaceHours {

    /** A sum with its key, and a state of a probe, as measured with ten products of three allowances each, rounded up. */
    private static final int SUM_BYTES = 400;

    private static final int STATE_BYTES = 96;
    private static final int HOUR_BYTES = 128;

    private final PlaceSetup setup;
    private long seen;
    private final Map<Integer, Hour> hours = new HashMap<>();
    private final Map<Stay, ExposureSum> stays = new HashMap<>();
    private final Map<Begin, Until> begun = new HashMap<>();
    private long bytes;

    /**
     * An hour.
     *
     * @param range the coldest and the warmest that goods may have had; null: it does not matter how fast they follow the air
     * @param after states of the probes at its end, as they were read
     */
    record Hour(PackedCourse course, @Nullable PackedCourse range, List<ProbeCourse.State> after) {

        private long bytes() {
            int sizes = course.sizeBytes() + (range == null ? 0 : range.sizeBytes());
            return HOUR_BYTES + sizes + (long) STATE_BYTES * after.size();
        }

        /** The coldest and the warmest that goods may have had. */
        PackedCourse bounds() {
            return range == null ? course : range;
        }
    }

    /** A stretch of time of goods of one tolerance, by its number. */
    record Stay(int tolerance, long fromMicros, long toMicros) {}

    /** Of goods that are still there. */
    private record Begin(int tolerance, long fromMicros) {}

    /** What goods lived through from their begin until an instant. */
    record Until(long micros, ExposureSum sum) {}

    /** @param seen up to which portion of roll-ups changes are known */
    PlaceHours(PlaceSetup setup, long seen) {
        this.setup = setup;
        this.seen = seen;
    }

    PlaceSetup setup() {
        return setup;
    }

    long seen() {
        return seen;
    }

    /** About how much memory it takes. */
    long bytes() {
        return bytes + (long) SUM_BYTES * (stays.size() + begun.size());
    }

    /** Forgets what has changed. */
    void forget(List<HourSpan> changed, long newSeen) {
        seen = newSeen;
        for (HourSpan span : changed) {
            hours.entrySet().removeIf(hour -> {
                boolean gone = span.covers(hour.getKey());
                bytes -= gone ? hour.getValue().bytes() : 0;
                return gone;
            });
            long from = Hours.begin(span.fromHour());
            long to = Hours.begin(span.toHour());
            stays.keySet().removeIf(stay -> stay.fromMicros() < to && stay.toMicros() > from);
            begun.entrySet()
                    .removeIf(one ->
                            one.getKey().fromMicros() < to && one.getValue().micros() > from);
        }
    }

    @Nullable
    Hour hour(int hour) {
        return hours.get(hour);
    }

    void keep(int hour, Hour made) {
        Hour before = hours.put(hour, made);
        bytes += made.bytes() - (before == null ? 0 : before.bytes());
    }

    /** The sum of goods that are gone from there. */
    @Nullable
    ExposureSum sum(Stay stay) {
        return stays.get(stay);
    }

    /** Of goods that are there, or were when they were asked for last: their sum until some instant. */
    @Nullable
    Until until(Stay stay) {
        return begun.get(new Begin(stay.tolerance(), stay.fromMicros()));
    }

    void keep(Stay gone, ExposureSum sum) {
        stays.put(gone, sum);
    }

    /** @param until ends at the begin of an hour, before anything that may still change */
    void keep(Stay there, Until until) {
        begun.put(new Begin(there.tolerance(), there.fromMicros()), until);
    }
}
