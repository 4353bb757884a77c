package io.frostproof.alerts.network;

import org.jspecify.annotations.Nullable;

/**
 * Between which temperatures goods are at home.
 *
 * @param minCelsius inclusive; null: it has no lower end
 * @param maxCelsius inclusive; null: it has no upper end
 */
public record Band(@Nullable Double minCelsius, @Nullable Double maxCelsius) {
    public Band {
        if (minCelsius != null && maxCelsius != null && minCelsius > maxCelsius) {
            throw new IllegalArgumentException("a band from " + minCelsius + " to " + maxCelsius + " °C is empty");
        }
    }
}
