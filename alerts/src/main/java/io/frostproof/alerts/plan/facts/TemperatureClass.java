package io.frostproof.alerts.plan.facts;

/** A range that rooms and vehicles keep, such as {@code chilled} from 2 to 8 °C, both included. */
public record TemperatureClass(String id, double minCelsius, double maxCelsius) {
    public TemperatureClass {
        Checks.id("temperature class", id);
        if (!(minCelsius <= maxCelsius)) {
            throw new IllegalArgumentException(
                    "temperature class " + id + ": from " + minCelsius + " to " + maxCelsius + " °C is empty");
        }
    }
}
