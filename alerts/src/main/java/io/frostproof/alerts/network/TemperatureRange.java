package io.frostproof.alerts.network;

/**
 * A range that rooms and vehicles keep, such as {@code chilled} from 2 to 8 °C, both included. Goods take room of it.
 *
 * @param minCelsius not above {@code maxCelsius}
 */
public record TemperatureRange(String id, String name, double minCelsius, double maxCelsius) {
    public TemperatureRange {
        Identifiers.require("temperature class", id);
        if (!(minCelsius <= maxCelsius)) {
            throw new IllegalArgumentException(
                    "temperature class " + id + ": from " + minCelsius + " to " + maxCelsius + " °C is empty");
        }
    }
}
