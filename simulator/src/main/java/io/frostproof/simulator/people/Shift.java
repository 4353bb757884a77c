package io.frostproof.simulator.people;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.Set;

/**
 * When people are there.
 *
 * @param days on which
 * @param fromMinute of the day, UTC, 0 to 1439
 * @param toMinute of the same day, above {@code fromMinute}, up to 1440
 * @param looksPerHour how often somebody opens the door of one unit for other reasons than picking or putting away: looking for something,
 *     counting, showing
 */
public record Shift(Set<DayOfWeek> days, int fromMinute, int toMinute, double looksPerHour) {

    /** Everyday from 7:00 to 19:00; somebody looks into a unit once in two hours. */
    public static final Shift EVERY_DAY = new Shift(EnumSet.allOf(DayOfWeek.class), 7 * 60, 19 * 60, 0.5);

    public Shift {
        days = Set.copyOf(days);
        if (fromMinute < 0 || toMinute > 1440 || fromMinute >= toMinute) {
            throw new IllegalArgumentException("shift from minute " + fromMinute + " to " + toMinute
                    + ": expected 0 to 1440, and the end behind the start");
        }
        if (!(looksPerHour >= 0 && looksPerHour <= 60)) {
            throw new IllegalArgumentException("looksPerHour " + looksPerHour + ": expected 0 to 60");
        }
    }
}
