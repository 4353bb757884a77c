package io.frostproof.ingest.intake;

/**
 * When a start of a device without a clock was, by the server's time.
 *
 * @param boot which start
 * @param beganMicros microseconds since 1970; later than the truth by what the first message of that boot took to arrive
 */
public record BootClock(String device, long boot, long beganMicros) {}
