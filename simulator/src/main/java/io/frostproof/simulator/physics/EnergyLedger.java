package io.frostproof.simulator.physics;

/**
 * Where the heat went since the unit was made, in joules. Everything but {@code coolingJoules} counts inwards.
 *
 * @param leakJoules from outside through the wall
 * @param doorJoules through the open door
 * @param loadJoules brought by stock and packs that were put in, less what was taken out with those that left, measured from the set point
 * @param defrostJoules of the defrost heater that stayed in the unit
 * @param internalJoules of fans and of the heater against freezing
 * @param coolingJoules taken out by the compressor
 * @param storedChangeJoules change of what air, contents, wall and ice hold, measured from the set point
 */
public record EnergyLedger(
        double leakJoules,
        double doorJoules,
        double loadJoules,
        double defrostJoules,
        double internalJoules,
        double coolingJoules,
        double storedChangeJoules) {

    /** What is in the books and not in the lumps; 0 but for rounding. */
    public double imbalanceJoules() {
        return leakJoules
                + doorJoules
                + loadJoules
                + defrostJoules
                + internalJoules
                - coolingJoules
                - storedChangeJoules;
    }

    /** All heat that moved, to compare the imbalance with. */
    public double throughputJoules() {
        return Math.abs(leakJoules)
                + Math.abs(doorJoules)
                + Math.abs(loadJoules)
                + Math.abs(defrostJoules)
                + Math.abs(internalJoules)
                + Math.abs(coolingJoules);
    }
}
