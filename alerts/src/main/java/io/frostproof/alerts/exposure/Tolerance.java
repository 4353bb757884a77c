package io.frostproof.alerts.exposure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a product tolerates, as far as sums over its life are about it.
 *
 * @param minCelsius lower end of its band, inclusive; null: it has none
 * @param maxCelsius upper end of its band, inclusive; null: it has none
 * @param freezesBelowCelsius each time it gets below this is a freeze event; null: freezing does nothing to it
 * @param shelfLife null: it has none that temperature uses up
 */
public record Tolerance(
        @Nullable Double minCelsius,
        @Nullable Double maxCelsius,
        @Nullable Double freezesBelowCelsius,
        List<Allowance> allowances,
        @Nullable ShelfLife shelfLife) {

    public Tolerance {
        if (minCelsius != null && maxCelsius != null && minCelsius > maxCelsius) {
            throw new IllegalArgumentException("a band from " + minCelsius + " to " + maxCelsius + " °C is empty");
        }
        allowances = List.copyOf(allowances);
    }

    boolean tooWarm(double warmest) {
        return maxCelsius != null && warmest > maxCelsius;
    }

    boolean tooCold(double coldest) {
        return minCelsius != null && coldest < minCelsius;
    }

    boolean frozen(double coldest) {
        return freezesBelowCelsius != null && coldest < freezesBelowCelsius;
    }
}
