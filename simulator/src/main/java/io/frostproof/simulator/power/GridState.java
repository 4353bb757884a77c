package io.frostproof.simulator.power;

/**
 * The mains of a region at one time.
 *
 * @param voltageFraction of the nominal voltage; a brown-out is present with 0.6 to 0.9. Means nothing while absent
 */
public record GridState(boolean present, double voltageFraction) {

    public static final GridState NORMAL = new GridState(true, 1);
    public static final GridState ABSENT = new GridState(false, 0);

    public GridState {
        Check.between("voltageFraction", voltageFraction, 0, 1.5);
    }

    public static GridState brownOut(double voltageFraction) {
        return new GridState(true, voltageFraction);
    }
}
