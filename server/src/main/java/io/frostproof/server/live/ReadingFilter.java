package io.frostproof.server.live;

import org.jspecify.annotations.Nullable;

/**
 * Which readings a watcher wants.
 *
 * @param unit only those of this unit; null: all
 */
public record ReadingFilter(@Nullable String unit) {

    /** Readings of every unit, and of channels that measure none. */
    public static final ReadingFilter ALL = new ReadingFilter(null);

    /** Readings of channels while they measure this unit. */
    public static ReadingFilter ofUnit(String unit) {
        return new ReadingFilter(unit);
    }
}
