package io.frostproof.alerts.exposure;

import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * The probes of a place for a stretch of time.
 *
 * @param lagMicros time constant of the product in the air of the place, by event time
 */
public record PlaceProbes(List<Probe> probes, LongUnaryOperator lagMicros) {

    public PlaceProbes {
        probes = List.copyOf(probes);
    }

    /** What they say of goods there, by the rule of {@link SpeakingProbes}. */
    public Course course() {
        return SpeakingProbes.course(courses(true), courses(false));
    }

    private List<Course> courses(boolean inProduct) {
        return probes.stream()
                .filter(probe -> probe.inProduct() == inProduct)
                .map(Probe::course)
                .toList();
    }
}
