package io.frostproof.server.http;

import io.frostproof.store.DayQueries;
import io.frostproof.store.DayQueries.Days;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Days of units. */
final class DayRoutes {

    /** A leap year. */
    static final int MOST_DAYS = 366;

    private static final int USUAL_DAYS = 7;

    private final DayQueries days;
    private final InstantSource clock;

    DayRoutes(DayQueries days, InstantSource clock) {
        this.days = days;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations
                .on("unitDays", request -> Reply.json(days(request)))
                .on(
                        "exportUnitDays",
                        request -> new Reply.Whole(
                                200,
                                "text/csv; charset=utf-8; header=present",
                                DaysCsv.of(days(request)),
                                Map.of("Content-Disposition", "attachment; filename=\"days.csv\"")));
    }

    private Days days(Request request) {
        String id = request.id();
        LocalDate first = request.query().date("from");
        LocalDate last = request.query().date("to");
        return days.days(
                        id,
                        today -> {
                            LocalDate to = last == null ? today : last;
                            LocalDate from = first == null ? to.minusDays(USUAL_DAYS - 1) : first;
                            check(from, to);
                            return new DayQueries.Range(from, to);
                        },
                        clock.instant())
                .orElseThrow(() -> ProblemException.notFound("unit", id));
    }

    private static void check(LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            throw ProblemException.wrong("to", to.toString(), "a day that is not before from");
        }
        if (ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
            throw ProblemException.wrong("to", to.toString(), "at most " + MOST_DAYS + " days, from included");
        }
    }
}
