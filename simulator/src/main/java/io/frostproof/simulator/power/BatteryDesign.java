package io.frostproof.simulator.power;

/**
 * The battery of a device: lithium-ion cells.
 *
 * @param capacityWattHours of a new battery at 25 °C
 * @param chargeWatts most it takes from the charger
 * @param internalOhms of the whole pack, new and warm
 * @param selfDischargePerDay part of the capacity that goes by itself
 * @param chargeEfficiency part of what the charger gives that is kept
 */
public record BatteryDesign(
        double capacityWattHours,
        double chargeWatts,
        double internalOhms,
        double selfDischargePerDay,
        double chargeEfficiency) {

    /**
     * One 18650 cell of 2.6 Ah, 9.6 Wh: charged with a fifth of its capacity an hour, 0.08 ohm, 2 % self-discharge a month with its protection
     * circuit, 95 % kept (usual values of cell data sheets).
     */
    public static final BatteryDesign CELL_18650 = new BatteryDesign(9.6, 2, 0.08, 0.02 / 30, 0.95);

    public BatteryDesign {
        Check.positive("capacityWattHours", capacityWattHours);
        Check.positive("chargeWatts", chargeWatts);
        Check.notNegative("internalOhms", internalOhms);
        Check.between("selfDischargePerDay", selfDischargePerDay, 0, 1);
        Check.between("chargeEfficiency", chargeEfficiency, 0, 1);
    }
}
