package io.frostproof.simulator.physics;

/** A compressor at work: whether it runs, when its thermostat switches it, and what it takes out. For one thread. */
final class Cooling {

    private static final double ZERO_CELSIUS = 273.15;

    /** Lowest and highest coefficients of performance that are believed at any temperatures. */
    private static final double LEAST_PERFORMANCE = 0.2;

    private static final double MOST_PERFORMANCE = 6;

    private final Compressor compressor;
    private boolean running;
    private boolean maySwitch;
    private double pauseSeconds;

    // Of the present step.
    private double on;
    private double off;
    private double source;
    private double slope;

    Cooling(Compressor compressor) {
        this.compressor = compressor;
    }

    void start(boolean begins) {
        running = begins;
    }

    /**
     * Switches it, at the beginning of a step.
     *
     * @param felt temperature at the thermostat, of air or ice
     * @param allowed whether there is power and nothing else holds it
     */
    void control(double setpointCelsius, double felt, boolean allowed, UnitConditions conditions) {
        double target = setpointCelsius + conditions.setpointShiftKelvin() + compressor.thermostatOffsetKelvin();
        on = target + compressor.hysteresisKelvin();
        off = target - compressor.hysteresisKelvin();
        double voltage = conditions.voltageFraction();
        boolean canRun = allowed && conditions.compressorWorks() && voltage >= compressor.stallVoltageFraction();
        boolean canStart =
                canRun && voltage >= compressor.startVoltageFraction() && pauseSeconds <= ColdUnit.REACHED_SECONDS;
        if (running && (!canRun || felt <= off + ColdUnit.REACHED_KELVIN)) {
            running = false;
            pauseSeconds = compressor.minimumOffSeconds();
        } else if (!running && canStart && felt >= on - ColdUnit.REACHED_KELVIN) {
            running = true;
        }
        maySwitch = running || canStart;
        prepare(felt, conditions);
    }

    /** Heat taken out as {@code source + slope * T_cold}; flat where the capacity is at one of its limits. */
    private void prepare(double cold, UnitConditions conditions) {
        source = 0;
        slope = 0;
        if (!running) {
            return;
        }
        double atZero = 1
                - compressor.evaporatingPerKelvin() * compressor.ratedColdCelsius()
                - compressor.condensingPerKelvin() * (conditions.ambientCelsius() - compressor.ratedAmbientCelsius());
        double factor = atZero + compressor.evaporatingPerKelvin() * cold;
        double scale = compressor.ratedWatts() * Compressor.chargeFactor(conditions.capacityFraction());
        if (factor >= compressor.mostFraction()) {
            source = scale * compressor.mostFraction();
        } else if (factor > 0) {
            source = scale * atZero;
            slope = scale * compressor.evaporatingPerKelvin();
        }
    }

    void pass(double seconds) {
        pauseSeconds = running ? 0 : Math.max(0, pauseSeconds - seconds);
    }

    /** How long it has to rest; {@link Double#MAX_VALUE} when it need not. */
    double pauseSeconds() {
        return pauseSeconds > ColdUnit.REACHED_SECONDS ? pauseSeconds : Double.MAX_VALUE;
    }

    /** How far it is to where the thermostat switches; 0 where it cannot. */
    double toSwitch(double felt) {
        if (!maySwitch) {
            return 0;
        }
        return running ? felt - off : on - felt;
    }

    double source() {
        return source;
    }

    double slope() {
        return slope;
    }

    /** Heat taken out of what has that temperature. */
    double watts(double coldCelsius) {
        return source + slope * coldCelsius;
    }

    /** Electricity that it draws for that. */
    double powerWatts(double coldCelsius, double ambientCelsius) {
        if (!running) {
            return 0;
        }
        double evaporator = coldCelsius - compressor.approachKelvin() + ZERO_CELSIUS;
        double condenser = ambientCelsius + compressor.approachKelvin() + ZERO_CELSIUS;
        double carnot = condenser > evaporator ? evaporator / (condenser - evaporator) : MOST_PERFORMANCE;
        double performance =
                Math.max(LEAST_PERFORMANCE, Math.min(MOST_PERFORMANCE, compressor.carnotFraction() * carnot));
        return watts(coldCelsius) / performance;
    }

    boolean running() {
        return running;
    }
}
