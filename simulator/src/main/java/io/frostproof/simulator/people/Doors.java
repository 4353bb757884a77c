package io.frostproof.simulator.people;

import io.frostproof.simulator.Seeds;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** The doors that people hold open. One that several of them hold is closed by the last. For one thread. */
final class Doors {

    /** Nobody holds a door longer than this on purpose; longer ones are faults. */
    private static final long LONGEST_OPEN_MILLIS = Duration.ofMinutes(4).toMillis();

    private static final long SHORTEST_OPEN_MILLIS = 2_000;

    private final double openSigma;
    private final SplittableRandom hands;
    private final Tasks tasks;
    private final Map<String, Integer> holders = new LinkedHashMap<>();

    Doors(double openSigma, SplittableRandom hands, Tasks tasks) {
        this.openSigma = openSigma;
        this.hands = hands;
        this.tasks = tasks;
    }

    /** Opens a door, and closes it after a while. */
    void hold(String unit, long nowMillis, Duration median, Floor floor) {
        long millis = (long) Seeds.logNormal(hands, (double) median.toMillis(), openSigma);
        if (holders.merge(unit, 1, Integer::sum) == 1) {
            floor.door(unit, 1);
        }
        tasks.at(
                nowMillis + Math.clamp(millis, SHORTEST_OPEN_MILLIS, LONGEST_OPEN_MILLIS),
                (now, there, demand) -> release(unit, there));
    }

    private void release(String unit, Floor floor) {
        if (holders.merge(unit, -1, Integer::sum) == 0) {
            floor.door(unit, 0);
        }
    }
}
