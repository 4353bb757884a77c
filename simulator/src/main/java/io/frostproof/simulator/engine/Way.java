package io.frostproof.simulator.engine;

import io.frostproof.simulator.physics.ShippingBox;
import io.frostproof.simulator.scenario.Tolerance;
import io.frostproof.simulator.truth.TruthRecord;
import java.util.function.LongToDoubleFunction;

/**
 * What the boxes of one product went through on a vehicle. A warped clock does not warp it: people and their vehicles are not faster there. Immutable.
 */
final class Way {

    /** The outdoors change by less than 0.5 K in it. */
    private static final long STEP_MILLIS = 600_000;

    private static final double SECOND_MILLIS = 1_000;

    private final long fromMillis;
    private final long toMillis;
    /** Means of the steps. */
    private final double[] means;

    private final double end;
    private final double coldest;
    private final double hottest;

    /** @param outdoors temperature around the vehicle, by time */
    Way(long fromMillis, long toMillis, double joulesPerKelvin, double packedCelsius, LongToDoubleFunction outdoors) {
        this.fromMillis = fromMillis;
        this.toMillis = toMillis;
        means = new double[(int) Math.ceilDiv(Math.max(0, toMillis - fromMillis), STEP_MILLIS)];
        double least = packedCelsius;
        double most = packedCelsius;
        var box = new ShippingBox(joulesPerKelvin, packedCelsius);
        for (int i = 0; i < means.length; i++) {
            double before = box.contentsCelsius();
            box.advance(seconds(i), outdoors.applyAsDouble((start(i) + stop(i)) / 2));
            means[i] = (before + box.contentsCelsius()) / 2;
            least = Math.min(least, means[i]);
            most = Math.max(most, means[i]);
        }
        coldest = least;
        hottest = most;
        end = box.contentsCelsius();
    }

    private long start(int step) {
        return fromMillis + step * STEP_MILLIS;
    }

    private long stop(int step) {
        return Math.min(toMillis, start(step) + STEP_MILLIS);
    }

    private double seconds(int step) {
        return (stop(step) - start(step)) / SECOND_MILLIS;
    }

    /** How warm the goods come out of the box. */
    double endCelsius() {
        return end;
    }

    /** Counts what a handling unit bore in there, and tells when that was too much. */
    void bear(Stored it, SimulationListener listener) {
        if (it.tolerances.stream().noneMatch(this::exceeds)) {
            return;
        }
        for (int i = 0; i < means.length; i++) {
            int broken = it.bear(means[i], seconds(i));
            if (broken >= 0) {
                listener.truth(new TruthRecord.Harm(
                        it.id,
                        TruthRecord.Harm.ON_THE_WAY,
                        stop(i),
                        it.tolerances.get(broken).words()));
            }
        }
    }

    private boolean exceeds(Tolerance tolerance) {
        return tolerance.exceededAt(hottest) || tolerance.exceededAt(coldest);
    }
}
