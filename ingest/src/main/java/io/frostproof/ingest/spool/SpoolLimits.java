package io.frostproof.ingest.spool;

/**
 * How much disk the spool may use.
 *
 * @param maxBytes most bytes in its files
 * @param minFreeBytes what it leaves free on its disk, for the others that write there
 * @param segmentBytes a file is closed when it has grown to this; the disk is freed by whole files
 */
public record SpoolLimits(long maxBytes, long minFreeBytes, long segmentBytes) {

    public static final long SEGMENT_BYTES = 32L << 20;

    public SpoolLimits(long maxBytes, long minFreeBytes) {
        this(maxBytes, minFreeBytes, SEGMENT_BYTES);
    }

    public SpoolLimits {
        if (maxBytes < 1 || minFreeBytes < 0 || segmentBytes < 1) {
            throw new IllegalArgumentException(
                    "spool limits must be positive: " + maxBytes + ", " + minFreeBytes + ", " + segmentBytes);
        }
    }
}
