package io.frostproof.alerts.disposition;

import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.exposure.ExposureSum;
import io.frostproof.alerts.exposure.LifeExposure;
import io.frostproof.alerts.exposure.ShelfLife;
import io.frostproof.alerts.exposure.StrandExposure;
import io.frostproof.alerts.exposure.Tolerance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When goods are harmed, sound, or nobody knows. The written rule, for each strand of their life; the worst strand is what they are:
 *
 * <ol>
 *   <li><b>Harmed</b> by what is known: more of an allowance was used than there is and {@code doubt}, by all that is said of how warm the goods were; it froze and must not, likewise; or its shelf life is used up.
 *   <li><b>Unknown</b>, when not harmed: more of an allowance was used than there is less {@code doubt}, by any that is said; it froze by some that is said; it was outside its band in a
 *       range of temperature that no allowance speaks of; or the unknown time, had it been as bad as can be, would have used up an allowance or the shelf life; or there is more unknown time than {@code negligibleUnknown} and the product
 *       can freeze or has no allowance for a side of its band; or nothing is known at all.
 *   <li><b>Sound</b> otherwise.
 * </ol>
 *
 * Whatever is said: by each probe that spoke, and of a probe in the air, by goods that follow it twice as fast as was said of the unit and by goods that follow it as slowly as what fills it. What cannot be taken back, to discard and
 * to release, has to be right for all of them.
 *
 * @param version changes whenever the same facts would be judged differently
 * @param negligibleUnknown unknown time in all within which goods neither freeze nor leave their band unnoticed; it never counts for an allowance
 * @param doubt share of an allowance, 0 to 1, that probes and what is reckoned from air may be wrong by; within it nobody knows
 * @param assumedCelsius how warm unknown time may have been, for shelf life, °C
 */
public record DispositionPolicy(String version, Duration negligibleUnknown, double doubt, double assumedCelsius) {

    private static final double MICROS_PER_MINUTE = 60e6;

    public DispositionPolicy {
        if (negligibleUnknown.isNegative()) {
            throw new IllegalArgumentException("negligibleUnknown must not be negative, was " + negligibleUnknown);
        }
        if (!(doubt >= 0 && doubt < 1)) {
            throw new IllegalArgumentException("doubt must be at least 0 and less than 1, was " + doubt);
        }
        if (!(assumedCelsius >= -200 && assumedCelsius <= 200)) {
            throw new IllegalArgumentException("assumedCelsius must be between -200 and 200 °C, was " + assumedCelsius);
        }
    }

    /** 15 min of unknown time are negligible, a tenth of an allowance is in doubt, and 40 °C are as warm as it may have been. */
    public static DispositionPolicy standard() {
        return new DispositionPolicy("disposition-4", Duration.ofMinutes(15), 0.1, 40);
    }

    /** Judges goods by what they lived through. */
    public Judgement judge(LifeExposure exposure, Tolerance tolerance) {
        var found = new ArrayList<Found>();
        if (exposure.strands().isEmpty()) {
            found.add(new Found(Soundness.UNKNOWN, Reason.of("nothing-known", "")));
        }
        for (StrandExposure strand : exposure.strands()) {
            judge(strand.sum(), tolerance, found);
        }
        Soundness soundness = found.stream().map(Found::soundness).reduce(Soundness.SOUND, Soundness::or);
        List<Reason> reasons = found.stream()
                .filter(one -> one.soundness() != Soundness.SOUND || soundness == Soundness.SOUND)
                .sorted(Comparator.comparing(Found::soundness).reversed())
                .map(Found::reason)
                .distinct()
                .toList();
        return new Judgement(soundness, version, reasons, warmBudgetLeft(exposure, tolerance));
    }

    /**
     * What of goods is used up by what is known, or within {@code doubt} of it: of each strand what it used, and of several the most. Such goods are never sound, whatever is the matter where they are or is not.
     * Time of which nothing is known does not count here, nor what only the fastest goods would have made of it: one or the other is true of nearly all goods some day.
     */
    public UsedUp usedUp(LifeExposure exposure, Tolerance tolerance) {
        return usedUp(exposure, tolerance, false);
    }

    /**
     * The same by any that is said of how warm the goods were: for goods that are known to have been where something was the matter, so that it may be true of them. Never less than {@link #usedUp}.
     */
    public UsedUp mayBeUsedUp(LifeExposure exposure, Tolerance tolerance) {
        return usedUp(exposure, tolerance, true);
    }

    private UsedUp usedUp(LifeExposure exposure, Tolerance tolerance, boolean byAny) {
        var shares = new TreeMap<String, Double>();
        int freezes = 0;
        long frozenMicros = 0;
        for (StrandExposure strand : exposure.strands()) {
            ExposureSum sum = strand.sum();
            for (int i = 0; i < tolerance.allowances().size(); i++) {
                Allowance allowance = tolerance.allowances().get(i);
                long known = sum.allowanceMicros().get(i);
                long used =
                        byAny ? Math.max(known, sum.bounds().possibleMicros().get(i)) : known;
                long allowed = allowance.time().toNanos() / 1000;
                if (used > 0 && used >= allowed * (1 - doubt)) {
                    double of = Math.max((double) allowed, UsedUp.SHORTEST_MINUTES * MICROS_PER_MINUTE);
                    shares.merge(allowance.name(), used / of, Math::max);
                }
            }
            if (sum.bounds().certainFrozenMicros() > 0 || (byAny && sum.freezes() > 0)) {
                freezes = Math.max(freezes, Math.max(1, sum.freezes()));
                frozenMicros = Math.max(frozenMicros, sum.bounds().certainFrozenMicros());
            }
            if (tolerance.shelfLife() != null && sum.shelfLifeUsed() >= 1) {
                shares.merge(UsedUp.SHELF_LIFE, sum.shelfLifeUsed(), Math::max);
            }
        }
        return new UsedUp(shares, freezes, frozenMicros);
    }

    private record Found(Soundness soundness, Reason reason) {}

    private void judge(ExposureSum sum, Tolerance tolerance, List<Found> found) {
        if (sum.knownMicros() == 0) {
            found.add(new Found(
                    Soundness.UNKNOWN, Reason.of("nothing-known", "", minutes("unknown", sum.unknownMicros()))));
        }
        for (int i = 0; i < tolerance.allowances().size(); i++) {
            found.add(allowance(
                    tolerance.allowances().get(i),
                    sum.allowanceMicros().get(i),
                    sum.bounds().certainMicros().get(i),
                    sum.bounds().possibleMicros().get(i),
                    sum.unknownMicros()));
        }
        if (sum.freezes() > 0) {
            boolean certain = sum.bounds().certainFrozenMicros() > 0;
            found.add(
                    certain
                            ? new Found(Soundness.HARMED, Reason.of("froze", "", new Figure("freezes", sum.freezes())))
                            : new Found(
                                    Soundness.UNKNOWN,
                                    Reason.of("may-have-frozen", "", new Figure("freezes", sum.freezes()))));
        }
        ShelfLife shelfLife = tolerance.shelfLife();
        if (shelfLife != null) {
            found.add(shelfLife(shelfLife, sum));
        }
        uncovered(Allowance.Side.WARM, tolerance, sum, found);
        uncovered(Allowance.Side.COLD, tolerance, sum, found);
        gaps(tolerance, sum, found);
    }

    private Found allowance(
            Allowance allowance, long usedMicros, long certainMicros, long possibleMicros, long unknownMicros) {
        long micros = allowance.time().toNanos() / 1000;
        Figure[] figures = {minutes("used", usedMicros), minutes("unknown", unknownMicros), minutes("allowed", micros)};
        if (certainMicros > micros * (1 + doubt)) {
            return new Found(Soundness.HARMED, Reason.of("allowance-used-up", allowance.name(), figures));
        }
        Figure[] bounds = {
            minutes("used", usedMicros),
            minutes("certain", certainMicros),
            minutes("possible", possibleMicros),
            minutes("allowed", micros)
        };
        if (possibleMicros > micros && certainMicros <= micros) {
            // One of two probes has come off, or drifts; or nobody knows how fast the goods follow the air. Nothing is
            // thrown away on that, and nothing released.
            return new Found(Soundness.UNKNOWN, Reason.of("allowance-used-up-by-some", allowance.name(), bounds));
        }
        // Unknown time may have been as bad as can be.
        if (unknownMicros > 0 && possibleMicros + unknownMicros >= micros) {
            return new Found(Soundness.UNKNOWN, Reason.of("allowance-may-be-used-up", allowance.name(), figures));
        }
        return possibleMicros > 0 && possibleMicros >= micros * (1 - doubt)
                ? new Found(Soundness.UNKNOWN, Reason.of("allowance-about-used-up", allowance.name(), bounds))
                : new Found(Soundness.SOUND, Reason.of("allowance-left", allowance.name(), figures));
    }

    private Found shelfLife(ShelfLife shelfLife, ExposureSum sum) {
        double used = sum.shelfLifeUsed();
        double unknown = sum.unknownMicros()
                * shelfLife.rate(assumedCelsius)
                / (shelfLife.life().toNanos() / 1000.0);
        Figure[] figures = {
            new Figure("used_share", used),
            new Figure("possible_share", used + unknown),
            minutes("unknown", sum.unknownMicros())
        };
        if (used >= 1) {
            return new Found(Soundness.HARMED, Reason.of("shelf-life-used-up", "", figures));
        }
        return used + unknown >= 1
                ? new Found(Soundness.UNKNOWN, Reason.of("shelf-life-may-be-used-up", "", figures))
                : new Found(Soundness.SOUND, Reason.of("shelf-life-left", "", figures));
    }

    /** Time outside the band that no allowance speaks of: nobody has said what the product makes of it. */
    private static void uncovered(Allowance.Side side, Tolerance tolerance, ExposureSum sum, List<Found> found) {
        boolean warm = side == Allowance.Side.WARM;
        long outsideMicros = warm ? sum.warmMicros() : sum.coldMicros();
        Double edge = warm ? tolerance.maxCelsius() : tolerance.minCelsius();
        Double extreme = warm ? sum.warmestCelsius() : sum.coldestCelsius();
        if (outsideMicros > 0 && edge != null && extreme != null && !covered(side, tolerance, edge, extreme)) {
            found.add(new Found(
                    Soundness.UNKNOWN,
                    Reason.of(
                            warm ? "too-warm-without-allowance" : "too-cold-without-allowance",
                            "",
                            minutes("outside", outsideMicros),
                            new Figure("extreme_celsius", extreme),
                            new Figure("band_celsius", edge))));
        }
    }

    /** Whether allowances speak of every temperature from the edge of the band to the extreme. */
    private static boolean covered(Allowance.Side side, Tolerance tolerance, double edge, double extreme) {
        int sign = side == Allowance.Side.WARM ? 1 : -1;
        double until = sign * edge;
        List<Allowance> outwards = tolerance.allowances().stream()
                .filter(allowance -> allowance.side() == side)
                .sorted(Comparator.comparingDouble(allowance -> sign * allowance.beyondCelsius()))
                .toList();
        for (Allowance allowance : outwards) {
            Double end = allowance.untilCelsius();
            if (sign * allowance.beyondCelsius() <= until) {
                until = Math.max(until, end == null ? Double.POSITIVE_INFINITY : sign * end);
            }
        }
        return sign * extreme <= until;
    }

    /** What can happen fast enough in unknown time that no allowance would tell. */
    private void gaps(Tolerance tolerance, ExposureSum sum, List<Found> found) {
        if (sum.unknownMicros() <= negligibleUnknown.toNanos() / 1000) {
            return;
        }
        Figure[] figures = {
            minutes("unknown", sum.unknownMicros()), minutes("negligible", negligibleUnknown.toNanos() / 1000)
        };
        if (tolerance.freezesBelowCelsius() != null) {
            found.add(new Found(Soundness.UNKNOWN, Reason.of("may-have-frozen", "", figures)));
        }
        for (Allowance.Side side : Allowance.Side.values()) {
            Double edge = side == Allowance.Side.WARM ? tolerance.maxCelsius() : tolerance.minCelsius();
            if (edge != null && tolerance.allowances().stream().noneMatch(one -> one.side() == side)) {
                found.add(new Found(
                        Soundness.UNKNOWN,
                        Reason.of(
                                side == Allowance.Side.WARM ? "may-have-been-too-warm" : "may-have-been-too-cold",
                                "",
                                figures)));
            }
        }
    }

    private static @Nullable Duration warmBudgetLeft(LifeExposure exposure, Tolerance tolerance) {
        Long least = null;
        for (int i = 0; i < tolerance.allowances().size(); i++) {
            if (tolerance.allowances().get(i).side() == Allowance.Side.WARM) {
                long left = Math.max(0, exposure.leftMicros(tolerance, i));
                least = least == null ? left : Math.min(least, left);
            }
        }
        return least == null ? null : Duration.ofNanos(least * 1000);
    }

    private static Figure minutes(String what, long micros) {
        return new Figure(what + "_minutes", micros / MICROS_PER_MINUTE);
    }
}
