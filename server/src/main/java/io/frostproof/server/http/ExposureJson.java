package io.frostproof.server.http;

import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.exposure.LifeExposure;
import io.frostproof.alerts.exposure.Lived;
import io.frostproof.alerts.exposure.ShelfLife;
import io.frostproof.alerts.exposure.StrandExposure;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.alerts.life.Contradiction;
import io.frostproof.alerts.life.Life;
import io.frostproof.server.http.ExposureFigures.Budget;
import io.frostproof.server.http.ExposureFigures.Sums;
import io.frostproof.store.ExposureQueries.Explained;
import io.frostproof.store.ExposureQueries.Goods;
import io.frostproof.store.ExposureQueries.Ledger;
import io.frostproof.store.ExposureQueries.Ledgers;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ledgers as the contract describes them. */
final class ExposureJson {

    private ExposureJson() {}

    /** A ledger. */
    record Exposure(
            String handlingUnit,
            @Nullable String lot,
            @Nullable String product,
            @Nullable String productName,
            @Nullable BigDecimal quantity,
            @Nullable String unit,
            @Nullable String unitName,
            @Nullable Instant from,
            Instant until,
            @Nullable Instant endedAt,
            Tolerated tolerance,
            Sums worst,
            List<Budget> budgets,
            @Nullable Double budgetLeftPercent,
            List<StrandJson> strands,
            List<ContradictionJson> contradictions,
            @Nullable List<ExplanationJson.Explanation> explanations) {}

    /** What a product tolerates. */
    record Tolerated(
            @Nullable Double minCelsius,
            @Nullable Double maxCelsius,
            @Nullable Double freezesBelowCelsius,
            List<AllowanceJson> allowances,
            @Nullable ShelfLifeJson shelfLife) {}

    /** An allowance. */
    record AllowanceJson(
            String name,
            String side,
            double beyondCelsius,
            @Nullable Double untilCelsius,
            double timeS) {}

    /** How a product ages. */
    record ShelfLifeJson(
            String method,
            double lifeS,
            double labelCelsius,
            @Nullable Double q10,
            @Nullable Double activationKilojoulesPerMole) {}

    /** One past. */
    record StrandJson(int strand, Sums sums, List<PlaceJson> places) {}

    /** A sojourn. */
    record PlaceJson(
            String handlingUnit,
            @Nullable String unit,
            @Nullable String unitName,
            Instant from,
            Instant to,
            boolean ongoing,
            Sums sums) {}

    /** What does not fit together. */
    record ContradictionJson(String event, String kind) {}

    /** Several, the worst first. */
    record Exposures(
            Instant until,
            int handlingUnits,
            List<Item> items,
            @Nullable String cut) {}

    /** One of several. */
    record Item(
            String handlingUnit,
            @Nullable String lot,
            @Nullable String product,
            @Nullable String productName,
            @Nullable String unit,
            @Nullable String unitName,
            @Nullable Instant from,
            @Nullable String budget,
            @Nullable Double budgetLeftPercent,
            Sums worst,
            int contradictions) {}

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Without explanations. */
    static Exposure of(Ledgers ledgers, Ledger ledger) {
        return of(ledgers, ledger, null);
    }

    static Exposure of(Explained explained, Ledger ledger) {
        Map<String, String> names = explained.ledgers().unitNames();
        return of(
                explained.ledgers(),
                ledger,
                explained.traced().stream()
                        .map(traced -> ExplanationJson.of(traced, ledger.tolerance(), names))
                        .toList());
    }

    private static Exposure of(
            Ledgers ledgers, Ledger ledger, @Nullable List<ExplanationJson.Explanation> explanations) {
        Life life = ledger.life();
        Tolerance tolerance = ledger.tolerance();
        Goods goods = ledger.goods();
        List<Budget> budgets = ExposureFigures.budgets(ledger.exposure(), tolerance);
        String place = life.place();
        Long ended = life.endedMicros();
        return new Exposure(
                ledger.handlingUnit(),
                goods == null ? life.lot() : goods.lot(),
                goods == null ? null : goods.product(),
                goods == null ? null : goods.productName(),
                life.quantity(),
                place,
                place == null ? null : ledgers.unitNames().get(place),
                from(life),
                ledgers.until(),
                ended == null ? null : instant(ended),
                of(tolerance),
                ExposureFigures.worst(ledger.exposure(), tolerance),
                budgets,
                ExposureFigures.scarcest(budgets).map(Budget::leftPercent).orElse(null),
                strands(ledgers, ledger.exposure(), tolerance),
                life.contradictions().stream().map(ExposureJson::of).toList(),
                explanations);
    }

    private static @Nullable Instant from(Life life) {
        return life.strands().isEmpty()
                ? null
                : instant(life.strands().stream()
                        .mapToLong(strand -> strand.fromMicros())
                        .min()
                        .orElseThrow());
    }

    private static ContradictionJson of(Contradiction contradiction) {
        return new ContradictionJson(
                contradiction.event(), contradiction.kind().name().toLowerCase(Locale.ROOT));
    }

    private static List<StrandJson> strands(Ledgers ledgers, LifeExposure exposure, Tolerance tolerance) {
        var strands = new ArrayList<StrandJson>();
        for (StrandExposure strand : exposure.strands()) {
            strands.add(new StrandJson(
                    strands.size(),
                    ExposureFigures.of(strand.sum(), tolerance),
                    strand.places().stream()
                            .map(lived -> place(ledgers, lived, tolerance))
                            .toList()));
        }
        return strands;
    }

    private static PlaceJson place(Ledgers ledgers, Lived lived, Tolerance tolerance) {
        String place = lived.sojourn().place();
        Instant to = end(lived, ledgers.until());
        return new PlaceJson(
                lived.sojourn().handlingUnit(),
                place,
                place == null ? null : ledgers.unitNames().get(place),
                instant(lived.sojourn().fromMicros()),
                to,
                ongoing(lived, ledgers.until()),
                ExposureFigures.of(lived.sum(), tolerance));
    }

    /** Until when a sojourn is reckoned. */
    static Instant end(Lived lived, Instant until) {
        Long to = lived.sojourn().toMicros();
        return to == null || instant(to).isAfter(until) ? until : instant(to);
    }

    private static boolean ongoing(Lived lived, Instant until) {
        Long to = lived.sojourn().toMicros();
        return to == null || instant(to).isAfter(until);
    }

    private static Tolerated of(Tolerance tolerance) {
        return new Tolerated(
                tolerance.minCelsius(),
                tolerance.maxCelsius(),
                tolerance.freezesBelowCelsius(),
                tolerance.allowances().stream().map(ExposureJson::of).toList(),
                switch (tolerance.shelfLife()) {
                    case null -> null;
                    case ShelfLife.Q10 q10 ->
                        new ShelfLifeJson("q10", q10.life().toNanos() / 1e9, q10.labelCelsius(), q10.q10(), null);
                    case ShelfLife.Arrhenius law ->
                        new ShelfLifeJson(
                                "arrhenius",
                                law.life().toNanos() / 1e9,
                                law.labelCelsius(),
                                null,
                                law.activationKilojoulesPerMole());
                });
    }

    private static AllowanceJson of(Allowance allowance) {
        return new AllowanceJson(
                allowance.name(),
                allowance.side().name().toLowerCase(Locale.ROOT),
                allowance.beyondCelsius(),
                allowance.untilCelsius(),
                allowance.time().toNanos() / 1e9);
    }

    /** The scarcest budget first; without any, who was longest out of the band first. */
    static Exposures list(Ledgers ledgers, int limit) {
        List<Item> items = ledgers.byHandlingUnit().values().stream()
                .map(ledger -> item(ledgers, ledger))
                .sorted(Comparator.comparingDouble(ExposureJson::left)
                        .thenComparingDouble(
                                item -> -item.worst().tooWarmS() - item.worst().tooColdS())
                        .thenComparing(Item::handlingUnit))
                .toList();
        boolean cut = items.size() > limit;
        return new Exposures(
                ledgers.until(),
                items.size(),
                items.subList(0, Math.min(limit, items.size())),
                cut ? "the worst " + limit + " of " + items.size() + " handling units; limit says how many" : null);
    }

    private static double left(Item item) {
        Double percent = item.budgetLeftPercent();
        return percent == null ? Double.POSITIVE_INFINITY : percent;
    }

    private static Item item(Ledgers ledgers, Ledger ledger) {
        Life life = ledger.life();
        Goods goods = ledger.goods();
        String place = life.place();
        Optional<Budget> scarcest =
                ExposureFigures.scarcest(ExposureFigures.budgets(ledger.exposure(), ledger.tolerance()));
        return new Item(
                ledger.handlingUnit(),
                goods == null ? life.lot() : goods.lot(),
                goods == null ? null : goods.product(),
                goods == null ? null : goods.productName(),
                place,
                place == null ? null : ledgers.unitNames().get(place),
                from(life),
                scarcest.map(Budget::name).orElse(null),
                scarcest.map(Budget::leftPercent).orElse(null),
                ExposureFigures.worst(ledger.exposure(), ledger.tolerance()),
                life.contradictions().size());
    }
}
