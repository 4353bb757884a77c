package io.frostproof.simulator.power;

/**
 * The battery of a device: energy in and out, less of it in the cold, and the voltage of one lithium-ion cell. Confined to one thread.
 *
 * <p>What is drawn counts more when it is cold: such cells give about 85 % at 0 °C and 60 % at -20 °C, and the model takes the straight
 * lines between. They are not charged below 0 °C, which would plate lithium, and chargers prevent it. Health below 1 is an old battery: it
 * holds and gives only that part.
 */
public final class DeviceBattery {

    private static final double SECONDS_PER_HOUR = 3600;
    private static final double SECONDS_PER_DAY = 86_400;
    private static final double HUNDRED_PERCENT = 100;
    private static final double CHARGES_FROM_CELSIUS = 0;

    /** Open-circuit voltage of a cell with a graphite anode and NMC cathode, at the parts of its charge beside it. */
    private static final double[] PARTS = {0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1};

    private static final double[] VOLTS = {3.0, 3.3, 3.45, 3.58, 3.7, 3.83, 3.98, 4.18};

    private final BatteryDesign design;
    private double health = 1;
    /** 0 to 1 of what it can hold. */
    private double charge;

    private double amperes;

    /** @param percent of its charge, 0 to 100 */
    public DeviceBattery(BatteryDesign design, double percent) {
        Check.between("percent", percent, 0, HUNDRED_PERCENT);
        this.design = design;
        this.charge = percent / HUNDRED_PERCENT;
    }

    /**
     * Ages the battery; the part of it that is charged stays.
     *
     * @param fraction what it holds of a new one's capacity, 0.01 to 1
     */
    public void health(double fraction) {
        Check.between("fraction", fraction, 0.01, 1);
        health = fraction;
    }

    /**
     * Lets time pass under the same conditions.
     *
     * @param charging whether the charger has power; it feeds the device, too
     * @param drawWatts of the device
     */
    public void advance(double seconds, boolean charging, double drawWatts, double ambientCelsius) {
        Check.notNegative("seconds", seconds);
        Check.notNegative("drawWatts", drawWatts);
        double joules = design.capacityWattHours() * SECONDS_PER_HOUR * health;
        double change = -design.selfDischargePerDay() * seconds / SECONDS_PER_DAY;
        amperes = 0;
        if (!charging) {
            amperes = charge > 0 ? drawWatts / openVolts() : 0;
            change -= drawWatts * seconds / (joules * coldFactor(ambientCelsius));
        } else if (ambientCelsius >= CHARGES_FROM_CELSIUS) {
            change += design.chargeWatts() * design.chargeEfficiency() * seconds / joules;
        }
        charge = Math.max(0, Math.min(1, charge + change));
    }

    private static double coldFactor(double celsius) {
        if (celsius >= 25) {
            return 1;
        }
        if (celsius >= 0) {
            return 0.85 + 0.15 * celsius / 25;
        }
        return Math.max(0.3, 0.85 + 0.25 * celsius / 20);
    }

    private double openVolts() {
        int i = 1;
        while (i < PARTS.length - 1 && charge > PARTS[i]) {
            i++;
        }
        double part = (charge - PARTS[i - 1]) / (PARTS[i] - PARTS[i - 1]);
        return VOLTS[i - 1] + part * (VOLTS[i] - VOLTS[i - 1]);
    }

    /** What is left of what it can hold, as gauges show it. */
    public double percent() {
        return HUNDRED_PERCENT * charge;
    }

    /** At its terminals under the present draw; an old battery has more resistance. */
    public double volts() {
        return openVolts() - amperes * design.internalOhms() / health;
    }

    public boolean empty() {
        return charge <= 0;
    }
}
