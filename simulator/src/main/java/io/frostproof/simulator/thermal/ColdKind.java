package io.frostproof.simulator.thermal;

/**
 * Kinds of cold units with plausible parameters. They are round estimates from geometry and material data, good for
 * tests and demonstrations; they describe no product.
 */
public enum ColdKind {
    /**
     * Small parcel locker, 50 L, 2-8 °C. Air 0.05 m³ x 1.2 kg/m³ x 1005 J/(kg K) = 60 J/K and 3 kg of steel liner x 500
     * J/(kg K) = 1.5 kJ/K. Contents: 2 kg, mostly water, x 3600 J/(kg K) = 7.2 kJ/K. Walls: 0.9 m² of 40 mm foam at 0.025
     * W/(m K) = 0.56 W/K, and the gasket, 0.8 W/K. Coupling: 0.3 m² x 7 W/(m² K) of still air = 2 W/K. Open door: about 10 L/s
     * of exchanged air = 12 W/K. Cooling: a small Peltier or compressor unit.
     */
    LOCKER(new ThermalParameters(1_500, 7_200, 2, 0.8, 12, 60, 1)),

    /**
     * Walk-in cold room, 20 m³, 2-8 °C. Air 24 kJ/K and 200 kg of racks and inner sheet x 500 J/(kg K) = 125 kJ/K. Contents:
     * 500 kg x 3000 J/(kg K) = 1.5 MJ/K. Walls: 45 m² x 0.3 W/(m² K) (80 mm panel) and leakage, 15 W/K. Coupling: 15 m²
     * x 10 W/(m² K) of fan-driven air. Open door: about 170 L/s of exchanged air = 200 W/K. Cooling: 1.5 kW.
     */
    COLD_ROOM(new ThermalParameters(125_000, 1_500_000, 150, 15, 200, 1_500, 1)),

    /**
     * Chest freezer, 200 L, -18 °C. Air and 10 kg of steel liner = 5 kJ/K. Contents: 40 kg frozen x 1900 J/(kg K) = 76 kJ/K;
     * the heat of melting is left out, so the model is too quick above about -5 °C. Walls: 2.2 m² of 60 mm foam and the lid's
     * gasket, 1.1 W/K. Coupling: 0.9 m² x 7 W/(m² K) = 6 W/K. Open lid: 8 W/K, less than a door since cold air stays down.
     * Cooling: 150 W.
     */
    FREEZER(new ThermalParameters(5_000, 76_000, 6, 1.1, 8, 150, 1.5));

    @SuppressWarnings("ImmutableEnumChecker") // a record of doubles
    private final ThermalParameters parameters;

    ColdKind(ThermalParameters parameters) {
        this.parameters = parameters;
    }

    public ThermalParameters parameters() {
        return parameters;
    }
}
