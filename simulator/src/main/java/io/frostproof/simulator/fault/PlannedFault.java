package io.frostproof.simulator.fault;

import java.util.Comparator;

/**
 * One fault of a run.
 *
 * @param target id of a region, node, unit or device, or {@code device/channel}, as the kind wants
 * @param startMillis simulated time
 * @param endMillis simulated time, after the start; that moment itself is mended
 * @param severity as {@link FaultKind#severity} says
 */
public record PlannedFault(FaultKind kind, String target, long startMillis, long endMillis, double severity) {

    /** By time; the rest only decides between those that begin together. */
    public static final Comparator<PlannedFault> IN_ORDER = Comparator.comparingLong(PlannedFault::startMillis)
            .thenComparingLong(PlannedFault::endMillis)
            .thenComparing(PlannedFault::kind)
            .thenComparing(PlannedFault::target)
            .thenComparingDouble(PlannedFault::severity);

    public PlannedFault {
        if (endMillis <= startMillis) {
            throw new IllegalArgumentException("fault " + kind.word() + " of " + target + ": from " + startMillis
                    + " to " + endMillis + ", expected an end after the start");
        }
        if (!kind.severity().allows(severity)) {
            throw new IllegalArgumentException("fault " + kind.word() + " of " + target + ": severity " + severity
                    + ", expected " + kind.severity().expected());
        }
    }

    /** Whether it is there at a moment. */
    public boolean lastsAt(long millis) {
        return millis >= startMillis && millis < endMillis;
    }

    /** How much of its duration is over at a moment, 0 to 1. */
    public double progress(long millis) {
        double part = (double) (millis - startMillis) / (endMillis - startMillis);
        return Math.clamp(part, 0, 1);
    }
}
