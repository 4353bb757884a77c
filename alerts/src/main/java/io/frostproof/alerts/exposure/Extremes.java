package io.frostproof.alerts.exposure;

import java.util.function.IntToDoubleFunction;

/** The largest of any run of values, by way of the largest of blocks of them. NaN counts for nothing. Immutable. */
final class Extremes {

    private static final int BLOCK = 64;

    private final IntToDoubleFunction value;
    private final double[] blocks;

    Extremes(int size, IntToDoubleFunction value) {
        this.value = value;
        blocks = new double[(size + BLOCK - 1) / BLOCK];
        for (int block = 0; block < blocks.length; block++) {
            blocks[block] = scan(block * BLOCK, Math.min(size, (block + 1) * BLOCK) - 1);
        }
    }

    /** The largest of {@code first} to {@code last}, both included; minus infinity when there is none. */
    double most(int first, int last) {
        int firstWhole = (first + BLOCK - 1) / BLOCK;
        int afterWhole = (last + 1) / BLOCK;
        if (firstWhole >= afterWhole) {
            return scan(first, last);
        }
        double most = Math.max(scan(first, firstWhole * BLOCK - 1), scan(afterWhole * BLOCK, last));
        for (int block = firstWhole; block < afterWhole; block++) {
            most = Math.max(most, blocks[block]);
        }
        return most;
    }

    private double scan(int first, int last) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = first; i <= last; i++) {
            double one = value.applyAsDouble(i);
            if (one > most) {
                most = one;
            }
        }
        return most;
    }
}
