package io.frostproof.alerts.network;

import io.frostproof.alerts.condition.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a product tolerates and what a unit that stores it is watched for.
 *
 * @param bandMinCelsius lower end of the band in °C, inclusive; null when it has none
 * @param bandMaxCelsius upper end of the band in °C, inclusive; null when it has none
 * @param source where the numbers come from; shown beside every excursion they cause
 */
public record StorageProfile(
        String id,
        String name,
        @Nullable Double bandMinCelsius,
        @Nullable Double bandMaxCelsius,
        List<Condition> conditions,
        String source) {
    public StorageProfile {
        Identifiers.require("profile", id);
        conditions = List.copyOf(conditions);
    }
}
