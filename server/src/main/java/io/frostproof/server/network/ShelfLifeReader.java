package io.frostproof.server.network;

import io.frostproof.alerts.exposure.ShelfLife;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.yaml.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads how temperature uses a shelf life up. */
final class ShelfLifeReader {

    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);

    /** USP 1160's, for when none is known. */
    private static final double USUAL_ACTIVATION_ENERGY = 83.144;

    private static final double LARGEST_ACTIVATION_ENERGY = 1000;
    private static final double LARGEST_Q10 = 20;

    /** Those with end points in WHO's table E6/IN5. */
    private static final List<String> MONITORS = List.of("30", "14", "7", "2");

    private static final List<String> METHODS = List.of("arrhenius", "q10", "vvm");

    private ShelfLifeReader() {}

    static Optional<ShelfLife> read(Fields row) {
        String method = row.choice("method", METHODS, word -> word);
        boolean known = row.peek("method").filter(METHODS::contains).isPresent();
        boolean vvm = method.equals("vvm");
        Duration life = Duration.ofDays(1);
        double label = 0;
        if (!known) {
            // What goes with a method that nobody knows is not wrong as well.
            List.of("life", "label_temperature", "activation_energy", "q10", "days")
                    .forEach(row::has);
        } else if (vvm) {
            leftOut(
                    row,
                    "a vaccine vial monitor has its end point and energy by its days",
                    "life",
                    "label_temperature");
        } else {
            life = row.duration("life", SHORTEST_LIFE, Fields.LONGEST_DURATION);
            label = label(row);
        }
        String days = known && vvm ? row.choice("days", MONITORS, word -> word) : MONITORS.getFirst();
        double energy = USUAL_ACTIVATION_ENERGY;
        if (known && method.equals("arrhenius")) {
            energy = within(row, "activation_energy", 0, LARGEST_ACTIVATION_ENERGY, " kJ/mol")
                    .orElse(USUAL_ACTIVATION_ENERGY);
        }
        double q10 = 1;
        if (known && method.equals("q10")) {
            if (!row.has("q10")) {
                row.problem("q10", "how many times as fast it ages 10 K warmer, from 1 to 20");
            }
            q10 = within(row, "q10", 1, LARGEST_Q10, "").orElse(1.0);
        }
        if (known) {
            others(row, method);
        }
        Duration lasts = life;
        double at = label;
        double ea = energy;
        double ratio = q10;
        return row.make(() -> switch (method) {
            case "vvm" -> ShelfLife.vaccineVialMonitor(Integer.parseInt(days));
            case "q10" -> new ShelfLife.Q10(lasts, at, ratio);
            default -> new ShelfLife.Arrhenius(lasts, at, ea);
        });
    }

    private static double label(Fields row) {
        if (!row.has("label_temperature")) {
            row.problem("label_temperature", "the temperature in Cel at which life is what the label says");
        }
        Optional<Double> label = row.optionalNumber("label_temperature");
        if (label.isPresent() && !Quantity.TEMPERATURE.plausible(label.get())) {
            row.problem("label_temperature", Values.range(Quantity.TEMPERATURE));
            return 0;
        }
        return label.orElse(0.0);
    }

    private static Optional<Double> within(Fields row, String key, double lowest, double highest, String unit) {
        Optional<Double> value = row.optionalNumber(key);
        if (value.isPresent() && (value.get() < lowest || value.get() > highest)) {
            row.problem(key, "a number from " + Math.round(lowest) + " to " + Math.round(highest) + unit);
            return Optional.empty();
        }
        return value;
    }

    private static void others(Fields row, String method) {
        if (!method.equals("arrhenius")) {
            leftOut(row, "it goes with method arrhenius", "activation_energy");
        }
        if (!method.equals("q10")) {
            leftOut(row, "it goes with method q10", "q10");
        }
        if (!method.equals("vvm")) {
            leftOut(row, "it goes with method vvm", "days");
        }
    }

    private static void leftOut(Fields row, String why, String... keys) {
        for (String key : keys) {
            if (row.has(key)) {
                row.problem(key, "left out: " + why);
            }
        }
    }
}
