package io.frostproof.alerts.network;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A handling unit comes to a place. It leaves the place before at the same instant.
 *
 * @param toUnit id of the unit it is in from {@code time} on; null when it leaves the network
 */
public record Movement(
        String handlingUnit, Instant time, @Nullable String toUnit) {}
