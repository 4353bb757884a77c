package io.frostproof.server.http;

import io.frostproof.store.FirstExpiredQueries;
import io.frostproof.store.Page;
import io.frostproof.store.PageRequest;
import io.frostproof.store.ProductQueries;
import io.frostproof.store.StockLevelQueries;
import io.frostproof.store.StockLevelQueries.Below;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Products, how much of them there is, and what of it is to be used first. */
final class ProductRoutes {

    private static final String CSV = "text/csv; charset=utf-8; header=present";

    private final ProductQueries products;
    private final StockLevelQueries levels;
    private final FirstExpiredQueries firstExpired;
    private final InstantSource clock;

    ProductRoutes(
            ProductQueries products, StockLevelQueries levels, FirstExpiredQueries firstExpired, InstantSource clock) {
        this.products = products;
        this.levels = levels;
        this.firstExpired = firstExpired;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations
                .on(
                        "listProducts",
                        request -> Reply.page(products.list(request.query().page())))
                .on("getProduct", this::product)
                .on(
                        "listStockLevels",
                        request -> Reply.page(levels.list(
                                levelsWanted(request), request.query().page(), clock.instant())))
                .on("exportStockLevels", this::exportLevels)
                .on(
                        "listFirstExpired",
                        request -> Reply.page(firstExpired.list(
                                expiryWanted(request), request.query().page(), clock.instant())))
                .on("exportFirstExpired", this::exportFirstExpired);
    }

    private Reply product(Request request) {
        String id = request.id();
        return Reply.json(products.find(id).orElseThrow(() -> ProblemException.notFound("product", id)));
    }

    private static StockLevelQueries.Wanted levelsWanted(Request request) {
        Query query = request.query();
        String below = query.text("below");
        return new StockLevelQueries.Wanted(
                query.text("region"),
                query.text("node"),
                query.text("product"),
                below == null ? null : Below.valueOf(below.toUpperCase(Locale.ROOT)));
    }

    private static FirstExpiredQueries.Wanted expiryWanted(Request request) {
        Query query = request.query();
        String state = query.text("state");
        OptionalInt within = query.integerIfGiven("within_days");
        return new FirstExpiredQueries.Wanted(
                query.text("region"),
                query.text("node"),
                query.text("product"),
                state == null ? null : state(state),
                within.isPresent() ? Integer.valueOf(within.getAsInt()) : null);
    }

    private static FirstExpiredQueries.State state(String id) {
        return Arrays.stream(FirstExpiredQueries.State.values())
                .filter(state -> state.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Reply exportLevels(Request request) {
        StockLevelQueries.Wanted wanted = levelsWanted(request);
        Instant now = clock.instant();
        return csv("stock-levels.csv", out -> {
            var csv = new StockCsv(out);
            csv.levelHead();
            each(page -> levels.list(wanted, page, now), csv::level);
        });
    }

    private Reply exportFirstExpired(Request request) {
        FirstExpiredQueries.Wanted wanted = expiryWanted(request);
        Instant now = clock.instant();
        return csv("first-expired.csv", out -> {
            var csv = new StockCsv(out);
            csv.itemHead();
            each(page -> firstExpired.list(wanted, page, now), csv::item);
        });
    }

    private static Reply csv(String file, Reply.Body body) {
        return new Reply.Streamed(CSV, Map.of("Content-Disposition", "attachment; filename=\"" + file + "\""), body);
    }

    /** Page after page, so that a client that does not read holds no connection to the database. */
    private static <T> void each(Function<PageRequest, Page<T>> list, Consumer<T> row) {
        @Nullable String cursor = null;
        do {
            Page<T> page = list.apply(new PageRequest(PageRequest.MOST, cursor));
            page.items().forEach(row);
            cursor = page.next();
        } while (cursor != null);
    }
}
