package io.frostproof.ingest.device;

import org.jspecify.annotations.Nullable;

/**
 * A channel and the unit of what is sent for it.
 *
 * @param unit UCUM code; null when it is not said
 */
public record SentUnit(String channel, @Nullable String unit) {}
