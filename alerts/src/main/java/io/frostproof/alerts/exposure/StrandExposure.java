package io.frostproof.alerts.exposure;

import io.frostproof.alerts.life.Sojourn;
import io.frostproof.alerts.life.Strand;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What the goods of one strand lived through: place after place, and in all.
 *
 * @param places in the order of time; the last one until the moment that was asked for
 */
public record StrandExposure(List<Lived> places, ExposureSum sum) {

    public StrandExposure {
        places = List.copyOf(places);
    }

    /**
     * Reckons it.
     *
     * @param meters of each place by id, for one tolerance
     * @param allowances how many allowances that tolerance has
     * @param nowMicros until when; what comes later is left out
     */
    static StrandExposure of(Strand strand, Function<String, ExposureMeter> meters, int allowances, long nowMicros) {
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
                    : meters.apply(place).between(sojourn.fromMicros(), to);
            places.add(new Lived(sojourn, sum));
            all = all.then(sum);
        }
        return new StrandExposure(places, all);
    }
}
