package io.frostproof.simulator.physics;

/** The timer of a defrost heater, and whether that is on. For one thread. */
final class DefrostTimer {

    private final Defrost defrost;
    /** Since the beginning of the last defrost, without the time that had no power. */
    private double clockSeconds;

    private boolean on;

    /** A whole interval is ahead of it. */
    DefrostTimer(Defrost defrost) {
        this.defrost = defrost;
        clockSeconds = defrost.durationSeconds();
    }

    /**
     * As if it had run for long.
     *
     * @param place somewhere between two defrosts, 0 to 1
     */
    void runFor(double place) {
        clockSeconds = defrost.durationSeconds() + place * (defrost.intervalSeconds() - defrost.durationSeconds());
    }

    void control(boolean powered, boolean stuck) {
        if (clockSeconds >= defrost.intervalSeconds() - ColdUnit.REACHED_SECONDS) {
            clockSeconds = 0;
        }
        on = powered && (stuck || heats());
    }

    private boolean heats() {
        return clockSeconds < defrost.durationSeconds() - ColdUnit.REACHED_SECONDS;
    }

    /** Powered time until it switches next. */
    double untilSwitchSeconds() {
        double next = heats() ? defrost.durationSeconds() : defrost.intervalSeconds();
        return next - clockSeconds;
    }

    void pass(double poweredSeconds) {
        clockSeconds += poweredSeconds;
    }

    boolean on() {
        return on;
    }

    /** Electricity that it draws. */
    double watts() {
        return on ? defrost.heaterWatts() : 0;
    }

    /** What of that ends in the air of the unit. */
    double toAirWatts() {
        return on ? defrost.heaterWatts() * defrost.toAirFraction() : 0;
    }
}
