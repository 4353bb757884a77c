package io.frostproof.alerts.probe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a probe has probably come off, and why: it measures like a room, and went there faster than the air of a closed unit can.
 *
 * @param channel for people, with its device: {@code fridge-01-s/t1}
 * @param before °C, the last reading within limits before it jumped
 * @param after °C, what it has shown since, in the middle
 * @param within K, largest less smallest since
 * @param doorClosed whether a door contact was closed while it jumped; when not, another probe speaks for it
 * @param other °C, newest reading of another probe of the unit that is within limits; null: there is none
 */
public record CameOff(
        String channel,
        Instant beforeAt,
        double before,
        Instant afterAt,
        double after,
        double within,
        boolean doorClosed,
        @Nullable Double other) {}
