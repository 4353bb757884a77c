package io.frostproof.server.http;

import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.exposure.ExposureSum;
import io.frostproof.alerts.exposure.LifeExposure;
import io.frostproof.alerts.exposure.ShelfLife;
import io.frostproof.alerts.exposure.StrandExposure;
import io.frostproof.alerts.exposure.Tolerance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Sums and budgets of the ledger in the units that people read: seconds, degrees Celsius, percent. */
final class ExposureFigures {

    private static final double SECOND_MICROS = 1e6;

    /** What people call the budget that is the shelf life. */
    private static final String SHELF_LIFE = "shelf life";

    private ExposureFigures() {}

    /** As the contract describes it. */
    record Sums(
            double elapsedS,
            double knownS,
            double unknownS,
            double inBandS,
            double tooWarmS,
            double tooColdS,
            double tooWarmAndTooColdS,
            double tooWarmDegreeMinutes,
            double tooColdDegreeMinutes,
            @Nullable Integer freezes,
            @Nullable Double meanKineticCelsius,
            @Nullable Double coldestCelsius,
            @Nullable Double warmestCelsius,
            @Nullable Double shelfLifeUsedPercent,
            List<Used> allowances) {}

    /** How much of an allowance was used. */
    record Used(String name, double usedS) {}

    /** What is left of something that may be used up. */
    record Budget(String name, double allowedS, double usedS, double leftS, double leftPercent) {

        static Budget of(String name, double allowedS, double usedS) {
            double left = allowedS - usedS;
            double percent = allowedS > 0 ? 100 * left / allowedS : left < 0 ? -100 : 0;
            return new Budget(name, allowedS, usedS, rounded(left), rounded(percent));
        }
    }

    static Sums of(ExposureSum sum, Tolerance tolerance) {
        return worst(List.of(sum), tolerance);
    }

    /** Of each figure on its own that of the strand that fared worst in it. */
    static Sums worst(LifeExposure exposure, Tolerance tolerance) {
        return worst(exposure.strands().stream().map(StrandExposure::sum).toList(), tolerance);
    }

    private static Sums worst(List<ExposureSum> sums, Tolerance tolerance) {
        var used = new ArrayList<Used>();
        for (int i = 0; i < tolerance.allowances().size(); i++) {
            int number = i;
            used.add(new Used(
                    tolerance.allowances().get(i).name(),
                    seconds(sums, sum -> sum.allowanceMicros().get(number))));
        }
        return new Sums(
                seconds(sums, sum -> sum.knownMicros() + sum.unknownMicros()),
                -most(sums, sum -> -sum.knownMicros()) / SECOND_MICROS + 0.0,
                seconds(sums, ExposureSum::unknownMicros),
                -most(sums, sum -> -sum.inBandMicros()) / SECOND_MICROS + 0.0,
                seconds(sums, ExposureSum::warmMicros),
                seconds(sums, ExposureSum::coldMicros),
                seconds(sums, ExposureSum::bothMicros),
                rounded(most(sums, ExposureSum::warmDegreeMinutes)),
                rounded(most(sums, ExposureSum::coldDegreeMinutes)),
                tolerance.freezesBelowCelsius() == null ? null : (Integer) (int) most(sums, ExposureSum::freezes),
                roundedOrNull(celsius(sums, ExposureSum::kineticMeanCelsius, Comparator.naturalOrder())),
                celsius(sums, ExposureSum::coldestCelsius, Comparator.reverseOrder()),
                celsius(sums, ExposureSum::warmestCelsius, Comparator.naturalOrder()),
                tolerance.shelfLife() == null ? null : (Double) rounded(100 * most(sums, ExposureSum::shelfLifeUsed)),
                used);
    }

    /** To a millionth: what comes after it depends on where sums begin. */
    static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }

    private static @Nullable Double roundedOrNull(@Nullable Double value) {
        return value == null ? null : (Double) rounded(value);
    }

    private static double seconds(List<ExposureSum> sums, ToDoubleFunction<ExposureSum> micros) {
        return most(sums, micros) / SECOND_MICROS;
    }

    private static double most(List<ExposureSum> sums, ToDoubleFunction<ExposureSum> figure) {
        return sums.stream().mapToDouble(figure).max().orElse(0);
    }

    private static @Nullable Double celsius(
            List<ExposureSum> sums, Function<ExposureSum, @Nullable Double> figure, Comparator<Double> worse) {
        return sums.stream().map(figure).filter(Objects::nonNull).max(worse).orElse(null);
    }

    /** What may be used up in a life, and what is left of it for the strand that used most. */
    static List<Budget> budgets(LifeExposure exposure, Tolerance tolerance) {
        var budgets = new ArrayList<Budget>();
        for (int i = 0; i < tolerance.allowances().size(); i++) {
            Allowance allowance = tolerance.allowances().get(i);
            double allowed = allowance.time().toNanos() / 1e9;
            budgets.add(
                    Budget.of(allowance.name(), allowed, allowed - exposure.leftMicros(tolerance, i) / SECOND_MICROS));
        }
        ShelfLife shelfLife = tolerance.shelfLife();
        if (shelfLife != null) {
            double life = shelfLife.life().toNanos() / 1e9;
            budgets.add(Budget.of(SHELF_LIFE, life, rounded(life * exposure.worst(ExposureSum::shelfLifeUsed))));
        }
        return budgets;
    }

    /** The one of which the smallest share is left. */
    static Optional<Budget> scarcest(List<Budget> budgets) {
        return budgets.stream().min(Comparator.comparingDouble(Budget::leftPercent));
    }
}
