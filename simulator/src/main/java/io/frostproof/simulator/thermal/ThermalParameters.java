package io.frostproof.simulator.thermal;

/**
 * One cold unit as two lumps of heat, the air with what follows it at once (liner, racks) and the contents.
 *
 * @param airJoulesPerKelvin heat capacity of air and liner; the probe measures this temperature
 * @param contentsJoulesPerKelvin heat capacity of what is stored
 * @param couplingWattsPerKelvin heat flow between air and contents
 * @param leakWattsPerKelvin heat flow from outside through walls and gasket
 * @param doorWattsPerKelvin more heat flow from outside while the door is open
 * @param coolingWatts heat that the running compressor takes out of the air
 * @param hysteresisKelvin the compressor starts this far above the set point and stops this far below it
 */
public record ThermalParameters(
        double airJoulesPerKelvin,
        double contentsJoulesPerKelvin,
        double couplingWattsPerKelvin,
        double leakWattsPerKelvin,
        double doorWattsPerKelvin,
        double coolingWatts,
        double hysteresisKelvin) {

    public ThermalParameters {
        positive("airJoulesPerKelvin", airJoulesPerKelvin);
        positive("contentsJoulesPerKelvin", contentsJoulesPerKelvin);
        positive("couplingWattsPerKelvin", couplingWattsPerKelvin);
        positive("leakWattsPerKelvin", leakWattsPerKelvin);
        positive("doorWattsPerKelvin", doorWattsPerKelvin);
        positive("coolingWatts", coolingWatts);
        positive("hysteresisKelvin", hysteresisKelvin);
    }

    private static void positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " " + value + ": expected a number above 0");
        }
    }
}
