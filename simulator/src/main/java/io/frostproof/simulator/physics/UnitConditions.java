package io.frostproof.simulator.physics;

/**
 * What a unit is exposed to for a while.
 *
 * @param ambientCelsius of the air around it
 * @param powered whether there is electricity
 * @param voltageFraction of the nominal voltage, where powered; a compressor does not start or stalls when it is low
 * @param doorOpenFraction 0 closed to 1 open
 * @param compressorWorks false while it is broken
 * @param capacityFraction refrigerant left, 0 to 1. The capacity follows it as {@link Compressor} says: hardly to 90 %, steeply below 80 %
 * @param setpointShiftKelvin how much too warm (above 0) or too cold the thermostat controls
 * @param defrostStuck the relay of the defrost heater sticks: heater on and compressor off, without end. Nothing happens in a unit without defrost
 */
public record UnitConditions(
        double ambientCelsius,
        boolean powered,
        double voltageFraction,
        double doorOpenFraction,
        boolean compressorWorks,
        double capacityFraction,
        double setpointShiftKelvin,
        boolean defrostStuck) {

    public UnitConditions {
        Check.between("ambientCelsius", ambientCelsius, -60, 70);
        Check.between("voltageFraction", voltageFraction, 0, 1.5);
        Check.fraction("doorOpenFraction", doorOpenFraction);
        Check.fraction("capacityFraction", capacityFraction);
        Check.between("setpointShiftKelvin", setpointShiftKelvin, -50, 50);
    }

    /** Power at its nominal voltage, a closed door, and nothing broken. */
    public static UnitConditions normal(double ambientCelsius) {
        return new UnitConditions(ambientCelsius, true, 1, 0, true, 1, 0, false);
    }

    public UnitConditions withPower(boolean present, double fractionOfNominalVoltage) {
        return new UnitConditions(
                ambientCelsius,
                present,
                fractionOfNominalVoltage,
                doorOpenFraction,
                compressorWorks,
                capacityFraction,
                setpointShiftKelvin,
                defrostStuck);
    }

    public UnitConditions withoutPower() {
        return withPower(false, 0);
    }

    public UnitConditions withDoorOpen(double fraction) {
        return new UnitConditions(
                ambientCelsius,
                powered,
                voltageFraction,
                fraction,
                compressorWorks,
                capacityFraction,
                setpointShiftKelvin,
                defrostStuck);
    }

    public UnitConditions withCompressor(boolean works, double refrigerantFraction) {
        return new UnitConditions(
                ambientCelsius,
                powered,
                voltageFraction,
                doorOpenFraction,
                works,
                refrigerantFraction,
                setpointShiftKelvin,
                defrostStuck);
    }

    public UnitConditions withSetpointShift(double kelvin) {
        return new UnitConditions(
                ambientCelsius,
                powered,
                voltageFraction,
                doorOpenFraction,
                compressorWorks,
                capacityFraction,
                kelvin,
                defrostStuck);
    }

    public UnitConditions withDefrostStuck(boolean stuck) {
        return new UnitConditions(
                ambientCelsius,
                powered,
                voltageFraction,
                doorOpenFraction,
                compressorWorks,
                capacityFraction,
                setpointShiftKelvin,
                stuck);
    }
}
