package io.frostproof.server.http;

import io.frostproof.alerts.exposure.Figure;
import io.frostproof.store.ExposureQueries;
import io.frostproof.store.ExposureQueries.Explained;
import io.frostproof.store.ExposureQueries.Ledger;
import io.frostproof.store.ExposureQueries.Ledgers;
import io.frostproof.store.ExposureQueries.There;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The exposure ledger: what handling units lived through, and the readings that say so. */
final class ExposureRoutes {

    /** As many as a month of one-minute readings is reckoned for within some ten seconds when nothing is kept, and in less than one when nothing has changed. */
    static final int MOST_AT_ONCE = 10_000;

    private final ExposureQueries exposures;
    private final InstantSource clock;

    ExposureRoutes(ExposureQueries exposures, InstantSource clock) {
        this.exposures = exposures;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations
                .on("getExposure", this::one)
                .on("exportExposure", this::export)
                .on("listExposures", this::list);
    }

    private Reply one(Request request) {
        Query query = request.query();
        String id = request.id();
        Instant until = until(query);
        Set<Figure.Kind> kinds = kinds(query.texts("explain"));
        if (kinds.isEmpty()) {
            Ledgers found = exposures.find(id, until).orElseThrow(() -> notFound(id));
            return Reply.json(ExposureJson.of(found, only(found)));
        }
        var trace = new ExposureQueries.Trace(
                kinds,
                query.integerIfGiven("strand").isPresent()
                        ? (Integer) query.integerIfGiven("strand").getAsInt()
                        : null,
                query.instant("explain_from"),
                query.integer("explain_limit"));
        Explained explained = exposures.explain(id, trace, until).orElseThrow(() -> notFound(id));
        Ledger ledger = only(explained.ledgers());
        Integer strand = trace.strand();
        int strands = ledger.exposure().strands().size();
        if (strand != null && strand >= strands) {
            throw ProblemException.wrong(
                    "strand",
                    strand.toString(),
                    strands == 0 ? "none: it was there for no time" : "a number from 0 to " + (strands - 1));
        }
        return Reply.json(ExposureJson.of(explained, ledger));
    }

    private static Set<Figure.Kind> kinds(List<String> words) {
        var kinds = EnumSet.noneOf(Figure.Kind.class);
        for (String word : words) {
            if (word.isEmpty() || word.equals("all")) {
                return EnumSet.allOf(Figure.Kind.class);
            }
            kinds.add(Objects.requireNonNull(Figure.Kind.find(word), word));
        }
        return kinds;
    }

    private Reply export(Request request) {
        String id = request.id();
        Ledgers found = exposures.find(id, until(request.query())).orElseThrow(() -> notFound(id));
        return new Reply.Whole(
                200,
                "text/csv; charset=utf-8; header=present",
                ExposureCsv.of(ExposureJson.of(found, only(found))),
                Map.of("Content-Disposition", "attachment; filename=\"" + id + "-exposure.csv\""));
    }

    private Reply list(Request request) {
        Query query = request.query();
        String unit = query.text("unit");
        String node = query.text("node");
        if (unit == null && node == null) {
            throw ProblemException.wrong("unit", null, "a unit, or a node");
        }
        There there = exposures.there(unit, node, query.text("product"), clock.instant(), MOST_AT_ONCE);
        if (there.handlingUnits() > MOST_AT_ONCE) {
            throw ProblemException.wrong(
                    unit == null ? "node" : "unit",
                    unit == null ? node : unit,
                    "a place with at most 10,000 handling units at once; there are " + there.handlingUnits()
                            + ", so ask for one of its units, or for one product");
        }
        return Reply.json(ExposureJson.list(there.ledgers(), query.integer("limit")));
    }

    private Instant until(Query query) {
        Instant now = clock.instant();
        Instant until = query.instant("until");
        if (until != null && until.isAfter(now)) {
            throw ProblemException.wrong(
                    "until", query.text("until"), "a time that is not in the future; it is " + now + " now");
        }
        return until == null ? now : until;
    }

    private static Ledger only(Ledgers found) {
        return found.byHandlingUnit().values().iterator().next();
    }

    private static ProblemException notFound(String id) {
        return ProblemException.notFound("handling unit", id);
    }
}
