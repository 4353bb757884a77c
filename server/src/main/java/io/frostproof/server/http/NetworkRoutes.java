package io.frostproof.server.http;

import io.frostproof.store.PlaceQueries;
import io.frostproof.store.ProfileQueries;
import java.time.InstantSource;

/** Regions, nodes and storage profiles. */
final class NetworkRoutes {

    private final PlaceQueries places;
    private final ProfileQueries profiles;
    private final InstantSource clock;

    NetworkRoutes(PlaceQueries places, ProfileQueries profiles, InstantSource clock) {
        this.places = places;
        this.profiles = profiles;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations
                .on(
                        "listRegions",
                        request -> Reply.page(places.regions(request.query().page())))
                .on("listNodes", this::nodes)
                .on("getNode", this::node)
                .on(
                        "listProfiles",
                        request -> Reply.page(profiles.list(request.query().page())))
                .on("getProfile", this::profile);
    }

    private Reply nodes(Request request) {
        Query query = request.query();
        return Reply.page(places.nodes(query.text("region"), query.page(), clock.instant()));
    }

    private Reply node(Request request) {
        String id = request.id();
        return Reply.json(places.node(id, clock.instant()).orElseThrow(() -> ProblemException.notFound("node", id)));
    }

    private Reply profile(Request request) {
        String id = request.id();
        return Reply.json(profiles.find(id).orElseThrow(() -> ProblemException.notFound("storage profile", id)));
    }
}
