package io.frostproof.alerts.condition;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Set;

/**
 * When a condition watches: windows of the week, in the time zone of the node. Outside of them nothing breaches, and a breach ends with
 * its window. Immutable.
 *
 * @param windows none: always
 */
public record Schedule(List<Window> windows) {

    public static final Schedule ALWAYS = new Schedule(List.of());

    private static final int MINUTES_PER_DAY = 1_440;

    public Schedule {
        windows = List.copyOf(windows);
    }

    /**
     * A stretch of some days.
     *
     * @param days on which it begins
     * @param fromMinute of the day, 0 to 1439, inclusive
     * @param toMinute of the day, 1 to 1440, exclusive; at or before {@code fromMinute}: of the day after
     */
    public record Window(Set<DayOfWeek> days, int fromMinute, int toMinute) {
        public Window {
            days = Set.copyOf(days);
            if (days.isEmpty()) {
                throw new IllegalArgumentException("a window needs a day");
            }
            if (fromMinute < 0 || fromMinute >= MINUTES_PER_DAY || toMinute < 1 || toMinute > MINUTES_PER_DAY) {
                throw new IllegalArgumentException("expected minutes of a day, was " + fromMinute + " to " + toMinute);
            }
        }
    }

    public boolean always() {
        return windows.isEmpty();
    }
}
