package io.frostproof.server.http;

import io.frostproof.server.http.ExposureFigures.Budget;
import io.frostproof.server.http.ExposureFigures.Sums;
import io.frostproof.server.http.ExposureFigures.Used;
import io.frostproof.server.http.ExposureJson.Exposure;
import io.frostproof.server.http.ExposureJson.PlaceJson;
import io.frostproof.server.http.ExposureJson.StrandJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A ledger as CSV (RFC 4180: lines end with CR LF, the first one names the columns): a row for each place of each strand, then one for the sum of the strand.
 * What is not known, or not so of a row, is empty.
 */
final class ExposureCsv {

    private static final List<String> COLUMNS = List.of(
            "handling_unit",
            "lot",
            "product",
            "strand",
            "row",
            "as_handling_unit",
            "unit",
            "from",
            "to",
            "elapsed_s",
            "known_s",
            "unknown_s",
            "in_band_s",
            "too_warm_s",
            "too_cold_s",
            "too_warm_and_too_cold_s",
            "too_warm_degree_minutes",
            "too_cold_degree_minutes",
            "freezes",
            "mean_kinetic_celsius",
            "coldest_celsius",
            "warmest_celsius",
            "shelf_life_used_percent");

    private ExposureCsv() {}

    static String of(Exposure exposure) {
        var text = new StringBuilder();
        var head = new ArrayList<>(COLUMNS);
        exposure.tolerance().allowances().forEach(allowance -> {
            String name = allowance.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
            head.add("allowance_" + name + "_used_s");
            head.add("allowance_" + name + "_left_s");
        });
        line(text, head);
        for (StrandJson strand : exposure.strands()) {
            for (PlaceJson place : strand.places()) {
                line(
                        text,
                        row(
                                exposure,
                                strand,
                                "place",
                                place.handlingUnit(),
                                place.unit(),
                                place.from(),
                                place.to(),
                                place.sums()));
            }
            if (!strand.places().isEmpty()) {
                line(
                        text,
                        row(
                                exposure,
                                strand,
                                "sum",
                                null,
                                null,
                                strand.places().getFirst().from(),
                                strand.places().getLast().to(),
                                strand.sums()));
            }
        }
        return text.toString();
    }

    private static List<String> row(
            Exposure exposure,
            StrandJson strand,
            String kind,
            @Nullable String handlingUnit,
            @Nullable String unit,
            Instant from,
            Instant to,
            Sums sums) {
        var row = new ArrayList<String>(List.of(
                exposure.handlingUnit(),
                text(exposure.lot()),
                text(exposure.product()),
                Integer.toString(strand.strand()),
                kind,
                text(handlingUnit),
                text(unit),
                from.toString(),
                to.toString(),
                number(sums.elapsedS()),
                number(sums.knownS()),
                number(sums.unknownS()),
                number(sums.inBandS()),
                number(sums.tooWarmS()),
                number(sums.tooColdS()),
                number(sums.tooWarmAndTooColdS()),
                number(sums.tooWarmDegreeMinutes()),
                number(sums.tooColdDegreeMinutes()),
                sums.freezes() == null ? "" : sums.freezes().toString(),
                number(sums.meanKineticCelsius()),
                number(sums.coldestCelsius()),
                number(sums.warmestCelsius()),
                number(sums.shelfLifeUsedPercent())));
        for (int i = 0; i < sums.allowances().size(); i++) {
            Used used = sums.allowances().get(i);
            double allowed = exposure.tolerance().allowances().get(i).timeS();
            row.add(number(used.usedS()));
            row.add(
                    kind.equals("sum")
                            ? number(Budget.of(used.name(), allowed, used.usedS())
                                    .leftS())
                            : "");
        }
        return row;
    }

    private static void line(StringBuilder text, List<String> fields) {
        text.append(String.join(",", fields.stream().map(ReadingsCsv::field).toList()))
                .append("\r\n");
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String number(@Nullable Double value) {
        return value == null ? "" : ReadingsCsv.number(value.doubleValue());
    }
}
