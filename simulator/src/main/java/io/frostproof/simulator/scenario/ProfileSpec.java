package io.frostproof.simulator.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A storage profile: the band of its products, and what a server is to watch for.
 *
 * @param minCelsius negative infinity in a profile without a band, such as that of a generator
 * @param maxCelsius likewise positive infinity
 * @param builtIn one that every server has; then there are no conditions here, and it is not part of the network file
 * @param source where the numbers come from
 */
public record ProfileSpec(
        String id,
        String name,
        double minCelsius,
        double maxCelsius,
        boolean builtIn,
        String source,
        List<Condition> conditions) {

    /** The profiles that every server has and a scenario may use; a test in {@code server} compares the bands. */
    public static final List<ProfileSpec> BUILT_IN =
            List.of(builtIn("who-fridge", 2, 8), builtIn("demo-fridge", 2, 8), builtIn("demo-freezer", -50, -15));

    /**
     * As the network file has it.
     *
     * @param window zero for a measure that has none
     * @param operator empty for {@value #MISSING}, which has no threshold either, and for {@value #CALIBRATION}
     * @param other the other state of {@value #WHILE}; null for the other measures
     */
    public record Condition(
            String slot,
            String level,
            String quantity,
            String measure,
            Duration window,
            String operator,
            double threshold,
            Duration delay,
            double clearMargin,
            @Nullable Other other) {

        static final String VALUE = "value";
        static final String PRODUCT = "product";
        static final String SPREAD = "spread";
        static final String MISSING = "missing";
        static final String WHILE = "while";
        static final String DISAGREEMENT = "disagreement";
        static final String CALIBRATION = "calibration";

        boolean compares() {
            return !measure.equals(MISSING);
        }

        /** Whether it goes by a date alone. */
        boolean dated() {
            return measure.equals(CALIBRATION);
        }
    }

    /** The state that has to be there as well. */
    public record Other(String quantity, String operator, double threshold) {}

    public ProfileSpec {
        conditions = List.copyOf(conditions);
    }

    /** Whether it says how warm things may be; only such a profile is good for products and what keeps them. */
    public boolean hasBand() {
        return Double.isFinite(minCelsius);
    }

    private static ProfileSpec builtIn(String id, double min, double max) {
        return new ProfileSpec(id, id, min, max, true, "", List.of());
    }

    static Optional<ProfileSpec> builtIn(String id) {
        return BUILT_IN.stream().filter(profile -> profile.id().equals(id)).findFirst();
    }
}
