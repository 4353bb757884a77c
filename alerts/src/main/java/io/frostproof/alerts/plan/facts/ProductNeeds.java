package io.frostproof.alerts.plan.facts;

import java.util.Set;

/**
 * What a product needs of a place.
 *
 * @param minCelsius lower end of its band, inclusive
 * @param maxCelsius upper end of its band, inclusive
 * @param authorisations every one of these a node must have to hold it, such as {@code narcotics}, or the product's own id
 */
public record ProductNeeds(String product, double minCelsius, double maxCelsius, Set<String> authorisations) {
    public ProductNeeds {
        Checks.id("product", product);
        if (!(minCelsius <= maxCelsius)) {
            throw new IllegalArgumentException(
                    "product " + product + ": a band from " + minCelsius + " to " + maxCelsius + " °C is empty");
        }
        authorisations = Set.copyOf(authorisations);
    }

    /** Whether all that the class may be is within the product's band. */
    public boolean fits(TemperatureClass range) {
        return range.minCelsius() >= minCelsius && range.maxCelsius() <= maxCelsius;
    }
}
