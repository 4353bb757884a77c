package io.frostproof.server.network;

import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Period;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.yaml.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    private static final Set<Measure.Kind> OF_WINDOWS =
            Set.of(Measure.Kind.RATE_OF_CHANGE, Measure.Kind.MEAN_KINETIC, Measure.Kind.CROSSINGS, Measure.Kind.SPREAD);
    private static final Set<Measure.Kind> OF_LIMITS = Set.of(Measure.Kind.DEGREE_MINUTES, Measure.Kind.CROSSINGS);
    private static final Set<Measure.Kind> OF_TEMPERATURE = Set.of(Measure.Kind.PRODUCT, Measure.Kind.MEAN_KINETIC);
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
            List.of("window", "above", "below", "back").forEach(row::has);
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
        return switch (kind) {
            case VALUE -> Measure.VALUE;
            case PRODUCT -> new Measure.Product();
            case MISSING -> new Measure.Missing();
            case RATE_OF_CHANGE -> new Measure.Change(window(SHORTEST_WINDOW, LONGEST_WINDOW));
            case SPREAD -> new Measure.Spread(window(SHORTEST_WINDOW, LONGEST_WINDOW));
            case MEAN_KINETIC -> new Measure.MeanKinetic(window(SHORTEST_KINETIC_WINDOW, LONGEST_KINETIC_WINDOW));
            case DEGREE_MINUTES -> degreeMinutes();
            case CROSSINGS -> crossings();
        };
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
