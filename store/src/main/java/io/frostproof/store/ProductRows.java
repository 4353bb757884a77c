package io.frostproof.store;

import io.frostproof.alerts.network.Band;
import io.frostproof.alerts.network.DecisionConfig;
import io.frostproof.alerts.network.HandlingRisk;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.ProductFacts;
import io.frostproof.alerts.network.ProductRoom;
import io.frostproof.alerts.network.ProductValue;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Products as rows of {@code product}. */
final class ProductRows {

    static final List<String> COLUMNS = List.of(
            "id",
            "name",
            "profile_id",
            "source",
            "value_amount",
            "value_currency",
            "value_per",
            "handling_risk",
            "band_min_celsius",
            "band_max_celsius",
            "freezes_below_celsius",
            "budgets",
            "shelf_life",
            "litres_per_unit",
            "litres_unit",
            "authorisations");

    private ProductRows() {}

    /** In the order of {@link #COLUMNS}. */
    static @Nullable Object[] values(Product product, DecisionConfig decisions) {
        ProductRoom room = decisions.rooms().get(product.id());
        ProductFacts facts = product.facts();
        ProductValue value = facts.value();
        HandlingRisk risk = facts.handlingRisk();
        Band band = facts.band();
        return new @Nullable Object[] {
            product.id(),
            product.name(),
            product.profile(),
            facts.source(),
            value == null ? null : value.amount(),
            value == null ? null : value.currency(),
            value == null ? null : value.per(),
            risk == null ? null : risk.id(),
            band == null ? null : band.minCelsius(),
            band == null ? null : band.maxCelsius(),
            facts.freezesBelowCelsius(),
            ToleranceJson.budgets(facts.allowances()),
            facts.shelfLife() == null ? null : ToleranceJson.shelfLife(facts.shelfLife()),
            room == null ? null : room.litres().doubleValue(),
            room == null ? null : room.per(),
            Sql.texts(decisions.authorisations().getOrDefault(product.id(), Set.of()).stream()
                    .sorted()
                    .toList()),
        };
    }

    /** Out of the columns of {@code product}. */
    static ProductFacts facts(ResultSet row) throws SQLException {
        BigDecimal amount = row.getBigDecimal("value_amount");
        String risk = row.getString("handling_risk");
        Double min = row.getObject("band_min_celsius", Double.class);
        Double max = row.getObject("band_max_celsius", Double.class);
        String shelfLife = row.getString("shelf_life");
        return new ProductFacts(
                row.getString("source"),
                amount == null
                        ? null
                        : new ProductValue(amount, row.getString("value_currency"), row.getString("value_per")),
                risk == null ? null : risk(risk),
                min == null && max == null ? null : new Band(min, max),
                row.getObject("freezes_below_celsius", Double.class),
                ToleranceJson.budgets(row.getString("budgets")),
                shelfLife == null ? null : ToleranceJson.shelfLife(shelfLife));
    }

    /** The band of its profile, out of {@code profile_min} and {@code profile_max}. */
    static Band profileBand(ResultSet row) throws SQLException {
        return new Band(row.getObject("profile_min", Double.class), row.getObject("profile_max", Double.class));
    }

    private static HandlingRisk risk(String word) {
        return Arrays.stream(HandlingRisk.values())
                .filter(risk -> risk.id().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("handling risk was " + word));
    }
}
