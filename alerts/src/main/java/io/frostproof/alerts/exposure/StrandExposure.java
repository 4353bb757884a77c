package io.frostproof.alerts.exposure;

import io.frostproof.alerts.life.Sojourn;
import io.frostproof.alerts.life.Strand;
import java.util.ArrayList;
import java.util.List;

/**
 * What the goods of one strand lived through: place after place, and in all.
 *
 * @param places in the order of time; the last one until the moment that was asked for
 */
public record StrandExposure(List<Lived> places, ExposureSum sum) {

    public StrandExposure {
        places = List.copyOf(places);
    }

    /** Knows what goods lived through at places. */
    public interface Sums {
        /** At a place by id; the end is exclusive, and later than the begin. */
        ExposureSum between(String place, long fromMicros, long toMicros);
    }

    /**
     * Reckons it.
     *
     * @param sums of each place, for one tolerance
     * @param allowances how many allowances that tolerance has
     * @param nowMicros until when; what comes later is left out
     */
    static StrandExposure of(Strand strand, Sums sums, int allowances, long nowMicros) {
        var places = new ArrayList<Lived>();
        ExposureSum all = ExposureSum.unknown(0, allowances);
        for (Sojourn sojourn : strand.sojourns()) {
            Long until = sojourn.toMicros();
            long to = until == null ? nowMicros : Math.min(until, nowMicros);
            if (sojourn.fromMicros() >= to) {
                break;
            }
            String place = sojourn.place();
            ExposureSum sum = place == null
                    ? ExposureSum.unknown(to - sojourn.fromMicros(), allowances)
                    : sums.between(place, sojourn.fromMicros(), to);
            places.add(new Lived(sojourn, sum));
            all = all.then(sum);
        }
        return new StrandExposure(places, all);
    }
}
