package io.frostproof.store;

import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.alerts.network.Band;
import io.frostproof.alerts.network.HandlingRisk;
import io.frostproof.alerts.network.ProductFacts;
import io.frostproof.alerts.network.ProductValue;
import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Products: what they are worth and what they tolerate. Thread-safe; calls block. */
public final class ProductQueries {

    private static final PageCursor BY_ID = PageCursor.of("products", Part.ascending("p.id", Kind.TEXT));

    private static final String SELECT = """
            select p.*, s.band_min_celsius as profile_min, s.band_max_celsius as profile_max,
                   (select count(*) from lot l where l.product_id = p.id) as lots,
                   (select count(*) from lot l join handling_unit h on h.lot_id = l.id where l.product_id = p.id)
                       as handling_units
            from product p join storage_profile s on s.id = p.profile_id
            """;

    private final Database database;

    public ProductQueries(Database database) {
        this.database = database;
    }

    /**
     * A product.
     *
     * @param source where the numbers come from
     * @param handlingRisk {@code low}, {@code medium} or {@code high}; null: not known
     * @param bandMinCelsius null, as the other: it has none
     * @param ownBand whether the band is its own, and not that of its profile
     * @param handlingUnits all that there ever were
     */
    public record Product(
            String id,
            String name,
            String profile,
            @Nullable String source,
            @Nullable ProductValue value,
            @Nullable String handlingRisk,
            @Nullable Double bandMinCelsius,
            @Nullable Double bandMaxCelsius,
            boolean ownBand,
            @Nullable Double freezesBelowCelsius,
            List<Budget> budgets,
            @Nullable ShelfLife shelfLife,
            int lots,
            int handlingUnits) {
        public Product {
            budgets = List.copyOf(budgets);
        }
    }

    /**
     * How long in all it may be beyond a temperature.
     *
     * @param side {@code warm} or {@code cold}
     * @param untilCelsius where it ends, included; null: whatever is beyond
     */
    public record Budget(
            String name,
            String side,
            double beyondCelsius,
            @Nullable Double untilCelsius,
            long timeS) {

        static Budget of(Allowance allowance) {
            return new Budget(
                    allowance.name(),
                    allowance.side().name().toLowerCase(Locale.ROOT),
                    allowance.beyondCelsius(),
                    allowance.untilCelsius(),
                    allowance.time().toSeconds());
        }
    }

    /**
     * How temperature uses it up.
     *
     * @param method {@code arrhenius}, {@code q10} or {@code vvm}
     * @param lifeS at {@code labelCelsius}
     * @param activationKjPerMol null of {@code q10}
     * @param q10 null of the others
     * @param vvmDays days at 37 °C until the end point of a vaccine vial monitor; null of the others
     */
    public record ShelfLife(
            String method,
            long lifeS,
            double labelCelsius,
            @Nullable Double activationKjPerMol,
            @Nullable Double q10,
            @Nullable Integer vvmDays) {

        static ShelfLife of(io.frostproof.alerts.exposure.ShelfLife shelfLife) {
            Integer monitor = ToleranceJson.monitor(shelfLife);
            long lifeS = shelfLife.life().toSeconds();
            return switch (shelfLife) {
                case io.frostproof.alerts.exposure.ShelfLife.Arrhenius law ->
                    new ShelfLife(
                            monitor == null ? "arrhenius" : "vvm",
                            lifeS,
                            law.labelCelsius(),
                            law.activationKilojoulesPerMole(),
                            null,
                            monitor);
                case io.frostproof.alerts.exposure.ShelfLife.Q10 law ->
                    new ShelfLife("q10", lifeS, law.labelCelsius(), null, law.q10(), null);
            };
        }
    }

    /** All, by id. */
    public Page<Product> list(PageRequest request) {
        return database.read(connection -> Pages.of(
                connection,
                request,
                BY_ID,
                ProductQueries::product,
                product -> List.of(product.id()),
                SELECT,
                new Filter()));
    }

    /** One. */
    public Optional<Product> find(String id) {
        return database.read(connection ->
                Optional.ofNullable(Sql.first(connection, ProductQueries::product, SELECT + "where p.id = ?", id)));
    }

    private static Product product(ResultSet row) throws SQLException {
        ProductFacts facts = ProductRows.facts(row);
        Tolerance tolerance = facts.tolerance(ProductRows.profileBand(row));
        HandlingRisk risk = facts.handlingRisk();
        Band own = facts.band();
        return new Product(
                row.getString("id"),
                row.getString("name"),
                row.getString("profile_id"),
                facts.source(),
                facts.value(),
                risk == null ? null : risk.id(),
                tolerance.minCelsius(),
                tolerance.maxCelsius(),
                own != null,
                tolerance.freezesBelowCelsius(),
                tolerance.allowances().stream().map(Budget::of).toList(),
                tolerance.shelfLife() == null ? null : ShelfLife.of(tolerance.shelfLife()),
                row.getInt("lots"),
                row.getInt("handling_units"));
    }
}
