package io.frostproof.ingest.intake;

/** A reading that cannot be true: kept apart from the log until somebody has looked at it. */
public record SuspectReading(Reading reading, String reason) {

    /** The device says that its sensor failed: the value means nothing, and can never be promoted. */
    public static final String SENSOR_FAULT = "sensor_fault";

    /** Whether it is the time that cannot be true: then the clock was off that gave it. */
    public boolean ofItsTime() {
        return reason.equals(PlausibleTimes.BEFORE_EARLIEST) || reason.equals(PlausibleTimes.IN_THE_FUTURE);
    }
}
