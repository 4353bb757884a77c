package io.frostproof.alerts.exposure;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goods lived through in some time, summed up by one {@link Tolerance}. Sums of consecutive times add up, in their order, to the sum of the whole. Times are
 * microseconds.
 *
 * @param knownMicros how long temperatures were known
 * @param unknownMicros how long they were not: neither in the band nor out of it
 * @param warmMicros how long above the band, of the known time
 * @param coldMicros how long below the band, of the known time
 * @param bothMicros how long above and below at the same time, by two probes; part of both of the above
 * @param warmDegreeMinutes how far and how long above the band, °C min
 * @param coldDegreeMinutes how far and how long below the band, °C min; never netted with the other
 * @param freezes how often it froze
 * @param firstFrozen whether it was frozen when first known; null when it never was known, or freezing does nothing to it
 * @param lastFrozen likewise when last known
 * @param kineticMicros sum of {@code exp(-H/R (1/T - 1/293.15 K))} times time, for {@link #kineticMeanCelsius}
 * @param shelfLifeUsed share of the shelf life that known time used up: 1 is all of it
 * @param coldestCelsius null without known time
 * @param warmestCelsius null without known time
 * @param allowanceMicros how much of each of the tolerance's allowances was used, in their order
 * @param bounds between which the use of each allowance lies, by all that is said of how warm the goods were
 */
public record ExposureSum(
        long knownMicros,
        long unknownMicros,
        long warmMicros,
        long coldMicros,
        long bothMicros,
        double warmDegreeMinutes,
        double coldDegreeMinutes,
        int freezes,
        @Nullable Boolean firstFrozen,
        @Nullable Boolean lastFrozen,
        double kineticMicros,
        double shelfLifeUsed,
        @Nullable Double coldestCelsius,
        @Nullable Double warmestCelsius,
        List<Long> allowanceMicros,
        AllowanceBounds bounds) {

    public ExposureSum {
        allowanceMicros = List.copyOf(allowanceMicros);
    }

    /** Time of which nothing is known. */
    public static ExposureSum unknown(long micros, int allowances) {
        List<Long> none = Collections.nCopies(allowances, 0L);
        return new ExposureSum(
                0, micros, 0, 0, 0, 0, 0, 0, null, null, 0, 0, null, null, none, AllowanceBounds.none(allowances));
    }

    /** How long in the band, of the known time. */
    public long inBandMicros() {
        return knownMicros - warmMicros - coldMicros + bothMicros;
    }

    /** The mean kinetic temperature of the known time, °C; null when there is none. */
    public @Nullable Double kineticMeanCelsius() {
        return knownMicros == 0 ? null : Kinetic.meanCelsius(kineticMicros / knownMicros);
    }

    /** This and then the other. What is frozen at the end of the one and the beginning of the other froze once. */
    public ExposureSum then(ExposureSum next) {
        boolean goesOn = Boolean.TRUE.equals(lastFrozen) && Boolean.TRUE.equals(next.firstFrozen);
        return new ExposureSum(
                knownMicros + next.knownMicros,
                unknownMicros + next.unknownMicros,
                warmMicros + next.warmMicros,
                coldMicros + next.coldMicros,
                bothMicros + next.bothMicros,
                warmDegreeMinutes + next.warmDegreeMinutes,
                coldDegreeMinutes + next.coldDegreeMinutes,
                freezes + next.freezes - (goesOn ? 1 : 0),
                firstFrozen == null ? next.firstFrozen : firstFrozen,
                next.lastFrozen == null ? lastFrozen : next.lastFrozen,
                kineticMicros + next.kineticMicros,
                shelfLifeUsed + next.shelfLifeUsed,
                extreme(coldestCelsius, next.coldestCelsius, -1),
                extreme(warmestCelsius, next.warmestCelsius, 1),
                AllowanceBounds.added(allowanceMicros, next.allowanceMicros),
                bounds.then(next.bounds));
    }

    private static @Nullable Double extreme(@Nullable Double one, @Nullable Double other, int sign) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return sign * one >= sign * other ? one : other;
    }
}
