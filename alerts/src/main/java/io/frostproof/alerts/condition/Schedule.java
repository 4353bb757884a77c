package io.frostproof.alerts.condition;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * When a condition watches: windows of the week, by the wall clock of the node's time zone. Outside of them nothing breaches, and a breach ends with
 * its window. Windows that touch or overlap are one. Immutable.
 *
 * <p>Where clocks change, java.time's rules hold: a wall-clock time that is skipped is the one after the gap, one that comes twice is the
 * first.
 *
 * @param windows none: always
 */
public record Schedule(List<Window> windows) {

    public static final Schedule ALWAYS = new Schedule(List.of());

    private static final int MINUTES_PER_DAY = 1_440;
    /** A window repeats after a week, so nothing new is to be seen beyond that. */
    private static final int DAYS_AHEAD = 8;

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
            if (days.isEmpty()) {
                throw new IllegalArgumentException("a window needs a day");
            }
            // In the order of the week: the text of a rule is how snapshots know it again.
            days = Collections.unmodifiableSet(EnumSet.copyOf(days));
            if (fromMinute < 0 || fromMinute >= MINUTES_PER_DAY || toMinute < 1 || toMinute > MINUTES_PER_DAY) {
                throw new IllegalArgumentException("expected minutes of a day, was " + fromMinute + " to " + toMinute);
            }
        }

        private long beginMicros(LocalDate day, ZoneId zone) {
            return micros(day, fromMinute, zone);
        }

        private long endMicros(LocalDate day, ZoneId zone) {
            return micros(toMinute <= fromMinute ? day.plusDays(1) : day, toMinute, zone);
        }

        private static long micros(LocalDate day, int minute, ZoneId zone) {
            LocalDate of = minute == MINUTES_PER_DAY ? day.plusDays(1) : day;
            int left = minute % MINUTES_PER_DAY;
            return ZonedDateTime.of(of.atTime(left / 60, left % 60), zone).toEpochSecond() * 1_000_000;
        }
    }

    public boolean always() {
        return windows.isEmpty();
    }

    /** Whether the condition watches at an instant. */
    public boolean watches(long timeMicros, ZoneId zone) {
        return always() || windowEnd(timeMicros, zone) > timeMicros;
    }

    /**
     * Until when what {@link #watches} says of an instant is known to go on being true, exclusive; {@link Long#MAX_VALUE} for a schedule without
     * windows.
     */
    public long sameUntil(long timeMicros, ZoneId zone) {
        if (always()) {
            return Long.MAX_VALUE;
        }
        long end = windowEnd(timeMicros, zone);
        return end > timeMicros ? end : nextBegin(timeMicros, zone);
    }

    /** End of the windows that cover an instant and touch each other; the instant itself when none covers it. */
    private long windowEnd(long timeMicros, ZoneId zone) {
        LocalDate today = day(timeMicros, zone);
        long end = timeMicros;
        for (boolean grew = true; grew; ) {
            grew = false;
            for (int ahead = -2; ahead <= DAYS_AHEAD; ahead++) {
                LocalDate day = today.plusDays(ahead);
                for (Window window : windows) {
                    if (window.days().contains(day.getDayOfWeek())
                            && window.beginMicros(day, zone) <= end
                            && window.endMicros(day, zone) > end) {
                        end = window.endMicros(day, zone);
                        grew = true;
                    }
                }
            }
        }
        return end;
    }

    private long nextBegin(long timeMicros, ZoneId zone) {
        LocalDate today = day(timeMicros, zone);
        long next = Long.MAX_VALUE;
        for (int ahead = -1; ahead <= DAYS_AHEAD; ahead++) {
            LocalDate day = today.plusDays(ahead);
            for (Window window : windows) {
                long begin = window.beginMicros(day, zone);
                if (begin > timeMicros && window.days().contains(day.getDayOfWeek())) {
                    next = Math.min(next, begin);
                }
            }
        }
        // Every window begins once a week; a gap of the clock can swallow one.
        return next == Long.MAX_VALUE ? timeMicros + DAYS_AHEAD * 86_400_000_000L : next;
    }

    private static LocalDate day(long timeMicros, ZoneId zone) {
        return Instant.ofEpochSecond(Math.floorDiv(timeMicros, 1_000_000))
                .atZone(zone)
                .toLocalDate();
    }
}
