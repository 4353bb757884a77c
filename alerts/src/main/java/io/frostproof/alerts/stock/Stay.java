package io.frostproof.alerts.stock;

import io.frostproof.alerts.notify.Notice;
import org.jspecify.annotations.Nullable;

/**
 * A handling unit was in a unit for a while. Times are microseconds since 1970, UTC.
 *
 * @param fromMicros inclusive
 * @param toMicros exclusive; null while it is still there
 */
public record Stay(
        Notice.Stock stock, long fromMicros, @Nullable Long toMicros) {}
