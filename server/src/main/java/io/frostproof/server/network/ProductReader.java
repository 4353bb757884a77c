package io.frostproof.server.network;

import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.network.Band;
import io.frostproof.alerts.network.HandlingRisk;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.ProductFacts;
import io.frostproof.alerts.network.ProductValue;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.yaml.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a product: what it is worth and what it tolerates. Temperatures are in °C. */
final class ProductReader {

    private static final BigDecimal MOST_VALUE = new BigDecimal("1000000000");

    /** Digits behind the point; a vial of the cheapest sort is worth more than a hundred thousandth of anything. */
    private static final int FINEST_VALUE = 6;

    static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private final ProfileCatalogue profiles;
    private final DecisionReader decisions;
    private final Map<String, StorageProfile> own = new HashMap<>();

    /** @param own the profiles of the file; a product has the band of its own one unless it says otherwise */
    ProductReader(ProfileCatalogue profiles, List<StorageProfile> own, DecisionReader decisions) {
        this.profiles = profiles;
        this.decisions = decisions;
        own.forEach(profile -> this.own.put(profile.id(), profile));
    }

    Optional<Product> read(Fields row) {
        String id = row.identifier("id");
        String name = row.text("name");
        String profile = profiles.reference(row, "profile").orElse("");
        Optional<String> source = row.optionalText("source");
        Optional<ProductValue> value = row.section("value").flatMap(ProductReader::value);
        Optional<HandlingRisk> risk = row.has("handling_risk")
                ? Optional.of(row.choice("handling_risk", List.of(HandlingRisk.values()), HandlingRisk::id))
                : Optional.empty();
        Optional<Band> band = row.section("band").flatMap(ProductReader::band);
        Optional<Double> freezes = celsius(row, "freezes_below");
        List<Allowance> budgets = budgets(row);
        var shelfLife = row.section("shelf_life").flatMap(ShelfLifeReader::read);
        decisions.product(row, id);
        Optional<Band> holds = row.has("band") ? band : bandOf(profile);
        Double min = holds.map(Band::minCelsius).orElse(null);
        if (freezes.isPresent() && min != null && freezes.get() > min) {
            row.problem(
                    "freezes_below",
                    "at or below " + min + " Cel, the lower end of its band"
                            + (row.has("band") ? "" : ", which is that of profile " + profile)
                            + ": what is in its band would freeze");
        }
        return row.make(() -> new Product(
                id,
                name,
                profile,
                new ProductFacts(
                        source.orElse(null),
                        value.orElse(null),
                        risk.orElse(null),
                        band.orElse(null),
                        freezes.orElse(null),
                        budgets,
                        shelfLife.orElse(null))));
    }

    private Optional<Band> bandOf(String profile) {
        return Optional.ofNullable(own.get(profile))
                .or(() -> profiles.builtin(profile))
                .map(of -> new Band(of.bandMinCelsius(), of.bandMaxCelsius()));
    }

    private static Optional<ProductValue> value(Fields value) {
        BigDecimal amount = value.decimal("amount");
        if (amount.signum() < 0 || amount.compareTo(MOST_VALUE) > 0) {
            value.problem("amount", "from 0 to " + MOST_VALUE);
        } else if (amount.stripTrailingZeros().scale() > FINEST_VALUE) {
            value.problem("amount", "a number with at most " + FINEST_VALUE + " digits behind the point");
        }
        String currency = value.text("currency", "an ISO 4217 code such as EUR");
        if (!currency.isEmpty() && !CURRENCIES.contains(currency)) {
            value.problem("currency", "an ISO 4217 code such as EUR");
        }
        String per = value.text("per", "the quantity unit that it counts for, such as vials");
        return value.make(() -> new ProductValue(amount, currency, per));
    }

    private static Optional<Band> band(Fields band) {
        Optional<Double> min = celsius(band, "min");
        Optional<Double> max = celsius(band, "max");
        if (!band.has("min") && !band.has("max")) {
            band.problem("min", "a temperature in Cel; a band has min, max or both");
        } else if (min.isPresent() && max.isPresent() && min.get() >= max.get()) {
            band.problem("min", "below max (" + max.get() + " Cel)");
        }
        return band.make(() -> new Band(min.orElse(null), max.orElse(null)));
    }

    private static List<Allowance> budgets(Fields row) {
        Map<String, Fields> names = new HashMap<>();
        return NetworkReader.each(row.rows("budgets"), budget -> {
            Optional<Allowance> read = budget(budget);
            budget.peek("name").ifPresent(name -> {
                Fields first = names.putIfAbsent(name, budget);
                if (first != null) {
                    budget.problem(
                            "name", "new for this product: the budget at line " + first.line() + " has this name too");
                }
            });
            return read;
        });
    }

    private static Optional<Allowance> budget(Fields row) {
        String name = row.text("name");
        boolean cold = row.has("below");
        Optional<Double> above = celsius(row, "above");
        Optional<Double> below = celsius(row, "below");
        if (row.has("above") == cold) {
            row.problem(
                    cold ? "below" : "above",
                    cold
                            ? "left out beside above: a budget is of the warm side or of the cold one"
                            : "a temperature in Cel from which on it is used; above or below is required");
        }
        Optional<Double> upTo = end(row, "up_to", "above", above, cold);
        Optional<Double> downTo = end(row, "down_to", "below", below, !cold);
        Duration time = row.duration("time", Duration.ZERO, Fields.LONGEST_DURATION);
        return row.make(() -> new Allowance(
                name,
                cold ? Allowance.Side.COLD : Allowance.Side.WARM,
                (cold ? below : above).orElseThrow(),
                (cold ? downTo : upTo).orElse(null),
                time));
    }

    /** Where a budget ends. Of what is written on the wrong side only that is said. */
    private static Optional<Double> end(
            Fields row, String key, String begins, Optional<Double> begin, boolean wrongSide) {
        Optional<Double> end = celsius(row, key);
        if (end.isEmpty()) {
            return end;
        }
        if (wrongSide) {
            row.problem(key, "left out: it goes with " + begins);
        } else if (begin.isPresent() && (key.equals("up_to") ? end.get() <= begin.get() : end.get() >= begin.get())) {
            row.problem(key, begins + " " + begin.get() + " Cel");
        }
        return end;
    }

    /** A temperature that goods can have; empty when absent or noted as wrong. */
    static Optional<Double> celsius(Fields row, String key) {
        Optional<Double> value = row.optionalNumber(key);
        if (value.isPresent() && !Quantity.TEMPERATURE.plausible(value.get())) {
            row.problem(key, Values.range(Quantity.TEMPERATURE));
            return Optional.empty();
        }
        return value;
    }
}
