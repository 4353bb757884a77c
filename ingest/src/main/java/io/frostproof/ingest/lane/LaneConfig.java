package io.frostproof.ingest.lane;

import java.time.Duration;

/**
 * How lanes work.
 *
 * @param lanes how many; a device always goes to the same one
 * @param batchMaxReadings a batch is closed when it has this many readings
 * @param queueMaxMessages how many messages wait per lane; when it is full the source is blocked, which in turn blocks the
 *     broker's connection: our own queue is the back-pressure. 64 MiB of messages fill it as well, however few they are
 * @param silenceGrace how much later than its maximum hold a channel may report before it counts as silent
 * @param batchSpacing least time between the beginnings of two batches of a lane, unless the next one is full before, or nothing comes for it
 * @param tick how often, in real time, a lane looks by itself at what its clock says is due; whoever moves the clock in steps
 *     makes it long and asks with {@link Lanes#look}
 */
public record LaneConfig(
        int lanes,
        int batchMaxReadings,
        int queueMaxMessages,
        Duration silenceGrace,
        Duration batchSpacing,
        Duration tick) {

    /** Fifty transactions a second and lane at most; a tenth of what a reading may take until it is visible under load (250 ms). */
    public static final Duration BATCH_SPACING = Duration.ofMillis(20);

    /** Silence and late readings have seconds of their own; a quarter of one more does not matter. */
    public static final Duration TICK = Duration.ofMillis(250);

    /** Two lanes, 5,000 readings, 10,000 messages, 30 s. */
    public static final LaneConfig DEFAULT = new LaneConfig(2, 5_000, 10_000, Duration.ofSeconds(30));

    public LaneConfig(int lanes, int batchMaxReadings, int queueMaxMessages, Duration silenceGrace) {
        this(lanes, batchMaxReadings, queueMaxMessages, silenceGrace, BATCH_SPACING, TICK);
    }

    public LaneConfig {
        if (lanes < 1 || batchMaxReadings < 1 || queueMaxMessages < 1 || silenceGrace.isNegative()) {
            throw new IllegalArgumentException("lanes, batch and queue must be positive, grace not negative: " + lanes
                    + ", " + batchMaxReadings + ", " + queueMaxMessages + ", " + silenceGrace);
        }
        if (batchSpacing.isNegative() || tick.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "batch spacing must not be negative and tick at least 1 ms: " + batchSpacing + ", " + tick);
        }
    }
}
