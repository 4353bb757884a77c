package io.frostproof.simulator.physics;

/**
 * A passive box on a vehicle: goods with packs that melt, or freeze, at the temperature at which they were packed.
 *
 * <pre>
 * packs left    T = T_packed,  dE/dt = G (T_ambient - T_packed),  -E_packs &lt;= E &lt;= E_packs
 * packs spent   C dT/dt = G (T_ambient - T), back to T_packed, where they freeze or melt again
 * </pre>
 *
 * <p>Exact for surroundings of one temperature, however calls cut the time. The numbers are of boxes as they are used for a day's deliveries, not of a product:
 *
 * <ul>
 *   <li>G: expanded polypropylene of 30 mm, 0.038 W/(m K), and a quarter more for lid and edges: 1.6 W/(m² K). A litre of inside for each kJ/K of
 *       goods: stock is about 3 MJ/(m³ K), and takes a third of the room beside packs and air. A cube, so the surface follows.
 *   <li>E_packs: packed to hold for 12 h in surroundings of 30 °C, twice a planned way of six hours, which is what careful packers do; in winter
 *       as long against cold. Two kilograms of vaccine at 5 °C get a kilogram of packs for that, ten of frozen food 2.5 kg of dry ice.
 *   <li>C: the goods alone. What molten packs hold is left out, and dry ice leaves nothing.
 * </ul>
 */
public final class ShippingBox {

    private static final double WATTS_PER_SQUARE_METER_KELVIN = 1.6;
    private static final double JOULES_PER_KELVIN_AND_CUBIC_METER = 1e6;
    private static final double HELD_SECONDS = 12 * 3_600;
    private static final double REFERENCE_CELSIUS = 30;
    /** Nobody packs for less, however close the goods are to the reference. */
    private static final double LEAST_KELVIN = 15;

    private final double packedCelsius;
    private final double wattsPerKelvin;
    private final double timeConstantSeconds;
    private final double packsJoules;
    private double contents;
    /** Heat that the packs have taken; negative when they gave it. */
    private double joules;

    /**
     * A box with fresh packs.
     *
     * @param joulesPerKelvin heat capacity of the goods
     * @param packedCelsius their temperature, and that of the packs
     */
    public ShippingBox(double joulesPerKelvin, double packedCelsius) {
        Check.positive("joulesPerKelvin", joulesPerKelvin);
        Check.between("packedCelsius", packedCelsius, -200, 200);
        this.packedCelsius = packedCelsius;
        double side = StrictMath.cbrt(joulesPerKelvin / JOULES_PER_KELVIN_AND_CUBIC_METER);
        wattsPerKelvin = 6 * side * side * WATTS_PER_SQUARE_METER_KELVIN;
        timeConstantSeconds = joulesPerKelvin / wattsPerKelvin;
        packsJoules =
                wattsPerKelvin * HELD_SECONDS * Math.max(LEAST_KELVIN, Math.abs(REFERENCE_CELSIUS - packedCelsius));
        contents = packedCelsius;
    }

    /** Lets time pass in surroundings of one temperature. */
    public void advance(double seconds, double ambientCelsius) {
        Check.notNegative("seconds", seconds);
        double left = seconds;
        while (left > 0) {
            left -= contents == packedCelsius ? hold(left, ambientCelsius) : follow(left, ambientCelsius);
        }
    }

    /** Until the packs are spent, at most; how long that was. Then the goods are off by a hair, on the side on which the packs are spent. */
    private double hold(double seconds, double ambientCelsius) {
        double watts = wattsPerKelvin * (ambientCelsius - packedCelsius);
        if (watts == 0) {
            return seconds;
        }
        double room = watts > 0 ? packsJoules - joules : packsJoules + joules;
        double lasts = room / Math.abs(watts);
        if (lasts >= seconds) {
            joules += watts * seconds;
            return seconds;
        }
        joules = watts > 0 ? packsJoules : -packsJoules;
        contents = watts > 0 ? Math.nextUp(packedCelsius) : Math.nextDown(packedCelsius);
        return lasts;
    }

    /** Until the goods are back where the packs work, at most. */
    private double follow(double seconds, double ambientCelsius) {
        boolean returns = contents > packedCelsius ? ambientCelsius < packedCelsius : ambientCelsius > packedCelsius;
        if (returns) {
            double ratio = (contents - ambientCelsius) / (packedCelsius - ambientCelsius);
            double until = timeConstantSeconds * StrictMath.log(ratio);
            if (until <= seconds) {
                contents = packedCelsius;
                return until;
            }
        }
        contents = ambientCelsius + (contents - ambientCelsius) * StrictMath.exp(-seconds / timeConstantSeconds);
        return seconds;
    }

    /** Temperature of the goods. */
    public double contentsCelsius() {
        return contents;
    }

    /** Part of the packs that is left: 1 when fresh, 0 when all are molten, or all frozen through. */
    public double packsLeft() {
        return 1 - Math.abs(joules) / packsJoules;
    }

    /** How long what is in a box without packs takes for 63 % of the way to its surroundings. */
    double timeConstantSeconds() {
        return timeConstantSeconds;
    }
}
