package io.frostproof.simulator.people;

import java.time.LocalDate;

/**
 * A box or pallet of one lot.
 *
 * @param id unique in the network, made of node, product and delivery
 * @param expires the last day of use of its lot
 * @param joulesPerKelvin its heat capacity
 * @param quantity of the product in it, in {@code quantityUnit}
 */
public record HandlingUnit(
        String id,
        String lot,
        String product,
        LocalDate expires,
        double joulesPerKelvin,
        double quantity,
        String quantityUnit) {}
