package io.frostproof.simulator.physics;

/**
 * A design for each kind of unit. They are built from geometry and material data, and describe no product; the sums stand with each of them, and
 * {@code docs/simulator-physics.md} has them as a table with the sources.
 *
 * <p>Of all: foam conducts 0.022 to 0.025 W/(m K), weighs 35 to 40 kg/m³ and holds 1400 J/(kg K). A gasket leaks 0.05 to 0.1 W/(m K). Half
 * of the insulation lies on either side of the wall's lump, so both conductances are twice that of the whole wall. A small hermetic
 * compressor loses 3 to 4 % of its capacity for each kelvin of evaporating temperature and 1 % for each of condensing temperature. It starts
 * at 78 % of its nominal voltage, which WHO asks of vaccine fridges on mains (22 % below nominal), and stalls at 68 %, since the
 * breakdown torque falls with the square of the voltage and the load hardly.
 */
public enum UnitDesigns {
    /**
     * Upright vaccine fridge for 2 to 8 °C, 150 L. Shelves, evaporator and liner 12 kg x 700 J/(kg K), and air: 9 kJ/K. 40 kg of vaccine with its
     * packaging x 3,000 J/(kg K) = 120 kJ/K, 2 m² x 5 W/(m² K) = 10 W/K. Walls: 2.6 m² of 60 mm foam and 4 m of gasket, 1.3 W/K;
     * 5.5 kg of foam and half of the liner, 10 kJ/K. Compressor 130 W at 5 °C inside and 32 °C around, three times the leak at
     * 43 °C. The evaporator behind the liner thaws in each pause. Door 0.6 m x 1.1 m; shelves and boxes hold half of the air back.
     */
    WHO_FRIDGE(
            5,
            new UnitDesign(
                    new HeatPaths(9_000, 120_000, 12_000, 10_000, 10, 2.6, 2.6),
                    new Door(0.6, 1.1, 0.5, 1.3),
                    null,
                    new Compressor(130, 5, 32, 0.035, 0.01, 1.8, 1, 0, 240, 0.78, 0.68, 0.35, 12),
                    null,
                    null,
                    8)),

    /**
     * Ice-lined chest fridge, 60 to 100 L of vaccine. 40 kg of water in the lining: 334 kJ/kg x 40 = 13.4 MJ, 2,100 and 4,190 J/(kg K). Walls: 3 m² of
     * 90 mm foam and the lid's gasket, 1 W/K, of which the lining catches two thirds. Between lining and compartment 1.6 m² with a buffer of
     * 20 mm foam, 1.6 W/K, so that the compartment stays above 2 °C while the ice is at -1 °C. 30 kg of vaccine = 105 kJ/K, 5 W/K.
     * The thermostat sits in the lining, 5 K below the set point of 4 °C: it starts when ice begins to melt and stops at -1.9 °C. Compressor
     * 130 W at 0 °C. A heater of 10 W keeps the compartment above 2.4 °C in cold rooms, as user-independent freeze protection needs. Lid 0.6 m x 0.9 m on top:
     * cold air stays in the chest, 4 % of a doorway's exchange.
     */
    ICE_LINED_FRIDGE(
            4,
            new UnitDesign(
                    new HeatPaths(6_000, 105_000, 10_000, 14_000, 5, 0.7, 2),
                    new Door(0.6, 0.9, 0.04, 1.3),
                    new IceBank(0, 13_400_000, 84_000, 167_600, 1.6, 1.3),
                    new Compressor(130, 0, 32, 0.035, 0.01, 1.6, 0.9, -5, 240, 0.78, 0.68, 0.35, 12),
                    null,
                    new Heater(10, 1.6, 0.3),
                    2)),

    /**
     * Walk-in cold room, 2 to 8 °C, 20 m³. Air 24 kJ/K, racks 150 kg x 480 J/(kg K) and evaporator 25 kJ/K: 120 kJ/K. 800 kg of stock x 3,000
     * J/(kg K) = 2.4 MJ/K with 25 m² x 8 W/(m² K) = 200 W/K under fans. 44 m² of 100 mm panel and the door's frame, 15 W/K; foam and half of
     * the sheets 200 kJ/K. Fans 120 W. Compressor 2 kW at 5 °C and 32 °C, about twice the load of a warm day with people. Four defrosts a day of 15
     * minutes, 1 kW, a third of it into the room. Door 0.9 m x 2 m behind a strip curtain that holds three quarters back while people and boxes keep it
     * partly open (closed, such a curtain holds 93 %: Pham and Oliver 1983).
     */
    COLD_ROOM(
            5,
            new UnitDesign(
                    new HeatPaths(120_000, 2_400_000, 60_000, 200_000, 200, 30, 30),
                    new Door(0.9, 2, 0.25, 1.3),
                    null,
                    new Compressor(2_000, 5, 32, 0.035, 0.01, 1.5, 1, 0, 180, 0.8, 0.7, 0.4, 12),
                    new Defrost(21_600, 900, 1_000, 0.33),
                    null,
                    120)),

    /**
     * Upright freezer with fans, 400 L, set to -20 °C so that the product stays below -18 °C. 25 kg of shelves, evaporator and inner sheet: 12
     * kJ/K. 150 kg of frozen goods x 1,900 J/(kg K) = 285 kJ/K, 3 m² x 6 W/(m² K) = 18 W/K. Walls: 4.5 m² of 80 mm foam and 4 m of gasket, 1.7
     * W/K; 25 kJ/K. Compressor 260 W at -20 °C and 32 °C, three times the leak. Defrost as household and laboratory freezers have it: every 8 to 12
     * hours, 350 W for 15 minutes, a quarter of it into the air. Door 0.65 m x 1.5 m; drawers hold three quarters of the exchange back.
     */
    FREEZER(
            -20,
            new UnitDesign(
                    new HeatPaths(12_000, 285_000, 25_000, 25_000, 18, 3.4, 3.4),
                    new Door(0.65, 1.5, 0.25, 1.2),
                    null,
                    new Compressor(260, -20, 32, 0.035, 0.01, 2, 1.2, 0, 240, 0.78, 0.68, 0.35, 12),
                    new Defrost(36_000, 900, 350, 0.25),
                    null,
                    12)),

    /**
     * Ultra-cold upright freezer, 500 L, -80 °C. Inner sheet and shelves 70 kg x 430 J/(kg K) at that cold: 30 kJ/K. 100 kg of samples and
     * racks x 1,700 J/(kg K) = 170 kJ/K, 3 m² x 6 W/(m² K) = 18 W/K. Walls: 6 m² of 130 mm foam and two gaskets, 1.2 W/K; 27 kg of foam and the
     * sheets 45 kJ/K. Two-stage cascade, 340 W at -80 °C. Defrosted by people, once a year. Door 0.8 m x 1.3 m behind inner doors, a fifth of the
     * exchange; the flow is dense, so an opening costs tens of minutes.
     */
    ULTRA_COLD_FREEZER(
            -80,
            new UnitDesign(
                    new HeatPaths(30_000, 170_000, 25_000, 45_000, 18, 2.4, 2.4),
                    new Door(0.8, 1.3, 0.2, 1.1),
                    null,
                    new Compressor(340, -80, 32, 0.015, 0.01, 2, 1.5, 0, 300, 0.8, 0.7, 0.3, 10),
                    null,
                    null,
                    5)),

    /**
     * Passive locker, 50 L, without electricity. 8 kg of paraffin packs that melt at 5 °C (tetradecane: 5.9 °C, 215 kJ/kg; mixtures a little less): 200
     * kJ/kg x 8 = 1.6 MJ, 2,000 and 2,200 J/(kg K), 0.5 m² x 6 W/(m² K) = 3 W/K. Walls: 1 m² of 25 mm vacuum panels and seams, 0.35
     * W/K; 3 kJ/K. 10 kg of goods = 33 kJ/K, 4 W/K. Fresh packs last about three days at 25 °C; people replace them. A hatch of 0.3 m x 0.3 m in front.
     */
    PASSIVE_LOCKER(
            5,
            new UnitDesign(
                    new HeatPaths(1_500, 33_000, 3_000, 3_000, 4, 0.7, 0.7),
                    new Door(0.3, 0.3, 0.5, 1.3),
                    new IceBank(5, 1_600_000, 16_000, 17_600, 3, 0),
                    null,
                    null,
                    null,
                    0)),

    /**
     * Powered parcel locker, 2 to 8 °C, a module of 300 L with several compartments, often outdoors. 30 kg of sheet and shelves: 14 kJ/K. 30 kg of parcels = 105
     * kJ/K, 1.6 m² x 5 W/(m² K) = 8 W/K. Walls: 3.5 m² of 40 mm foam and 6 m of gaskets, 2.8 W/K; 10 kJ/K. Compressor 300 W at 5 °C and 32 °C for a
     * summer's day in the sun, heater 120 W for frost. One compartment is opened at a time: 0.45 m x 0.4 m.
     */
    LOCKER(
            5,
            new UnitDesign(
                    new HeatPaths(14_000, 105_000, 8_000, 10_000, 8, 5.6, 5.6),
                    new Door(0.45, 0.4, 1, 1.3),
                    null,
                    new Compressor(300, 5, 32, 0.035, 0.01, 1.8, 1, 0, 240, 0.8, 0.7, 0.33, 12),
                    null,
                    new Heater(120, 1.8, 0.6),
                    10)),

    /**
     * Chilled dock, 10 °C, 100 m² and 4 m high: a place for minutes, not for days. Air 480 kJ/K and trucks, racks and doors 1 t of steel: 900 kJ/K.
     * 2 t of goods x 3,000 J/(kg K) = 6 MJ/K, 60 m² x 10 W/(m² K) = 600 W/K. Walls and roof 260 m² x 0.7 W/(m² K), half conducting either side, and the floor's
     * 100 m² x 80 mm of concrete x 2,000 kJ/(m³ K) = 16 MJ/K. Compressor 20 kW, fans 1 kW, fan heater 8 kW for winter. Dock door 2.5 m x 2.8 m with a lorry in
     * its shelter, a quarter of the free exchange.
     */
    DOCK_ZONE(
            10,
            new UnitDesign(
                    new HeatPaths(900_000, 6_000_000, 200_000, 16_000_000, 600, 700, 245),
                    new Door(2.5, 2.8, 0.25, 1.3),
                    null,
                    new Compressor(20_000, 10, 32, 0.03, 0.01, 1.4, 1.5, 0, 180, 0.8, 0.7, 0.42, 12),
                    null,
                    new Heater(8_000, 4, 1),
                    1_000));

    private final double setpointCelsius;

    @SuppressWarnings("ImmutableEnumChecker") // records of doubles
    private final UnitDesign design;

    UnitDesigns(double setpointCelsius, UnitDesign design) {
        this.setpointCelsius = setpointCelsius;
        this.design = design;
    }

    public UnitDesign design() {
        return design;
    }

    /** What a unit of the kind is usually set to. */
    public double setpointCelsius() {
        return setpointCelsius;
    }
}
