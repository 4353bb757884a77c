package io.frostproof.simulator.sensing;

/**
 * The oscillator and the clock of one device. Up time is what the oscillator has counted since the start; it never jumps. The clock
 * is up time and an offset, which faults and synchronisation change.
 */
final class DeviceClock {

    private final double ownPpm;
    private long anchorMillis;
    private long anchorUp;
    private double ppm;
    private double faultPpm;
    private long clockMinusUp;
    private long stepMillis;
    private long synchronisedMillis;

    DeviceClock(long startMillis, double ownPpm) {
        this.ownPpm = ownPpm;
        ppm = ownPpm;
        anchorMillis = startMillis;
        clockMinusUp = startMillis;
        synchronisedMillis = startMillis;
    }

    /** Milliseconds since the device's start, by its oscillator. */
    long up(long nowMillis) {
        long since = nowMillis - anchorMillis;
        return anchorUp + since + (long) Math.floor(since * ppm / 1e6);
    }

    /** The first millisecond at which the oscillator has counted {@code up}. */
    long whenUp(long up) {
        long at = anchorMillis + (long) Math.ceil((up - anchorUp) / (1 + ppm / 1e6));
        while (up(at) < up) {
            at++;
        }
        while (up(at - 1) >= up) {
            at--;
        }
        return at;
    }

    /** What the clock shows, milliseconds since 1970. */
    long clock(long nowMillis) {
        return ofUp(up(nowMillis));
    }

    /** What the clock shows at an up time near now. */
    long ofUp(long up) {
        return up + clockMinusUp + stepMillis;
    }

    boolean otherFaults(long newStepMillis, double newFaultPpm) {
        return newStepMillis != stepMillis || newFaultPpm != faultPpm;
    }

    /** Takes note of faults. When the last one is over, the clock is set right. */
    void faults(long nowMillis, long newStepMillis, double newFaultPpm) {
        anchor(nowMillis);
        stepMillis = newStepMillis;
        faultPpm = newFaultPpm;
        ppm = ownPpm + newFaultPpm;
        if (!faulty()) {
            set(nowMillis, nowMillis);
        }
    }

    boolean faulty() {
        return stepMillis != 0 || faultPpm != 0;
    }

    /** Sets the clock to {@code clockMillis}. */
    void set(long nowMillis, long clockMillis) {
        clockMinusUp = clockMillis - up(nowMillis);
        synchronisedMillis = nowMillis;
    }

    long sinceSynchronised(long nowMillis) {
        return nowMillis - synchronisedMillis;
    }

    /** The device starts: up time begins again, the clock goes on. */
    void restart(long nowMillis) {
        anchor(nowMillis);
        clockMinusUp += anchorUp;
        anchorUp = 0;
    }

    private void anchor(long nowMillis) {
        anchorUp = up(nowMillis);
        anchorMillis = nowMillis;
    }
}
