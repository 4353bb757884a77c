package io.frostproof.simulator.replay;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * When the nth publication is due, from the start of the replay. The recorded times set the rhythm by place, not by
 * message, so that a shuffled replay lasts as long as an ordered one. A clock that stepped back makes no one wait.
 */
final class Pace {

    private final long[] dueNanos;

    private Pace(long[] dueNanos) {
        this.dueNanos = dueNanos;
    }

    /** For {@code publications} publications spread over the times of {@code readings}. */
    static Pace of(List<RecordedReading> readings, int publications, OptionalDouble speed) {
        long[] due = new long[publications];
        if (speed.isPresent()) {
            double nanosPerMicro = 1000 / speed.getAsDouble();
            long first = readings.getFirst().timeMicros();
            long latest = 0;
            for (int i = 0; i < publications; i++) {
                int row = (int) ((long) i * readings.size() / publications);
                latest = Math.max(latest, (long) ((readings.get(row).timeMicros() - first) * nanosPerMicro));
                due[i] = latest;
            }
        }
        return new Pace(due);
    }

    Duration due(int publication) {
        return Duration.ofNanos(dueNanos[publication]);
    }
}
