package io.frostproof.simulator.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
     * @param operator empty for {@value #MISSING}, which has no threshold either
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
            double clearMargin) {

        static final String VALUE = "value";
        static final String PRODUCT = "product";
        static final String SPREAD = "spread";
        static final String MISSING = "missing";
    }

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
