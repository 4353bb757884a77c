package io.frostproof.simulator.physics;

/** Temperatures of a unit that has run for long in surroundings that did not change. */
record Settled(double air, double contents, double wall) {

    /**
     * Where the thermostat is in the air.
     *
     * @param swingKelvin where the air is in the range of the thermostat
     */
    static Settled aroundSetpoint(HeatPaths heat, double setpointCelsius, double swingKelvin, double ambientCelsius) {
        double wall =
                (heat.wallToAmbientWattsPerKelvin() * ambientCelsius + heat.airToWallWattsPerKelvin() * setpointCelsius)
                        / (heat.wallToAmbientWattsPerKelvin() + heat.airToWallWattsPerKelvin());
        return new Settled(setpointCelsius + swingKelvin, setpointCelsius, wall);
    }

    /** Around ice of one temperature: two linear equations for air and wall. */
    static Settled aroundIce(
            UnitDesign design, IceBank bank, double iceCelsius, double setpointCelsius, double ambientCelsius) {
        HeatPaths heat = design.heat();
        double wallSum =
                heat.wallToAmbientWattsPerKelvin() + heat.airToWallWattsPerKelvin() + bank.toWallWattsPerKelvin();
        double wallPart = heat.airToWallWattsPerKelvin() / wallSum;
        double wallWithoutAir =
                (heat.wallToAmbientWattsPerKelvin() * ambientCelsius + bank.toWallWattsPerKelvin() * iceCelsius)
                        / wallSum;
        double air = (heat.airToWallWattsPerKelvin() * wallWithoutAir
                        + bank.toAirWattsPerKelvin() * iceCelsius
                        + design.fanWatts())
                / (heat.airToWallWattsPerKelvin() * (1 - wallPart) + bank.toAirWattsPerKelvin());
        Heater heater = design.heater();
        if (heater != null) {
            air = Math.max(air, setpointCelsius - heater.belowSetpointKelvin());
        }
        return new Settled(air, air, wallWithoutAir + wallPart * air);
    }
}
