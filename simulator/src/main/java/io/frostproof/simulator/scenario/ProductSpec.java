package io.frostproof.simulator.scenario;

import java.util.List;

/**
 * A product, how much of it is kept and how fast it goes.
 *
 * @param perUnit handling units that fit into one cold unit
 * @param fillFraction of that room that is normally full, 0 to 1
 * @param picksPerUnitDay handling units that leave each cold unit on a day of normal demand
 * @param deliveredCelsius how warm it comes
 * @param joulesPerKelvin heat capacity of one handling unit
 * @param quantity in a handling unit
 * @param value EUR that one {@code quantityUnit} is worth; 0: nobody says
 * @param litres that one {@code quantityUnit} takes; 0: nobody says
 * @param tolerances what harms it; none: nothing does
 */
public record ProductSpec(
        String id,
        String name,
        String profile,
        int perUnit,
        double fillFraction,
        double picksPerUnitDay,
        double deliveredCelsius,
        double joulesPerKelvin,
        int shelfLifeDays,
        double quantity,
        String quantityUnit,
        double value,
        double litres,
        List<Tolerance> tolerances) {

    public ProductSpec {
        tolerances = List.copyOf(tolerances);
    }
}
