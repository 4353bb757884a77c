package io.frostproof.simulator.thermal;

/**
 * One cold unit over time:
 *
 * <pre>
 * C_air dT_air/dt           = G_out (T_ambient - T_air) + G_coupling (T_contents - T_air) - P_cooling
 * C_contents dT_contents/dt = G_coupling (T_air - T_contents)
 * </pre>
 *
 * with G_out = leak, plus door while open, and P_cooling by a thermostat with hysteresis. Integrated with Runge-Kutta of order
 * four in steps of at most five seconds; the thermostat looks once a step. Confined to one thread.
 */
public final class ThermalUnit {

    /** Also bounds how far the thermostat overshoots: a locker's air changes by less than 0.2 K in it. */
    private static final double MAX_STEP_SECONDS = 5;

    private static final double STEPS_PER_TIME_CONSTANT = 10;

    private final ThermalParameters parameters;
    private final double setpointCelsius;
    private final double ambientCelsius;
    private double airCelsius;
    private double contentsCelsius;
    private boolean compressorRunning;

    /** Starts settled at the set point. */
    public ThermalUnit(ThermalParameters parameters, double setpointCelsius, double ambientCelsius) {
        this.parameters = parameters;
        this.setpointCelsius = setpointCelsius;
        this.ambientCelsius = ambientCelsius;
        this.airCelsius = setpointCelsius;
        this.contentsCelsius = setpointCelsius;
    }

    /** Lets {@code seconds} pass under the same conditions. */
    public void advance(double seconds, Conditions conditions) {
        double outside =
                parameters.leakWattsPerKelvin() + (conditions.doorOpen() ? parameters.doorWattsPerKelvin() : 0);
        // The fastest eigenvalue is at most the sum of both rates; a step beyond it would make Runge-Kutta diverge.
        double fastest = 1
                / ((outside + parameters.couplingWattsPerKelvin()) / parameters.airJoulesPerKelvin()
                        + parameters.couplingWattsPerKelvin() / parameters.contentsJoulesPerKelvin());
        double longest = Math.min(MAX_STEP_SECONDS, fastest / STEPS_PER_TIME_CONSTANT);
        int steps = (int) Math.ceil(seconds / longest);
        for (int i = 0; i < steps; i++) {
            thermostat(conditions);
            step(seconds / steps, outside);
        }
        thermostat(conditions);
    }

    private void thermostat(Conditions conditions) {
        if (!conditions.powered() || !conditions.compressorWorks()) {
            compressorRunning = false;
        } else if (airCelsius >= setpointCelsius + parameters.hysteresisKelvin()) {
            compressorRunning = true;
        } else if (airCelsius <= setpointCelsius - parameters.hysteresisKelvin()) {
            compressorRunning = false;
        }
    }

    private void step(double h, double outside) {
        double a = airCelsius;
        double c = contentsCelsius;
        double a1 = airSlope(a, c, outside);
        double c1 = contentsSlope(a, c);
        double a2 = airSlope(a + h / 2 * a1, c + h / 2 * c1, outside);
        double c2 = contentsSlope(a + h / 2 * a1, c + h / 2 * c1);
        double a3 = airSlope(a + h / 2 * a2, c + h / 2 * c2, outside);
        double c3 = contentsSlope(a + h / 2 * a2, c + h / 2 * c2);
        double a4 = airSlope(a + h * a3, c + h * c3, outside);
        double c4 = contentsSlope(a + h * a3, c + h * c3);
        airCelsius = a + h / 6 * (a1 + 2 * a2 + 2 * a3 + a4);
        contentsCelsius = c + h / 6 * (c1 + 2 * c2 + 2 * c3 + c4);
    }

    private double airSlope(double air, double contents, double outside) {
        double watts = outside * (ambientCelsius - air)
                + parameters.couplingWattsPerKelvin() * (contents - air)
                - (compressorRunning ? parameters.coolingWatts() : 0);
        return watts / parameters.airJoulesPerKelvin();
    }

    private double contentsSlope(double air, double contents) {
        return parameters.couplingWattsPerKelvin() * (air - contents) / parameters.contentsJoulesPerKelvin();
    }

    /** What a probe in the air measures. */
    public double airCelsius() {
        return airCelsius;
    }

    public double contentsCelsius() {
        return contentsCelsius;
    }

    public boolean compressorRunning() {
        return compressorRunning;
    }
}
