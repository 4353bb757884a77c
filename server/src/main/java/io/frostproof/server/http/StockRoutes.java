package io.frostproof.server.http;

import io.frostproof.store.MovementLog;
import io.frostproof.store.MovementLog.Outcome;
import io.frostproof.store.StockQueries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stock, where it is, and how it moves. */
final class StockRoutes {

    /** Clocks of scanners go wrong by some minutes; what is planned for later is no movement. */
    private static final Duration AHEAD_MOST = Duration.ofMinutes(5);

    private final StockQueries stock;
    private final MovementLog movements;
    private final StockNews news;
    private final InstantSource clock;

    StockRoutes(StockQueries stock, MovementLog movements, StockNews news, InstantSource clock) {
        this.stock = stock;
        this.movements = movements;
        this.news = news;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations
                .on("listStock", this::list)
                .on("getHandlingUnit", this::one)
                .on("listLots", this::lots)
                .on("listMovements", this::movements)
                .on("recordMovement", this::record);
    }

    private Reply list(Request request) {
        Query query = request.query();
        var wanted = new StockQueries.Wanted(
                query.text("unit"),
                query.text("node"),
                query.text("product"),
                query.text("lot"),
                query.text("disposition"));
        return Reply.page(stock.list(wanted, query.page(), clock.instant()));
    }

    private Reply one(Request request) {
        String id = request.id();
        return Reply.json(
                stock.find(id, clock.instant()).orElseThrow(() -> ProblemException.notFound("handling unit", id)));
    }

    private Reply lots(Request request) {
        return Reply.page(
                stock.lots(request.query().text("product"), request.query().page()));
    }

    private Reply movements(Request request) {
        Query query = request.query();
        return Reply.page(stock.movements(query.text("handling_unit"), query.text("unit"), query.page()));
    }

    private Reply record(Request request) {
        String handlingUnit = request.given("handling_unit");
        String toUnit = request.text("to_unit");
        Instant now = clock.instant();
        String text = request.text("time");
        Instant time = text == null
                ? now
                : Times.parse(text).orElseThrow(() -> ProblemException.wrong("time", text, Times.RULE));
        if (time.isAfter(now.plus(AHEAD_MOST))) {
            throw ProblemException.wrong("time", text, "a time at most 5 minutes ahead; it is " + now + " now");
        }
        return switch (movements.record(
                handlingUnit, toUnit, time, request.principal().name(), now)) {
            case Outcome.Recorded recorded -> {
                news.tell(recorded.regions());
                yield Reply.json(201, recorded.movement());
            }
            case Outcome.Known known -> Reply.json(known.movement());
            case Outcome.Contradicted contradicted -> {
                String there = contradicted.movement().toUnit();
                throw new ProblemException(Problem.conflict(
                        "another movement of handling unit '" + handlingUnit + "' is on record for "
                                + contradicted.movement().time() + ": "
                                + (there == null ? "it left the network" : "to unit '" + there + "'"),
                        there == null ? "left" : there));
            }
            case Outcome.Barred barred ->
                throw new ProblemException(Problem.conflict(barred.text(), barred.disposition()));
            case Outcome.NoSuchHandlingUnit none ->
                throw ProblemException.wrong("handling_unit", handlingUnit, "the id of a handling unit");
            case Outcome.NoSuchUnit none ->
                throw ProblemException.wrong("to_unit", toUnit, "the id of a unit, or null");
        };
    }
}
