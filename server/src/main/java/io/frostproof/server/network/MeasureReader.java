package io.frostproof.server.network;

import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Period;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.yaml.Fields;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what a condition measures, and says which of the keys of measures do not go with it. */
final class MeasureReader {

    /** Below this a window holds hardly a reading. */
    private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);
    /** As long as a delay may be. */
    private static final Duration LONGEST_WINDOW = Duration.ofDays(31);
    /** The annual form of USP 1160. */
    private static final Duration LONGEST_KINETIC_WINDOW = Duration.ofDays(366);
    /** 60 buckets of a minute. */
    private static final Duration SHORTEST_KINETIC_WINDOW = Duration.ofHours(1);

    /** What it takes of a threshold of a state. */
    static final String TELLS_STATES = "one that tells 0 from 1, such as 1 with \"<\" (not) or \">=\" (so)";

    /** What is wrong goes nowhere, but has to be made. */
    private static final Measure.While STAND_IN = new Measure.While(Quantity.GENERATOR, Operator.BELOW, 1);

    /** A run of every quarter, with some days of grace. */
    private static final Duration LONGEST_EXERCISE = Duration.ofDays(100);

    /** A month's drift shows in the means of days as well. */
    private static final Duration LONGEST_MEAN = Duration.ofDays(7);

    private static final Set<Measure.Kind> OF_WINDOWS = Set.of(
            Measure.Kind.RATE_OF_CHANGE,
            Measure.Kind.MEAN_KINETIC,
            Measure.Kind.CROSSINGS,
            Measure.Kind.SPREAD,
            Measure.Kind.RUN,
            Measure.Kind.DISAGREEMENT);
    private static final Set<Measure.Kind> OF_LIMITS =
            Set.of(Measure.Kind.DEGREE_MINUTES, Measure.Kind.CROSSINGS, Measure.Kind.RUN);
    private static final Set<Measure.Kind> OF_TEMPERATURE =
            Set.of(Measure.Kind.PRODUCT, Measure.Kind.MEAN_KINETIC, Measure.Kind.DISAGREEMENT);
    /** What goes by degrees; a state has none. */
    private static final Set<Measure.Kind> OF_DEGREES =
            Set.of(Measure.Kind.RATE_OF_CHANGE, Measure.Kind.DEGREE_MINUTES, Measure.Kind.SPREAD);

    private final Fields row;
    private final Quantity quantity;
    private final MeasureUnit unit;

    MeasureReader(Fields row, Quantity quantity, MeasureUnit unit) {
        this.row = row;
        this.quantity = quantity;
        this.unit = unit;
    }

    static Measure.Kind kind(Fields row) {
        return row.choice("measure", List.of(Measure.Kind.values()), Measure.Kind::id, Measure.Kind.VALUE);
    }

    Measure read(Measure.Kind kind) {
        Optional<String> word = row.peek("measure");
        if (word.isPresent() && Measure.Kind.find(word.get()) == null) {
            // What goes with a measure that nobody knows is not wrong as well.
            List.of("window", "above", "below", "back", "while").forEach(row::has);
            return Measure.VALUE;
        }
        if (OF_TEMPERATURE.contains(kind) && quantity != Quantity.TEMPERATURE) {
            row.problem("quantity", "temperature, which " + kind.id() + " is about");
        } else if (OF_DEGREES.contains(kind) && quantity.isState()) {
            row.problem("quantity", "a quantity with degrees: " + kind.id() + " of a state of 0 or 1 says nothing");
        }
        refuse(kind, "window", OF_WINDOWS);
        refuse(kind, "above", OF_LIMITS);
        refuse(kind, "below", OF_LIMITS);
        refuse(kind, "back", Set.of(Measure.Kind.CROSSINGS));
        if (row.has("while") && kind != Measure.Kind.WHILE) {
            row.problem("while", "left out: " + kind.id() + " has none; with measure: while it names the other state");
        }
        return switch (kind) {
            case VALUE -> Measure.VALUE;
            case PRODUCT -> new Measure.Product();
            case MISSING -> new Measure.Missing();
            case RATE_OF_CHANGE -> new Measure.Change(window(SHORTEST_WINDOW, LONGEST_WINDOW));
            case SPREAD -> new Measure.Spread(window(SHORTEST_WINDOW, LONGEST_WINDOW));
            case MEAN_KINETIC -> new Measure.MeanKinetic(window(SHORTEST_KINETIC_WINDOW, LONGEST_KINETIC_WINDOW));
            case DEGREE_MINUTES -> degreeMinutes();
            case CROSSINGS -> crossings();
            case RUN -> run();
            case WHILE -> whileAnother();
            case DISAGREEMENT -> new Measure.Disagreement(window(SHORTEST_WINDOW, LONGEST_MEAN));
            case CALIBRATION -> new Measure.Calibration();
            case CLOCK -> new Measure.Clock();
        };
    }

    private Measure whileAnother() {
        if (!quantity.isState()) {
            row.problem("quantity", "a state (" + states() + "): while goes by states on both sides");
        }
        Optional<Fields> section = row.requiredSection("while");
        if (section.isEmpty()) {
            return STAND_IN;
        }
        Fields other = section.get();
        Quantity of = other.choice("quantity", List.of(Quantity.values()), Quantity::id);
        Operator operator = other.choice("operator", List.of(Operator.values()), Operator::symbol);
        double threshold = other.number("threshold");
        return other.make(() -> new Measure.While(of, operator, threshold))
                .filter(measure -> tellsStates(measure, other))
                .orElse(STAND_IN);
    }

    private boolean tellsStates(Measure.While measure, Fields other) {
        if (!measure.quantity().isState()) {
            other.problem("quantity", "a state (" + states() + "): while goes by states on both sides");
        } else if (measure.quantity() == quantity) {
            other.problem("quantity", "another state than " + quantity.id() + ", which the condition is of");
        } else if (measure.operator().breaches(0, measure.threshold())
                == measure.operator().breaches(1, measure.threshold())) {
            other.problem("threshold", TELLS_STATES);
        } else {
            return true;
        }
        return false;
    }

    private static String states() {
        return Arrays.stream(Quantity.values())
                .filter(Quantity::isState)
                .map(Quantity::id)
                .collect(Collectors.joining(", "));
    }

    private void refuse(Measure.Kind kind, String key, Set<Measure.Kind> takenBy) {
        if (row.has(key) && !takenBy.contains(kind)) {
            row.problem(
                    key,
                    "left out: " + kind.id() + " has none (it belongs to "
                            + String.join(
                                    ", ",
                                    takenBy.stream()
                                            .map(Measure.Kind::id)
                                            .sorted()
                                            .toList()) + ")");
        }
    }

    private Duration window(Duration shortest, Duration longest) {
        return row.duration("window", shortest, longest);
    }

    private Measure degreeMinutes() {
        boolean above = isAbove();
        var per = row.choice("per", List.of(Period.values()), Period::id);
        return new Measure.DegreeMinutes(limit(above), above, per);
    }

    private Measure crossings() {
        boolean above = isAbove();
        double limit = limit(above);
        double back = row.optionalNumber("back").map(unit::toCanonical).orElse(limit);
        boolean isPlausible = !row.has("back") || plausible("back", back);
        boolean isOutside = above ? back > limit : back < limit;
        if (isPlausible && isOutside && row.has(above ? "above" : "below")) {
            row.problem(
                    "back",
                    above
                            ? "at or under above: a value is back when it has come down to it"
                            : "at or over below: a value is back when it has come up to it");
        }
        // What is wrong goes nowhere, but has to be made.
        return new Measure.Crossings(
                limit, isPlausible && !isOutside ? back : limit, above, window(SHORTEST_WINDOW, LONGEST_WINDOW));
    }

    private Measure run() {
        boolean above = isAbove();
        return new Measure.Run(limit(above), above, window(SHORTEST_WINDOW, LONGEST_EXERCISE));
    }

    private boolean isAbove() {
        boolean above = row.has("above");
        if (above == row.has("below")) {
            row.problem(above ? "below" : "above", above ? "left out, since above is there" : "a number, or below");
        }
        return above || !row.has("below");
    }

    private double limit(boolean above) {
        String key = above ? "above" : "below";
        Optional<Double> written = row.optionalNumber(key);
        double limit = unit.toCanonical(written.orElse(0.0));
        if (written.isPresent() && plausible(key, limit)) {
            boolean beyondExists = above ? limit < quantity.highest() : limit > quantity.lowest();
            if (!beyondExists) {
                row.problem(key, "reachable: no value " + Values.range(quantity) + " is beyond it");
            }
        }
        return limit;
    }

    private boolean plausible(String key, double canonical) {
        if (!quantity.plausible(canonical)) {
            row.problem(key, Values.range(quantity));
            return false;
        }
        return true;
    }
}
