package io.frostproof.server.http;

import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.exposure.Figure;
import io.frostproof.alerts.exposure.Part;
import io.frostproof.alerts.exposure.ShelfLife;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.store.ExposureQueries.Traced;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rules of the ledger in words. */
final class ExposureWords {

    private static final String KNOWN = "a reading stood that is trusted";

    private ExposureWords() {}

    /** Which time counts for a figure. */
    static String rule(Figure figure, Tolerance tolerance) {
        String warm = limit("warmer than", tolerance.maxCelsius(), "the product has no upper limit");
        String cold = limit("colder than", tolerance.minCelsius(), "the product has no lower limit");
        return switch (figure.kind()) {
            case KNOWN -> KNOWN;
            case UNKNOWN -> "no reading stood that is trusted, or nobody told where it was";
            case IN_BAND -> "neither " + warm + ", nor " + cold;
            case TOO_WARM -> warm;
            case TOO_COLD -> cold;
            case BOTH -> warm + ", and " + cold + " by another probe";
            case WARM_DEGREE_MINUTES -> warm + ": by how much, times how long";
            case COLD_DEGREE_MINUTES -> cold + ": by how much, times how long";
            case FREEZES ->
                limit("colder than", tolerance.freezesBelowCelsius(), "freezing does nothing to the product")
                        + ", and not when last known";
            case MEAN_KINETIC ->
                KNOWN + ": seconds at 20 °C of the same effect, exp(10000 K (1/293.15 K - 1/T)) each (USP 1160)";
            case SHELF_LIFE -> shelfLife(tolerance.shelfLife());
            case COLDEST -> "the coldest that was known";
            case WARMEST -> "the warmest that was known";
            case ALLOWANCE -> allowance(tolerance.allowances().get(figure.allowance()));
        };
    }

    private static String limit(String how, @Nullable Double celsius, String none) {
        return celsius == null ? none : how + " " + number(celsius) + " °C";
    }

    private static String allowance(Allowance allowance) {
        boolean warm = allowance.side() == Allowance.Side.WARM;
        Double until = allowance.untilCelsius();
        return (warm ? "warmer than " : "colder than ") + number(allowance.beyondCelsius()) + " °C"
                + (until == null ? "" : ", and at " + (warm ? "most " : "least ") + number(until) + " °C");
    }

    private static String shelfLife(@Nullable ShelfLife shelfLife) {
        return switch (shelfLife) {
            case null -> "the product has no shelf life that temperature uses up";
            case ShelfLife.Q10 q10 ->
                "time by how fast it ages, " + number(q10.q10()) + " times as fast for each 10 K above "
                        + number(q10.labelCelsius()) + " °C, over " + time(q10.life());
            case ShelfLife.Arrhenius law ->
                "time by how fast it ages, Arrhenius with " + number(law.activationKilojoulesPerMole())
                        + " kJ/mol from " + number(law.labelCelsius()) + " °C on, over " + time(law.life());
        };
    }

    /** Who spoke, or why nobody did. */
    static String voice(Part part, Figure figure, Tolerance tolerance) {
        return switch (part.voice()) {
            case PRODUCT -> "probes in the product" + ofSeveral(figure, tolerance);
            case AIR ->
                (part.lagMicros() == 0
                                ? "probes in the air, which the product follows at once"
                                : "what the product makes of the air, with a lag of "
                                        + time(Duration.ofNanos(part.lagMicros() * 1000)))
                        + ofSeveral(figure, tolerance);
            case NO_PLACE -> "nobody told where it was";
            case NO_PROBE -> "no probe was placed there";
            case NOT_TRUSTED -> "nobody trusts the probes that were there";
            case SILENT -> "no reading stood";
        };
    }

    private static String ofSeveral(Figure figure, Tolerance tolerance) {
        return switch (figure.side(tolerance)) {
            case WARM -> "; of several the warmest";
            case COLD -> "; of several the coldest";
            case BOTH -> "; of several the warmest and the coldest";
        };
    }

    /** What is missing after the parts that are shown. */
    static String cut(Traced traced) {
        int shown = traced.parts().size();
        int after = traced.partsInAll() - traced.partsBefore() - shown;
        return after + " of " + traced.partsInAll() + " stretches come after these " + shown
                + " and are left out; next says where they begin, for explain_from";
    }

    private static String time(Duration duration) {
        double hours = duration.toMillis() / 3.6e6;
        return hours >= 48
                ? number(hours / 24) + " days"
                : hours >= 1 ? number(hours) + " h" : number(hours * 60) + " min";
    }

    private static String number(double value) {
        return ReadingsCsv.number(Math.round(value * 1000) / 1000.0).toLowerCase(Locale.ROOT);
    }
}
