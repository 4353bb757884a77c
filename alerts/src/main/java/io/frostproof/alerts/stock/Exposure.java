package io.frostproof.alerts.stock;

import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.notify.Notice;
import java.util.ArrayList;
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

    /** The exposures that an excursion caused, given the stays in its unit. */
    public static List<Exposure> of(Excursion excursion, List<Stay> stays) {
        var exposures = new ArrayList<Exposure>();
        for (Stay stay : stays) {
            long from = Math.max(excursion.startedMicros(), stay.fromMicros());
            Long to = earlier(excursion.endedMicros(), stay.toMicros());
            if (to == null || from < to) {
                exposures.add(new Exposure(excursion.id(), stay.stock(), from, to));
            }
        }
        return List.copyOf(exposures);
    }

    private static @Nullable Long earlier(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Math.min(one, other);
    }
}
