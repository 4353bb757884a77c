package io.frostproof.simulator.people;

import java.util.List;

/**
 * How one product comes to a node and leaves it.
 *
 * @param product id of the network file
 * @param units where it is kept, in the order in which they are filled; at least one
 * @param capacity handling units that fit into one of these units, 1 or more. Where all are full, stock waits on the dock
 * @param normalStock handling units that are there when the simulation begins, and up to which trucks fill up. While demand is above normal it
 *     is that many times as many, at most {@value #MOST_TIMES_NORMAL}
 * @param mostPerDelivery handling units that a truck has room for
 * @param picksPerDay handling units that leave in a day of normal demand
 * @param deliveredCelsius temperature at which it is packed for its way, and at which it comes unless that takes too long
 * @param joulesPerKelvin heat capacity of a handling unit: mass times specific heat, about 3,700 J/(kg K) for what is mostly water
 * @param shelfLifeDays from a delivery to the last day of use, at most; lots have between half of it and all
 * @param quantity of a handling unit, above 0
 */
public record ProductFlow(
        String product,
        List<String> units,
        int capacity,
        int normalStock,
        int mostPerDelivery,
        double picksPerDay,
        double deliveredCelsius,
        double joulesPerKelvin,
        int shelfLifeDays,
        double quantity,
        String quantityUnit) {

    /** How far people dare to stock up. */
    public static final int MOST_TIMES_NORMAL = 3;

    public ProductFlow {
        units = List.copyOf(units);
        if (units.isEmpty()) {
            throw new IllegalArgumentException("product " + product + ", units: none, expected at least one");
        }
        require(product, "capacity", capacity, 1);
        require(product, "normalStock", normalStock, 0);
        require(product, "mostPerDelivery", mostPerDelivery, 0);
        require(product, "picksPerDay", picksPerDay, 0);
        require(product, "joulesPerKelvin", joulesPerKelvin, 1);
        require(product, "shelfLifeDays", shelfLifeDays, 1);
        if (!(quantity > 0)) {
            throw new IllegalArgumentException("product " + product + ", quantity " + quantity + ": expected above 0");
        }
    }

    /** Frozen goods are carried in at once: a chilled dock is no place for them. */
    boolean standsOnDock() {
        return deliveredCelsius > 0;
    }

    private static void require(String product, String field, double value, double least) {
        if (!(value >= least) || !Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "product " + product + ", " + field + " " + value + ": expected " + least + " or more");
        }
    }
}
