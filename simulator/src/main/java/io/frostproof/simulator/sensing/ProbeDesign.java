package io.frostproof.simulator.sensing;

/**
 * How a channel differs from the truth while nothing is wrong with it. All values in the unit of the channel's quantity. Channels of states (door,
 * mains, generator) use only {@code whenDetached}.
 *
 * @param noise standard deviation of a reading, 0 or more; never beyond 3.5 of them
 * @param step readings are multiples of this, more than 0
 * @param timeConstantSeconds of first order, 0 or more: how long until it has followed 63 % of a sudden change
 * @param whenDetached what it reads when it has come off
 */
public record ProbeDesign(double noise, double step, double timeConstantSeconds, WhenDetached whenDetached) {

    /** A probe that has come off. */
    public enum WhenDetached {
        /** It hangs in the room and measures it. A contact reads door open, mains absent, generator stopped: an open circuit. */
        FEELS_THE_ROOM,
        /** Its cable is broken: the device sees an open circuit and marks its readings {@code fault}. */
        SAYS_FAULT
    }

    /**
     * A digital sensor in air: repeats within 0.03 K and shows 1/16 K (data sheet of the DS18B20: 12 bits are 0.0625 °C; noise measured on such
     * sensors is about half a step). A steel sleeve of 6 mm in slowly moving air follows within minutes; 60 s is in the middle.
     */
    public static final ProbeDesign IN_AIR = new ProbeDesign(0.03, 0.0625, 60, WhenDetached.FEELS_THE_ROOM);

    /**
     * The same in a bottle of glycol, as immunisation programmes recommend, so that an opened door is not an alarm: 5 min is what a
     * vial of 20 ml takes (m c / (h A): 20 g x 2.5 J/gK over about 10 W/m2K x 40 cm2 is 1250 s in still air, a quarter of that when a fan blows).
     */
    public static final ProbeDesign IN_GLYCOL = new ProbeDesign(0.02, 0.01, 300, WhenDetached.SAYS_FAULT);

    /** A platinum resistor on a wire for deep cold, 0.1 K, with a broken wire that its electronics notice. */
    public static final ProbeDesign PLATINUM = new ProbeDesign(0.05, 0.1, 30, WhenDetached.SAYS_FAULT);

    /** Relative humidity: capacitive sensors repeat within 0.3 points and settle in some 10 s (data sheets of the SHT3x family). */
    public static final ProbeDesign HUMIDITY = new ProbeDesign(0.3, 0.1, 10, WhenDetached.SAYS_FAULT);

    /** A float in a tank: waves of half a percent, shown in tenths. */
    public static final ProbeDesign FLOAT = new ProbeDesign(0.5, 0.1, 0, WhenDetached.SAYS_FAULT);

    /** A voltage meter: 0.5 V of noise on 230 V, shown in tenths. */
    public static final ProbeDesign VOLTMETER = new ProbeDesign(0.5, 0.1, 0, WhenDetached.SAYS_FAULT);

    /** A contact, or what the device knows of itself: exact. */
    public static final ProbeDesign CONTACT = new ProbeDesign(0, 1, 0, WhenDetached.SAYS_FAULT);

    public ProbeDesign {
        if (!(noise >= 0) || !Double.isFinite(noise)) {
            throw new IllegalArgumentException("noise " + noise + ": expected 0 or more");
        }
        if (!(step > 0) || !Double.isFinite(step)) {
            throw new IllegalArgumentException("step " + step + ": expected more than 0");
        }
        if (!(timeConstantSeconds >= 0) || !Double.isFinite(timeConstantSeconds)) {
            throw new IllegalArgumentException("timeConstantSeconds " + timeConstantSeconds + ": expected 0 or more");
        }
    }

    /** The usual probe for a quantity. */
    public static ProbeDesign usual(SimulatedQuantity quantity) {
        return switch (quantity) {
            case AIR_TEMPERATURE, SECOND_AIR_TEMPERATURE -> IN_AIR;
            case CONTENTS_TEMPERATURE -> IN_GLYCOL;
            case HUMIDITY -> HUMIDITY;
            case FUEL -> FLOAT;
            case VOLTAGE -> VOLTMETER;
            case DOOR, MAINS, GENERATOR, BATTERY -> CONTACT;
        };
    }
}
