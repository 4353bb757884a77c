package io.frostproof.alerts.network;

import io.frostproof.alerts.condition.Measure;
import org.jspecify.annotations.Nullable;

/** The sorts of {@link Measure}. The identifier is the word in files, SQL and the API. */
public enum MeasureKind {
    VALUE("value"),
    PRODUCT("product"),
    RATE_OF_CHANGE("rate_of_change"),
    MEAN_KINETIC("mean_kinetic"),
    DEGREE_MINUTES("degree_minutes"),
    CROSSINGS("crossings"),
    SPREAD("spread"),
    MISSING("missing"),
    WHILE("while"),
    DISAGREEMENT("disagreement"),
    CALIBRATION("calibration");

    private final String id;

    MeasureKind(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** The one of this identifier, or null. */
    public static @Nullable MeasureKind find(String id) {
        for (MeasureKind kind : values()) {
            if (kind.id.equals(id)) {
                return kind;
            }
        }
        return null;
    }

    /** The sort of a measure. */
    public static MeasureKind of(Measure measure) {
        return switch (measure) {
            case Measure.Value v -> VALUE;
            case Measure.Product p -> PRODUCT;
            case Measure.Change c -> RATE_OF_CHANGE;
            case Measure.MeanKinetic m -> MEAN_KINETIC;
            case Measure.DegreeMinutes d -> DEGREE_MINUTES;
            case Measure.Crossings c -> CROSSINGS;
            case Measure.Spread s -> SPREAD;
            case Measure.Missing m -> MISSING;
            case Measure.While w -> WHILE;
            case Measure.Disagreement d -> DISAGREEMENT;
            case Measure.Calibration c -> CALIBRATION;
        };
    }
}
