package io.frostproof.alerts.network;

import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.exposure.ShelfLife;
import io.frostproof.alerts.exposure.Tolerance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a product is worth and what it tolerates. What is null nobody has told.
 *
 * @param source where the numbers come from
 * @param handlingRisk how much harm it takes by being moved
 * @param band its own; null: that of its storage profile
 * @param freezesBelowCelsius each time it gets below this counts as a freeze event; null: freezing does nothing to it
 * @param allowances stability budgets, none by default: no time at all may be spent outside of the band
 * @param shelfLife null: it has none that temperature uses up
 */
public record ProductFacts(
        @Nullable String source,
        @Nullable ProductValue value,
        @Nullable HandlingRisk handlingRisk,
        @Nullable Band band,
        @Nullable Double freezesBelowCelsius,
        List<Allowance> allowances,
        @Nullable ShelfLife shelfLife) {

    public static final ProductFacts NONE = new ProductFacts(null, null, null, null, null, List.of(), null);

    public ProductFacts {
        allowances = List.copyOf(allowances);
    }

    /**
     * What the exposure ledger measures a life against.
     *
     * @param ofProfile the band of the product's storage profile, which counts where the product has none of its own
     */
    public Tolerance tolerance(Band ofProfile) {
        Band holds = band == null ? ofProfile : band;
        return new Tolerance(holds.minCelsius(), holds.maxCelsius(), freezesBelowCelsius, allowances, shelfLife);
    }
}
