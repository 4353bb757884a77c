package io.frostproof.simulator.physics;

/**
 * Keeps a unit from freezing in cold surroundings: an electric heater in the air with its own thermostat.
 *
 * @param watts electricity it draws, all of which becomes heat in the air
 * @param belowSetpointKelvin it is switched on this far below the unit's set point
 * @param hysteresisKelvin and off this much above that
 */
public record Heater(double watts, double belowSetpointKelvin, double hysteresisKelvin) {

    public Heater {
        Check.positive("watts", watts);
        Check.positive("belowSetpointKelvin", belowSetpointKelvin);
        Check.positive("hysteresisKelvin", hysteresisKelvin);
        if (hysteresisKelvin > belowSetpointKelvin) {
            throw new IllegalArgumentException("hysteresisKelvin " + hysteresisKelvin
                    + ": expected at most belowSetpointKelvin " + belowSetpointKelvin);
        }
    }
}
