package io.frostproof.server.demo;

import io.frostproof.simulator.fleet.Fault;
import java.time.Duration;
import java.util.List;

/** What goes wrong in the demo, and when: one failure at once, others over the next minutes, and all of it again later. */
final class Story {

    /** The story repeats, so that a demo left running goes on telling something. */
    static final Duration LENGTH = Duration.ofMinutes(10);

    static final String FIRST_UNIT = "hb-locker-02";

    private static final List<Fault> CHAPTERS = List.of(
            new Fault(FIRST_UNIT, Fault.Kind.COMPRESSOR_FAILURE, Duration.ofSeconds(2), Duration.ofMinutes(2)),
            new Fault("mp-fridge-01", Fault.Kind.DOOR_OPEN, Duration.ofMinutes(2), Duration.ofMinutes(1)),
            new Fault("va-generator", Fault.Kind.MAINS_LOST, Duration.ofMinutes(4), Duration.ofMinutes(2)),
            new Fault("mo-locker-01", Fault.Kind.COMPRESSOR_FAILURE, Duration.ofMinutes(7), Duration.ofMinutes(1)));

    private Story() {}

    /** The faults of the first time round. */
    static List<Fault> faults() {
        return CHAPTERS;
    }

    /** The same faults, counted from {@code begin}. */
    static List<Fault> faultsFrom(Duration begin) {
        return CHAPTERS.stream()
                .map(fault -> new Fault(fault.unitKey(), fault.kind(), begin.plus(fault.start()), fault.duration()))
                .toList();
    }
}
