package io.frostproof.alerts.condition;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/**
 * After what something that adds up begins anew. Days, weeks (from Monday) and months are those of the node's time zone; a day has 23 or 25 hours
 * when clocks change.
 */
public enum Period {
    DAY("day"),
    WEEK("week"),
    MONTH("month"),
    /** As long as the channel measures the unit. */
    PLACEMENT("placement");

    private final String id;

    Period(String id) {
        this.id = id;
    }

    /** The word in files, SQL and the API. */
    public String id() {
        return id;
    }

    /** When the period that covers an instant has begun; {@link Long#MIN_VALUE} for a placement. */
    long beginOf(long timeMicros, ZoneId zone) {
        return this == PLACEMENT ? Long.MIN_VALUE : midnight(firstDay(timeMicros, zone), zone);
    }

    /** When the period that covers an instant ends, exclusive; {@link Long#MAX_VALUE} for a placement. */
    long endOf(long timeMicros, ZoneId zone) {
        if (this == PLACEMENT) {
            return Long.MAX_VALUE;
        }
        LocalDate first = firstDay(timeMicros, zone);
        return midnight(
                switch (this) {
                    case DAY, PLACEMENT -> first.plusDays(1);
                    case WEEK -> first.plusWeeks(1);
                    case MONTH -> first.plusMonths(1);
                },
                zone);
    }

    private LocalDate firstDay(long timeMicros, ZoneId zone) {
        LocalDate day = Instant.ofEpochSecond(
                        Math.floorDiv(timeMicros, 1_000_000), Math.floorMod(timeMicros, 1_000_000) * 1000L)
                .atZone(zone)
                .toLocalDate();
        return switch (this) {
            case DAY, PLACEMENT -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }

    private static long midnight(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toEpochSecond() * 1_000_000;
    }
}
