package io.frostproof.simulator.scenario;

import io.frostproof.yaml.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the profiles and products of a scenario. For one file. */
final class StockRows {

    private static final List<String> LEVELS = List.of("warning", "critical");
    private static final List<String> QUANTITIES =
            List.of("temperature", "humidity", "door", "mains", "generator", "fuel", "voltage", "battery");
    private static final List<String> MEASURES = List.of(
            ProfileSpec.Condition.VALUE,
            ProfileSpec.Condition.PRODUCT,
            ProfileSpec.Condition.SPREAD,
            ProfileSpec.Condition.MISSING,
            ProfileSpec.Condition.WHILE,
            ProfileSpec.Condition.DISAGREEMENT,
            ProfileSpec.Condition.CALIBRATION);
    private static final List<String> WITH_WINDOW =
            List.of(ProfileSpec.Condition.SPREAD, ProfileSpec.Condition.DISAGREEMENT);
    private static final List<String> STATES = List.of("door", "mains", "generator");
    private static final List<String> OPERATORS = List.of(">", ">=", "<", "<=");
    private static final Duration LONGEST_DELAY = Duration.ofDays(31);
    /** As the network file has it. */
    private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);

    private static final double COLDEST = -200;
    private static final double HOTTEST = 200;
    private static final double[] NO_BAND = {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};

    private final List<ProfileSpec> profiles = new ArrayList<>();
    private final List<ProductSpec> products = new ArrayList<>();
    private final Set<String> profileIds = new HashSet<>();
    private final Set<String> productIds = new HashSet<>();
    private final Set<String> withoutBand = new HashSet<>();
    private final Set<String> used = new HashSet<>();

    void read(Fields top) {
        ProfileSpec.BUILT_IN.forEach(profile -> profileIds.add(profile.id()));
        for (Fields row : top.rows("profiles")) {
            profile(row).ifPresent(profiles::add);
        }
        for (Fields row : top.rows("products")) {
            product(row).ifPresent(products::add);
        }
    }

    /** The profiles of the file, and the built-in ones that it uses. */
    List<ProfileSpec> profiles() {
        var all = new ArrayList<ProfileSpec>();
        for (ProfileSpec profile : ProfileSpec.BUILT_IN) {
            if (used.contains(profile.id())) {
                all.add(profile);
            }
        }
        all.addAll(profiles);
        return all;
    }

    List<ProductSpec> products() {
        return products;
    }

    Set<String> productIds() {
        return productIds;
    }

    /** Reads a field that names the profile of something that is to be kept cold. */
    String profile(Fields row, String key) {
        String id = anyProfile(row, key);
        if (withoutBand.contains(id)) {
            row.problem(key, "the id of a profile with a 'band'");
        }
        return id;
    }

    /** Reads a field that names a profile, with a band or without one. */
    String anyProfile(Fields row, String key) {
        String id = Values.reference(row, key, profileIds, "profile");
        used.add(id);
        return id;
    }

    private Optional<ProfileSpec> profile(Fields row) {
        String id = Values.newId(row, "id", profileIds);
        String name = row.text("name");
        String source = row.text("source");
        double[] band = row.section("band").flatMap(StockRows::band).orElse(NO_BAND);
        if (!row.has("band")) {
            withoutBand.add(id);
        }
        List<ProfileSpec.Condition> conditions = new ArrayList<>();
        for (Fields condition : row.rows("conditions")) {
            condition(condition).ifPresent(conditions::add);
        }
        return row.make(() -> new ProfileSpec(id, name, band[0], band[1], false, source, conditions));
    }

    private static Optional<double[]> band(Fields row) {
        double min = Values.number(row, "min", COLDEST, HOTTEST);
        double max = Values.number(row, "max", COLDEST, HOTTEST);
        if (row.has("min") && row.has("max") && !(min < max)) {
            row.problem("max", "above 'min'");
        }
        return row.make(() -> new double[] {min, max});
    }

    private static Optional<ProfileSpec.Condition> condition(Fields row) {
        String slot = row.identifier("slot");
        String level = row.choice("level", LEVELS, word -> word);
        String quantity = row.choice("quantity", QUANTITIES, word -> word, QUANTITIES.getFirst());
        String measure = row.choice("measure", MEASURES, word -> word, MEASURES.getFirst());
        boolean missing = measure.equals(ProfileSpec.Condition.MISSING);
        boolean dated = measure.equals(ProfileSpec.Condition.CALIBRATION);
        if (missing) {
            leftOut(
                    row,
                    List.of("operator", "threshold", "clear_margin"),
                    "'missing' has none, its delay says how long");
        }
        if (dated) {
            leftOut(row, List.of("operator", "delay", "clear_margin"), "'calibration' goes by a date");
        }
        boolean windowed = WITH_WINDOW.contains(measure);
        Duration window = row.duration("window", SHORTEST_WINDOW, LONGEST_DELAY, Duration.ZERO);
        if (windowed && !row.has("window")) {
            row.problem("window", "there, as how long the measure '" + measure + "' looks back");
        } else if (!windowed && !window.isZero()) {
            row.problem("window", "left out: it belongs to the measures '" + String.join("', '", WITH_WINDOW) + "'");
        }
        ProfileSpec.Other other = other(row, measure.equals(ProfileSpec.Condition.WHILE));
        String operator = missing || dated ? "" : row.choice("operator", OPERATORS, word -> word);
        double threshold = missing ? 0 : row.number("threshold");
        Duration delay = dated ? Duration.ZERO : row.duration("delay", Duration.ZERO, LONGEST_DELAY);
        double margin = missing || dated ? 0 : Values.number(row, "clear_margin", 0, 1_000, 0);
        return row.make(() -> new ProfileSpec.Condition(
                slot, level, quantity, measure, window, operator, threshold, delay, margin, other));
    }

    private static void leftOut(Fields row, List<String> keys, String why) {
        keys.stream().filter(row::has).forEach(key -> row.problem(key, "left out: " + why));
    }

    private static ProfileSpec.@Nullable Other other(Fields row, boolean wanted) {
        Optional<Fields> section = row.section("while");
        if (wanted && section.isEmpty()) {
            row.problem("while", "there, as the other state that the measure 'while' is about");
        }
        Optional<ProfileSpec.Other> other = section.flatMap(it -> {
            String quantity = it.choice("quantity", STATES, word -> word);
            String operator = it.choice("operator", OPERATORS, word -> word);
            double threshold = it.number("threshold");
            return it.make(() -> new ProfileSpec.Other(quantity, operator, threshold));
        });
        if (!wanted && section.isPresent()) {
            row.problem("while", "left out: it belongs to the measure 'while'");
        }
        return other.orElse(null);
    }

    private Optional<ProductSpec> product(Fields row) {
        String id = Values.newId(row, "id", productIds);
        String name = row.text("name");
        String profile = profile(row, "profile");
        int perUnit = row.integer("per_unit", 1, 10_000, 20);
        double fill = Values.number(row, "fill", 0, 100, 60) / 100;
        double picks = Values.number(row, "picks_per_unit_day", 0, 10_000, 4);
        double delivered = Values.number(row, "delivered", COLDEST, HOTTEST);
        double heat = Values.number(row, "heat_capacity", 1, 1e8, 3_500);
        int shelfLife = row.integer("shelf_life_days", 1, 3_650, 60);
        double quantity = Values.number(row, "quantity", 0.000_001, 1e6, 1);
        String quantityUnit = row.optionalText("quantity_unit").orElse("box");
        double value = Values.number(row, "value", 0, 1e6, 0);
        double litres = Values.number(row, "litres", 0, 1e6, 0);
        List<Tolerance> tolerances = new ArrayList<>();
        for (Fields tolerance : row.rows("harmed")) {
            tolerance(tolerance).ifPresent(tolerances::add);
        }
        return row.make(() -> new ProductSpec(
                id,
                name,
                profile,
                perUnit,
                fill,
                picks,
                delivered,
                heat,
                shelfLife,
                quantity,
                quantityUnit,
                value,
                litres,
                tolerances));
    }

    private static Optional<Tolerance> tolerance(Fields row) {
        boolean above = row.has("above");
        if (above == row.has("below")) {
            row.problem(above ? "below" : "above", "one of the two, 'above' or 'below'");
        }
        double celsius = above
                ? Values.number(row, "above", COLDEST, HOTTEST)
                : Values.number(row, "below", COLDEST, HOTTEST, 0);
        Duration longest = row.duration("for", Duration.ZERO, Duration.ofDays(3_650));
        return row.make(() -> new Tolerance(above, celsius, longest));
    }
}
