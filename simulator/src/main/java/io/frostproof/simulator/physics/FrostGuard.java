package io.frostproof.simulator.physics;

/** The heater that keeps a unit from freezing in cold surroundings, with its thermostat in the air. For one thread. */
final class FrostGuard {

    private final Heater heater;
    private final double startsAtCelsius;
    private boolean on;

    FrostGuard(Heater heater, double setpointCelsius) {
        this.heater = heater;
        startsAtCelsius = setpointCelsius - heater.belowSetpointKelvin();
    }

    /** @param may whether there is power, and the compressor rests */
    void control(boolean may, double air) {
        if (!may || air >= startsAtCelsius + heater.hysteresisKelvin() - ColdUnit.REACHED_KELVIN) {
            on = false;
        } else if (air <= startsAtCelsius + ColdUnit.REACHED_KELVIN) {
            on = true;
        }
    }

    /** How far the air is from where it switches. */
    double toSwitch(double air) {
        return on ? startsAtCelsius + heater.hysteresisKelvin() - air : air - startsAtCelsius;
    }

    boolean on() {
        return on;
    }

    double watts() {
        return heater.watts();
    }
}
