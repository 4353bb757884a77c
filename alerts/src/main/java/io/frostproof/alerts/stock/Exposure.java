package io.frostproof.alerts.stock;

import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.notify.Notice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one handling unit lived through of one excursion: the overlap of the excursion with a stay.
 *
 * @param toMicros exclusive; null while both go on
 */
public record Exposure(
        UUID excursionId,
        Notice.Stock stock,
        long fromMicros,
        @Nullable Long toMicros) {

    /**
     * The exposures that an excursion caused, given the stays in its unit, by handling unit and in the order of time. Stays that touch or overlap are one exposure: goods
     * may have been there under several names, and with several pasts.
     */
    public static List<Exposure> of(Excursion excursion, List<Stay> stays) {
        var byHandlingUnit = new LinkedHashMap<String, List<Exposure>>();
        stays.stream().sorted(Comparator.comparingLong(Stay::fromMicros)).forEach(stay -> {
            long from = Math.max(excursion.startedMicros(), stay.fromMicros());
            Long to = earlier(excursion.endedMicros(), stay.toMicros());
            if (to == null || from < to) {
                add(
                        byHandlingUnit.computeIfAbsent(stay.stock().handlingUnit(), id -> new ArrayList<>()),
                        new Exposure(excursion.id(), stay.stock(), from, to));
            }
        });
        return byHandlingUnit.values().stream().flatMap(List::stream).toList();
    }

    private static void add(List<Exposure> exposures, Exposure next) {
        Exposure last = exposures.isEmpty() ? null : exposures.getLast();
        if (last == null || (last.toMicros() != null && last.toMicros() < next.fromMicros())) {
            exposures.add(next);
            return;
        }
        Long to = last.toMicros() == null || next.toMicros() == null
                ? null
                : Long.valueOf(Math.max(last.toMicros(), next.toMicros()));
        exposures.set(exposures.size() - 1, new Exposure(last.excursionId(), last.stock(), last.fromMicros(), to));
    }

    private static @Nullable Long earlier(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Math.min(one, other);
    }
}
