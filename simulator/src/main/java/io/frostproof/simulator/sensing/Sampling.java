package io.frostproof.simulator.sensing;

import io.frostproof.protocol.Quality;
import io.frostproof.protocol.Sample;
import java.util.Arrays;

/** Takes readings: of all channels on the interval, by the device's own oscillator, and at once of what is watched and changes. For one thread. */
final class Sampling {

    /** From the start to the first sample. */
    private static final long START_MILLIS = 5_000;

    private static final long MICROS = 1_000;

    /** The contract: above it readings are marked {@code clock}. */
    private static final double DOUBTFUL_CLOCK_MILLIS = 60_000;

    private final DeviceDesign design;
    private final Probe[] probes;
    private final DeviceClock clock;
    private final Cell cell;
    private final Rhythm rhythm;
    private final Batch batch;
    private final long[] lastMicros;
    private long nextUp;
    private long readings;

    Sampling(DeviceDesign design, Probe[] probes, DeviceClock clock, Cell cell, Rhythm rhythm, Batch batch) {
        this.design = design;
        this.probes = probes;
        this.clock = clock;
        this.cell = cell;
        this.rhythm = rhythm;
        this.batch = batch;
        lastMicros = new long[probes.length];
        Arrays.fill(lastMicros, Long.MIN_VALUE);
    }

    /** The device starts. */
    void restart() {
        Arrays.fill(lastMicros, Long.MIN_VALUE);
        nextUp = START_MILLIS;
    }

    /** Says when to sample next, in up time. */
    void next(long up) {
        nextUp = up;
    }

    long nextUp() {
        return nextUp;
    }

    void measure(long nowMillis, Surroundings world, DeviceTroubles troubles) {
        long up = clock.up(nowMillis);
        boolean due = up >= nextUp;
        boolean event = false;
        if (due) {
            nextUp += (up - nextUp) / rhythm.sampleMillis() * rhythm.sampleMillis();
        }
        for (int i = 0; i < probes.length; i++) {
            if (due || probes[i].changed(world, troubles.of(probes[i].design.id()))) {
                event |= sample(i, due ? nextUp : up, nowMillis, world, troubles);
            }
        }
        if (due) {
            nextUp += rhythm.sampleMillis();
            event |= batch.fullAfterSampling();
        }
        if (event) {
            batch.close(nowMillis);
        }
    }

    /** Takes one reading; whether it is an event. */
    private boolean sample(int index, long up, long nowMillis, Surroundings world, DeviceTroubles troubles) {
        Probe probe = probes[index];
        ChannelTroubles wrong = troubles.of(probe.design.id());
        boolean event = probe.changed(world, wrong);
        probe.measure(world, design.node(), cell.percent(), nowMillis, wrong);
        boolean undated = design.hardware().clock() == Hardware.Clock.NONE;
        long micros = (undated ? up : clock.ofUp(up)) * MICROS;
        if (micros == lastMicros[index]) {
            micros += MICROS; // an event in the millisecond of a sample; two values must not claim one time
        }
        lastMicros[index] = micros;
        int quality = (event ? Quality.EDGE : 0)
                | (probe.fault() ? Quality.FAULT : 0)
                | (!undated && doubtful(nowMillis) ? Quality.CLOCK : 0);
        boolean declared = probe.unit() == probe.design.quantity().unit();
        batch.add(new Sample(probe.design.id(), micros, probe.value(), quality, declared ? null : probe.unit()));
        readings++;
        return event;
    }

    private boolean doubtful(long nowMillis) {
        return clock.sinceSynchronised(nowMillis) * design.hardware().clockPpm() / 1e6 > DOUBTFUL_CLOCK_MILLIS;
    }

    /** Sets the clock, unless it is a faulty one; between readings and never within a message. */
    void synchronise(long nowMillis, long clockMillis) {
        if (!clock.faulty()) {
            batch.close(nowMillis);
            clock.set(nowMillis, clockMillis);
        }
    }

    long readings() {
        return readings;
    }
}
