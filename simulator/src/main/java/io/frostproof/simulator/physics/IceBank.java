package io.frostproof.simulator.physics;

/**
 * Something that melts at one temperature: the water lining of an ice-lined fridge, phase-change packs. It takes heat from wall and air; the
 * compressor of a unit with ice cools the ice.
 *
 * @param meltingCelsius where it melts and freezes, without supercooling
 * @param latentJoules heat that melts all of it
 * @param solidJoulesPerKelvin heat capacity, all frozen
 * @param liquidJoulesPerKelvin heat capacity, all melted
 * @param toAirWattsPerKelvin ice to air
 * @param toWallWattsPerKelvin ice to the middle of the insulation
 */
public record IceBank(
        double meltingCelsius,
        double latentJoules,
        double solidJoulesPerKelvin,
        double liquidJoulesPerKelvin,
        double toAirWattsPerKelvin,
        double toWallWattsPerKelvin) {

    public IceBank {
        Check.between("meltingCelsius", meltingCelsius, -100, 50);
        Check.positive("latentJoules", latentJoules);
        Check.positive("solidJoulesPerKelvin", solidJoulesPerKelvin);
        Check.positive("liquidJoulesPerKelvin", liquidJoulesPerKelvin);
        Check.positive("toAirWattsPerKelvin", toAirWattsPerKelvin);
        Check.notNegative("toWallWattsPerKelvin", toWallWattsPerKelvin);
    }
}
