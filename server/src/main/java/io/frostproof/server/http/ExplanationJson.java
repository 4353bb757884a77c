package io.frostproof.server.http;

import io.frostproof.alerts.exposure.Figure;
import io.frostproof.alerts.exposure.Part;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.store.ExposureQueries.Traced;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stretches of time that made a figure, as the contract describes them. */
final class ExplanationJson {

    private static final double SECOND_MICROS = 1e6;

    private ExplanationJson() {}

    /** A figure, taken apart. */
    record Explanation(
            String figure,
            @Nullable String allowance,
            int strand,
            @Nullable Double value,
            String valueUnit,
            String madeBy,
            String addedUnit,
            String rule,
            @Nullable Double shown,
            List<Stretch> stretches,
            int stretchesBefore,
            int stretchesInAll,
            @Nullable String cut,
            @Nullable Instant next) {}

    /** One of its parts. */
    record Stretch(
            String handlingUnit,
            @Nullable String unit,
            @Nullable String unitName,
            Instant from,
            Instant to,
            @Nullable Double coldestCelsius,
            @Nullable Double warmestCelsius,
            double added,
            String voice,
            double lagS,
            String probeRule,
            List<Heard> channels) {}

    /** A channel that spoke. */
    record Heard(
            String channel,
            int readings,
            @Nullable Instant first,
            @Nullable Instant last,
            @Nullable String link) {}

    /** The units of a figure, and how parts make it. */
    private record Making(String valueUnit, String madeBy, String addedUnit, double perUnit) {}

    private static Making making(Figure.Kind kind) {
        return switch (kind) {
            case KNOWN, UNKNOWN, IN_BAND, TOO_WARM, TOO_COLD, BOTH, ALLOWANCE ->
                new Making("s", "sum", "s", 1 / SECOND_MICROS);
            case WARM_DEGREE_MINUTES, COLD_DEGREE_MINUTES -> new Making("K.min", "sum", "K.min", 1);
            case FREEZES -> new Making("1", "sum", "1", 1);
            case MEAN_KINETIC -> new Making("Cel", "mean_kinetic", "s", 1 / SECOND_MICROS);
            case SHELF_LIFE -> new Making("%", "sum", "%", 100);
            case COLDEST -> new Making("Cel", "smallest", "Cel", 1);
            case WARMEST -> new Making("Cel", "largest", "Cel", 1);
        };
    }

    static Explanation of(Traced traced, Tolerance tolerance, Map<String, String> unitNames) {
        Figure figure = traced.figure();
        Figure.Kind kind = figure.kind();
        Making making = making(kind);
        List<Stretch> stretches = traced.parts().stream()
                .map(part -> stretch(part, figure, tolerance, making.perUnit(), unitNames))
                .toList();
        boolean adds = kind != Figure.Kind.COLDEST && kind != Figure.Kind.WARMEST;
        Long next = traced.nextMicros();
        return new Explanation(
                kind.id(),
                kind == Figure.Kind.ALLOWANCE
                        ? tolerance.allowances().get(figure.allowance()).name()
                        : null,
                traced.strand(),
                value(traced, making.perUnit()),
                making.valueUnit(),
                making.madeBy(),
                making.addedUnit(),
                ExposureWords.rule(figure, tolerance),
                adds
                        ? (Double) ExposureFigures.rounded(
                                stretches.stream().mapToDouble(Stretch::added).sum())
                        : null,
                stretches,
                traced.partsBefore(),
                traced.partsInAll(),
                next == null ? null : ExposureWords.cut(traced),
                next == null ? null : ExposureJson.instant(next));
    }

    private static @Nullable Double value(Traced traced, double perUnit) {
        if (traced.figure().kind() == Figure.Kind.MEAN_KINETIC) {
            Double mean = traced.inStrand().kineticMeanCelsius();
            return mean == null ? null : (Double) ExposureFigures.rounded(mean);
        }
        double value = traced.figure().of(traced.inStrand());
        return Double.isNaN(value) ? null : (Double) ExposureFigures.rounded(value * perUnit);
    }

    private static Stretch stretch(
            Part part, Figure figure, Tolerance tolerance, double perUnit, Map<String, String> unitNames) {
        String place = part.sojourn().place();
        return new Stretch(
                part.sojourn().handlingUnit(),
                place,
                place == null ? null : unitNames.get(place),
                ExposureJson.instant(part.fromMicros()),
                ExposureJson.instant(part.toMicros()),
                part.coldestCelsius(),
                part.warmestCelsius(),
                Math.round(part.added() * perUnit * 1e9) / 1e9,
                part.voice().id(),
                part.lagMicros() / SECOND_MICROS,
                ExposureWords.voice(part, figure, tolerance),
                part.heard().stream().map(ExplanationJson::heard).toList());
    }

    private static Heard heard(Part.Heard heard) {
        Long first = heard.firstMicros();
        Long last = heard.lastMicros();
        return first == null || last == null
                ? new Heard(heard.channel(), heard.readings(), null, null, null)
                : new Heard(
                        heard.channel(),
                        heard.readings(),
                        ExposureJson.instant(first),
                        ExposureJson.instant(last),
                        "/api/v1/readings?channel=" + URLEncoder.encode(heard.channel(), StandardCharsets.UTF_8)
                                + "&from=" + ExposureJson.instant(first) + "&to=" + ExposureJson.instant(last + 1));
    }
}
