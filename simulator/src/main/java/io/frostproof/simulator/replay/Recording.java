package io.frostproof.simulator.replay;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The readings of a file in its order.
 *
 * @param skipped rows that could not be read and were left out
 */
record Recording(List<RecordedReading> readings, long skipped) {
    Recording {
        readings = List.copyOf(readings);
    }

    long distinctTimes() {
        return readings.stream()
                .mapToLong(RecordedReading::timeMicros)
                .distinct()
                .count();
    }

    /** See {@link ReplayResult#conflicts}. */
    long conflicts() {
        Map<Long, Set<Double>> claims = new HashMap<>();
        for (RecordedReading reading : readings) {
            // 0.0 + -0.0 is 0.0: the two zeros are one value to everybody but Double.equals.
            claims.computeIfAbsent(reading.timeMicros(), time -> new HashSet<>(2))
                    .add(0.0 + reading.value());
        }
        return claims.values().stream().mapToLong(values -> values.size() - 1L).sum();
    }
}
