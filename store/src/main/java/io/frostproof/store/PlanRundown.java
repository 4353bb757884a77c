package io.frostproof.store;

import io.frostproof.alerts.disposition.Soundness;
import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.exposure.ExposureSum;
import io.frostproof.alerts.exposure.LifeExposure;
import io.frostproof.alerts.exposure.ShelfLife;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.alerts.plan.facts.Rundown;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How goods run down where they are. {@code key} says the same without the clock, in steps of {@link #STEP}: it changes when what is foreseen does, and not because time goes by.
 *
 * <p>The rule: out of their band now, or nobody knows how warm it is: no time to breach. In the band and nearing an end of it by 0.5 K/h or more: until they reach it at that rate. Without power
 * and without such a trend: as if it warmed by 6 K/h. Otherwise nothing is the matter.
 */
record PlanRundown(Rundown rundown, String key) {

    /** A room without power warms by less; a small one with a warm surrounding by about as much. */
    static final double ASSUMED_KELVIN_PER_HOUR = 6;

    /** Less is what a thermostat does. */
    static final double LEAST_TREND = 0.5;

    static final Duration STEP = Duration.ofMinutes(15);

    /** How warm goods may be under way in a vehicle that does not keep their class. */
    private static final double UNDER_WAY_CELSIUS = 40;

    /** Longer is as good as for ever. */
    private static final double LONGEST_MINUTES = 1e8;

    /** Beyond an end of the band. */
    private static final double BEYOND = 0.01;

    private enum How {
        WELL,
        UNKNOWN,
        OUT,
        TREND,
        ASSUMED,
        FROM
    }

    private record Breach(How how, @Nullable Duration time, Allowance.Side side, double celsius) {}

    private record Budget(Duration left, double perMinuteHere, double perMinuteUnderWay) {
        double minutes() {
            return left.toNanos() / 60e9 / perMinuteHere;
        }
    }

    /**
     * For goods in a unit.
     *
     * @param warmth null: nobody knows how warm it is
     * @param trouble whether something is the matter there
     * @param powerless whether nothing keeps it cold
     * @return null when something is the matter, and nobody has said how long the goods may be out of their band
     */
    static @Nullable PlanRundown of(
            LifeExposure exposure,
            Tolerance tolerance,
            Soundness soundness,
            @Nullable PlanWarmth warmth,
            boolean trouble,
            boolean powerless,
            @Nullable Duration meanRepair,
            Instant now) {
        Breach breach =
                trouble ? breach(tolerance, warmth, powerless) : new Breach(How.WELL, null, Allowance.Side.WARM, 0);
        return of(exposure, tolerance, soundness, breach, meanRepair, now);
    }

    /** The same for goods under way to a place that is not well, from when on they are there. */
    static @Nullable PlanRundown from(
            LifeExposure exposure,
            Tolerance tolerance,
            Soundness soundness,
            Instant there,
            @Nullable Duration meanRepair,
            Instant now) {
        Duration until = there.isAfter(now) ? Duration.between(now, there) : Duration.ZERO;
        Double max = tolerance.maxCelsius();
        return of(
                exposure,
                tolerance,
                soundness,
                new Breach(How.FROM, until, Allowance.Side.WARM, (max == null ? UNDER_WAY_CELSIUS : max) + BEYOND),
                meanRepair,
                now);
    }

    private static @Nullable PlanRundown of(
            LifeExposure exposure,
            Tolerance tolerance,
            Soundness soundness,
            Breach breach,
            @Nullable Duration meanRepair,
            Instant now) {
        Budget budget = budget(exposure, tolerance, breach);
        if (budget == null && breach.time() != null && soundness != Soundness.HARMED) {
            return null;
        }
        Budget counts = budget == null ? new Budget(Duration.ZERO, 1, 1) : budget;
        Duration time = breach.time();
        var rundown = new Rundown(counts.left(), time, counts.perMinuteHere(), counts.perMinuteUnderWay(), meanRepair);
        String left = steps(counts.left());
        String key = switch (breach.how()) {
            case WELL -> "";
            case UNKNOWN -> left;
            case ASSUMED -> left + ' ' + steps(Objects.requireNonNull(time));
            case OUT ->
                counts.left().isZero()
                        ? "spent"
                        : steps(now, Duration.ofSeconds(Math.round(Math.min(counts.minutes(), LONGEST_MINUTES) * 60)));
            case TREND, FROM -> left + ' ' + steps(now, Objects.requireNonNull(time));
        };
        return new PlanRundown(rundown, breach.how() + " " + breach.side() + ' ' + key + ' ' + meanRepair);
    }

    private static String steps(Duration duration) {
        return Long.toString(duration.dividedBy(STEP));
    }

    private static String steps(Instant now, Duration after) {
        return Long.toString(Math.floorDiv(now.plus(after).getEpochSecond(), STEP.toSeconds()));
    }

    private static Breach breach(Tolerance tolerance, @Nullable PlanWarmth warmth, boolean powerless) {
        Double min = tolerance.minCelsius();
        Double max = tolerance.maxCelsius();
        if (warmth == null) {
            return new Breach(
                    How.UNKNOWN, Duration.ZERO, Allowance.Side.WARM, (max == null ? UNDER_WAY_CELSIUS : max) + BEYOND);
        }
        if (max != null && warmth.warmest() > max) {
            return new Breach(How.OUT, Duration.ZERO, Allowance.Side.WARM, warmth.warmest());
        }
        if (min != null && warmth.coldest() < min) {
            return new Breach(How.OUT, Duration.ZERO, Allowance.Side.COLD, warmth.coldest());
        }
        if (max != null && warmth.kelvinPerHour() >= LEAST_TREND) {
            return new Breach(
                    How.TREND,
                    hours((max - warmth.warmest()) / warmth.kelvinPerHour()),
                    Allowance.Side.WARM,
                    max + BEYOND);
        }
        if (min != null && warmth.kelvinPerHour() <= -LEAST_TREND && !powerless) {
            return new Breach(
                    How.TREND,
                    hours((warmth.coldest() - min) / -warmth.kelvinPerHour()),
                    Allowance.Side.COLD,
                    min - BEYOND);
        }
        return powerless && max != null
                ? new Breach(
                        How.ASSUMED,
                        hours((max - warmth.warmest()) / ASSUMED_KELVIN_PER_HOUR),
                        Allowance.Side.WARM,
                        max + BEYOND)
                : new Breach(How.WELL, null, Allowance.Side.WARM, 0);
    }

    private static Duration hours(double hours) {
        return Duration.ofSeconds(Math.round(hours * 3600));
    }

    /** The one that ends first of those that are used at that temperature; null when nobody has told any for that side. */
    private static @Nullable Budget budget(LifeExposure exposure, Tolerance tolerance, Breach breach) {
        boolean well = breach.how() == How.WELL;
        Budget first = null;
        boolean any = false;
        for (int i = 0; i < tolerance.allowances().size(); i++) {
            Allowance allowance = tolerance.allowances().get(i);
            if (allowance.side() == breach.side()) {
                any = true;
                if (well || usedAt(allowance, breach.celsius())) {
                    long left = Math.max(0, exposure.leftMicros(tolerance, i));
                    first = sooner(first, new Budget(Duration.ofNanos(left * 1000), 1, 1));
                }
            }
        }
        ShelfLife shelfLife = tolerance.shelfLife();
        if (shelfLife != null && breach.side() == Allowance.Side.WARM) {
            any = true;
            double used = Math.clamp(exposure.worst(ExposureSum::shelfLifeUsed), 0.0, 1.0);
            double here = well ? 1 : shelfLife.rate(breach.celsius());
            first = sooner(
                    first,
                    new Budget(
                            Duration.ofMillis(Math.round(shelfLife.life().toMillis() * (1 - used))),
                            here,
                            shelfLife.rate(UNDER_WAY_CELSIUS)));
        }
        // Allowances that do not speak of that temperature allow none of it.
        return first == null && any ? new Budget(Duration.ZERO, 1, 1) : first;
    }

    private static boolean usedAt(Allowance allowance, double celsius) {
        Double until = allowance.untilCelsius();
        return allowance.side() == Allowance.Side.WARM
                ? celsius > allowance.beyondCelsius() && (until == null || celsius <= until)
                : celsius < allowance.beyondCelsius() && (until == null || celsius >= until);
    }

    private static Budget sooner(@Nullable Budget one, Budget other) {
        return one == null || other.minutes() < one.minutes() ? other : one;
    }
}
