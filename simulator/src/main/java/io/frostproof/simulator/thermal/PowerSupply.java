package io.frostproof.simulator.thermal;

/**
 * Mains with a standby generator, as states: the generator starts a while after the mains fail, burns fuel while it runs, and
 * stops when the mains are back or the tank is empty. Confined to one thread.
 */
public final class PowerSupply {

    /** A usual automatic transfer switch waits and cranks for about ten seconds. */
    public static final double START_DELAY_SECONDS = 10;

    /** A tank for half a day at full load, a common size: 100 % / 12.5 h. */
    public static final double FUEL_PERCENT_PER_HOUR = 8;

    private static final double SECONDS_PER_HOUR = 3600;

    private double fuelPercent;
    private boolean mains = true;
    private double secondsWithoutMains;

    public PowerSupply(double fuelPercent) {
        if (!(fuelPercent >= 0 && fuelPercent <= 100)) {
            throw new IllegalArgumentException("fuelPercent " + fuelPercent + ": expected 0 to 100");
        }
        this.fuelPercent = fuelPercent;
    }

    /** Lets {@code seconds} pass with or without mains. */
    public void advance(double seconds, boolean mainsPresent) {
        mains = mainsPresent;
        if (mainsPresent) {
            secondsWithoutMains = 0;
            return;
        }
        double before = secondsWithoutMains;
        secondsWithoutMains += seconds;
        double running = secondsWithoutMains - Math.max(before, START_DELAY_SECONDS);
        if (running > 0) {
            fuelPercent = Math.max(0, fuelPercent - running * FUEL_PERCENT_PER_HOUR / SECONDS_PER_HOUR);
        }
    }

    public boolean mains() {
        return mains;
    }

    public boolean generatorRunning() {
        return !mains && secondsWithoutMains >= START_DELAY_SECONDS && fuelPercent > 0;
    }

    public double fuelPercent() {
        return fuelPercent;
    }

    /** Whether what hangs on it has electricity. */
    public boolean powered() {
        return mains || generatorRunning();
    }
}
