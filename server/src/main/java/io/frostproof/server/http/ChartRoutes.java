package io.frostproof.server.http;

import io.frostproof.store.ChartQueries;
import java.time.InstantSource;

/** Charts of units. */
final class ChartRoutes {

    private final ChartQueries charts;
    private final InstantSource clock;

    ChartRoutes(ChartQueries charts, InstantSource clock) {
        this.charts = charts;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations.on("chartUnit", this::chart);
    }

    private Reply chart(Request request) {
        String id = request.id();
        Query query = request.query();
        query.ordered();
        return Reply.json(charts.chart(
                        id,
                        query.givenInstant("from"),
                        query.givenInstant("to"),
                        query.integer("points"),
                        clock.instant())
                .orElseThrow(() -> ProblemException.notFound("unit", id)));
    }
}
