package io.frostproof.alerts.exposure;

import io.frostproof.alerts.exposure.Allowance.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The obvious way to sum up an exposure: second by second, written from the definitions and not from the code. {@code coldest} and {@code warmest} hold a value for each second, NaN where
 * unknown.
 */
final class SecondWalk {

    static final long SECOND = 1_000_000;

    private final Tolerance tolerance;
    long known;
    long unknown;
    long warm;
    long cold;
    long inBand;
    double warmDegreeMinutes;
    double coldDegreeMinutes;
    int freezes;
    double shelfLife;
    double coldest = Double.POSITIVE_INFINITY;
    double warmest = Double.NEGATIVE_INFINITY;
    final List<Long> allowances = new ArrayList<>();
    /** By the warmest and by the coldest. */
    final List<Long> certain = new ArrayList<>();
    /** By anything between them. */
    final List<Long> possible = new ArrayList<>();

    long certainlyFrozen;

    private double kineticWeights;
    private boolean frozen;

    SecondWalk(Tolerance tolerance) {
        this.tolerance = tolerance;
        tolerance.allowances().forEach(one -> {
            allowances.add(0L);
            certain.add(0L);
            possible.add(0L);
        });
    }

    void unknownSecond() {
        unknown++;
    }

    void second(double cold, double warm) {
        if (Double.isNaN(cold)) {
            unknownSecond();
            return;
        }
        known++;
        coldest = Math.min(coldest, cold);
        warmest = Math.max(warmest, warm);
        boolean tooWarm = tolerance.maxCelsius() != null && warm > tolerance.maxCelsius();
        boolean tooCold = tolerance.minCelsius() != null && cold < tolerance.minCelsius();
        if (tooWarm) {
            this.warm++;
            warmDegreeMinutes += (warm - Objects.requireNonNull(tolerance.maxCelsius())) / 60;
        }
        if (tooCold) {
            this.cold++;
            coldDegreeMinutes += (Objects.requireNonNull(tolerance.minCelsius()) - cold) / 60;
        }
        if (!tooWarm && !tooCold) {
            inBand++;
        }
        boolean now = tolerance.freezesBelowCelsius() != null && cold < tolerance.freezesBelowCelsius();
        if (now && !frozen) {
            freezes++;
        }
        frozen = now;
        if (tolerance.shelfLife() != null) {
            shelfLife += tolerance.shelfLife().rate(warm)
                    / tolerance.shelfLife().life().toSeconds();
        }
        kineticWeights += Math.exp(-10_000 / (warm + 273.15));
        for (int i = 0; i < allowances.size(); i++) {
            Allowance one = tolerance.allowances().get(i);
            boolean used = uses(one, one.side() == Side.WARM ? warm : cold);
            allowances.set(i, allowances.get(i) + (used ? 1 : 0));
            certain.set(i, certain.get(i) + (uses(one, warm) && uses(one, cold) ? 1 : 0));
            Double until = one.untilCelsius();
            double within = until == null ? (one.side() == Side.WARM ? warm : cold) : Math.clamp(until, cold, warm);
            possible.set(i, possible.get(i) + (uses(one, warm) || uses(one, cold) || uses(one, within) ? 1 : 0));
        }
        certainlyFrozen += tolerance.freezesBelowCelsius() != null && warm < tolerance.freezesBelowCelsius() ? 1 : 0;
    }

    private static boolean uses(Allowance one, double celsius) {
        double sign = one.side() == Side.WARM ? 1 : -1;
        return sign * celsius > sign * one.beyondCelsius()
                && (one.untilCelsius() == null || sign * celsius <= sign * one.untilCelsius());
    }

    @Nullable
    Double kineticMean() {
        return known == 0 ? null : (Double) (10_000 / -Math.log(kineticWeights / known) - 273.15);
    }
}
