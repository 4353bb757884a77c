package io.frostproof.alerts.exposure;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure of the ledger that can be traced to readings.
 *
 * @param allowance number of the tolerance's allowance when it is one; 0 otherwise
 */
public record Figure(Kind kind, int allowance) {

    /** What it says, and of which temperature. */
    public enum Kind {
        KNOWN("known", Side.BOTH),
        UNKNOWN("unknown", Side.BOTH),
        IN_BAND("in_band", Side.BOTH),
        TOO_WARM("too_warm", Side.WARM),
        TOO_COLD("too_cold", Side.COLD),
        BOTH("too_warm_and_too_cold", Side.BOTH),
        WARM_DEGREE_MINUTES("too_warm_degree_minutes", Side.WARM),
        COLD_DEGREE_MINUTES("too_cold_degree_minutes", Side.COLD),
        FREEZES("freezes", Side.COLD),
        MEAN_KINETIC("mean_kinetic", Side.WARM),
        SHELF_LIFE("shelf_life_used", Side.WARM),
        COLDEST("coldest", Side.COLD),
        WARMEST("warmest", Side.WARM),
        ALLOWANCE("allowances", Side.BOTH);

        private final String id;
        private final Side side;

        Kind(String id, Side side) {
            this.id = id;
            this.side = side;
        }

        /** Its word in the API. */
        public String id() {
            return id;
        }

        /** The one of a word, or null. */
        public static @Nullable Kind find(String id) {
            for (Kind kind : values()) {
                if (kind.id.equals(id)) {
                    return kind;
                }
            }
            return null;
        }
    }

    /** Of which of the two temperatures of a course it is. */
    public enum Side {
        WARM,
        COLD,
        BOTH
    }

    public Figure(Kind kind) {
        this(kind, 0);
    }

    /** All figures of goods of a tolerance. */
    public static List<Figure> all(Tolerance tolerance) {
        var figures = new ArrayList<Figure>();
        for (Kind kind : Kind.values()) {
            if (kind != Kind.ALLOWANCE) {
                figures.add(new Figure(kind));
            }
        }
        for (int i = 0; i < tolerance.allowances().size(); i++) {
            figures.add(new Figure(Kind.ALLOWANCE, i));
        }
        return figures;
    }

    /** The more the worse, to tell which of several strands fared worst. */
    double badness(ExposureSum sum) {
        double value = of(sum);
        return switch (kind) {
            case KNOWN, IN_BAND -> -value;
            case COLDEST -> Double.isNaN(value) ? Double.NEGATIVE_INFINITY : -value;
            case WARMEST -> Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
            case MEAN_KINETIC -> sum.knownMicros() == 0 ? Double.NEGATIVE_INFINITY : value / sum.knownMicros();
            default -> value;
        };
    }

    /** By which of the temperatures of a place it counts. */
    public Side side(Tolerance tolerance) {
        return kind != Kind.ALLOWANCE
                ? kind.side
                : tolerance.allowances().get(allowance).side() == Allowance.Side.WARM ? Side.WARM : Side.COLD;
    }

    /**
     * Its value: µs of a time, °C min, a number of freezes, a share of the shelf life, °C; of {@link Kind#MEAN_KINETIC} the sum that the mean is made of
     * ({@link ExposureSum#kineticMicros}). NaN when nothing is known.
     */
    public double of(ExposureSum sum) {
        return switch (kind) {
            case KNOWN -> sum.knownMicros();
            case UNKNOWN -> sum.unknownMicros();
            case IN_BAND -> sum.inBandMicros();
            case TOO_WARM -> sum.warmMicros();
            case TOO_COLD -> sum.coldMicros();
            case BOTH -> sum.bothMicros();
            case WARM_DEGREE_MINUTES -> sum.warmDegreeMinutes();
            case COLD_DEGREE_MINUTES -> sum.coldDegreeMinutes();
            case FREEZES -> sum.freezes();
            case MEAN_KINETIC -> sum.kineticMicros();
            case SHELF_LIFE -> sum.shelfLifeUsed();
            case COLDEST -> orNaN(sum.coldestCelsius());
            case WARMEST -> orNaN(sum.warmestCelsius());
            case ALLOWANCE -> sum.allowanceMicros().get(allowance);
        };
    }

    private static double orNaN(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    /** Whether stretches of these temperatures are part of it; NaN: unknown. */
    boolean counts(double coldest, double warmest, Tolerance tolerance, ExposureSum whole) {
        if (Double.isNaN(coldest)) {
            return kind == Kind.UNKNOWN;
        }
        boolean tooWarm = tolerance.tooWarm(warmest);
        boolean tooCold = tolerance.tooCold(coldest);
        return switch (kind) {
            case KNOWN, MEAN_KINETIC -> true;
            case UNKNOWN -> false;
            case IN_BAND -> !tooWarm && !tooCold;
            case TOO_WARM, WARM_DEGREE_MINUTES -> tooWarm;
            case TOO_COLD, COLD_DEGREE_MINUTES -> tooCold;
            case BOTH -> tooWarm && tooCold;
            case FREEZES -> tolerance.frozen(coldest);
            case SHELF_LIFE -> tolerance.shelfLife() != null;
            case COLDEST -> coldest == of(whole);
            case WARMEST -> warmest == of(whole);
            case ALLOWANCE -> tolerance.allowances().get(allowance).usedAt(coldest, warmest);
        };
    }
}
