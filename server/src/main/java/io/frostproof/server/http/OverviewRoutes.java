package io.frostproof.server.http;

import io.frostproof.store.OverviewQueries;
import java.time.InstantSource;

/** The whole network at a glance. */
final class OverviewRoutes {

    private final OverviewQueries overview;
    private final InstantSource clock;

    OverviewRoutes(OverviewQueries overview, InstantSource clock) {
        this.overview = overview;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations.on("overview", request -> Reply.json(overview.at(clock.instant())));
    }
}
