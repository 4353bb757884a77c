package io.frostproof.alerts.condition;

import java.time.Duration;

/**
 * The buckets of a window that moves: equal stretches of event time, aligned to 1970, of which the newest and those before it are remembered, in
 * cells of a channel's state. Immutable, thread-safe.
 */
final class Buckets {

    private static final long NONE = Long.MIN_VALUE;

    private final int offset;
    private final int count;
    private final long micros;
    private final long[] empty;

    /** @param empty cells of a bucket in which nothing was */
    Buckets(int offset, int count, Duration window, long[] empty) {
        this.offset = offset;
        this.count = count;
        this.micros = LevelTimer.micros(window) / count;
        this.empty = empty;
    }

    static int cells(int count, int cellsOfEach) {
        return 1 + count * cellsOfEach;
    }

    void clear(long[] cells) {
        cells[offset] = NONE;
    }

    /** Number of the bucket that covers an instant. */
    long at(long timeMicros) {
        return Math.floorDiv(timeMicros, micros);
    }

    long begin(long bucket) {
        return bucket * micros;
    }

    /** Number of the newest bucket. */
    long newest(long[] cells) {
        return cells[offset];
    }

    /** The oldest one that is remembered when this is the newest. */
    long oldest(long newest) {
        return newest - count + 1;
    }

    /** First cell of a bucket that is remembered. */
    int cell(long bucket) {
        return offset + 1 + Math.floorMod(bucket, count) * empty.length;
    }

    /** Makes a bucket the newest; those that were passed over are empty. */
    void advance(long[] cells, long bucket) {
        long newest = cells[offset];
        if (newest >= bucket) {
            return;
        }
        long first = newest == NONE ? oldest(bucket) : Math.max(newest + 1, oldest(bucket));
        for (long each = first; each <= bucket; each++) {
            System.arraycopy(empty, 0, cells, cell(each), empty.length);
        }
        cells[offset] = bucket;
    }
}
