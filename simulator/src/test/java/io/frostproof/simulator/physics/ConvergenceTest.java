package io.frostproof.simulator.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.simulator.physics.ExactLumps.Ice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConvergenceTest {

    private static final double SECONDS = 600;

    /** Half the step, a quarter of the error: the method's order is two. */
    @ParameterizedTest
    @EnumSource(names = {"WHO_FRIDGE", "COLD_ROOM", "FREEZER", "LOCKER"})
    void errsAQuarterAsMuchWithHalfTheStep(UnitDesigns kind) {
        double ambient = 35;
        ColdUnit fresh = new ColdUnit(kind.design(), kind.setpointCelsius(), 20, 5);
        fresh.putIn(20_000, 30);
        double[] exact = new ExactLumps(withContents(kind.design(), fresh), Ice.NONE, ambient, 0, 0, 0)
                .after(SECONDS, ExactLumps.state(fresh.airCelsius(), fresh.contentsCelsius(), fresh.wallCelsius(), 0));

        double coarse = Math.abs(airAfter(kind, ambient, 30) - exact[0]);
        double middle = Math.abs(airAfter(kind, ambient, 15) - exact[0]);
        double fine = Math.abs(airAfter(kind, ambient, 7.5) - exact[0]);

        assertThat(coarse).isLessThan(0.01);
        assertThat(coarse / middle).isBetween(3.2, 4.8);
        assertThat(middle / fine).isBetween(3.2, 4.8);
    }

    private static double airAfter(UnitDesigns kind, double ambient, double step) {
        ColdUnit unit = new ColdUnit(kind.design(), kind.setpointCelsius(), 20, 5);
        unit.putIn(20_000, 30);
        for (double t = 0; t < SECONDS; t += step) {
            unit.advance(step, UnitConditions.normal(ambient).withoutPower());
        }
        return unit.airCelsius();
    }

    private static UnitDesign withContents(UnitDesign design, ColdUnit unit) {
        HeatPaths heat = design.heat();
        return new UnitDesign(
                new HeatPaths(
                        heat.airJoulesPerKelvin(),
                        unit.contentsJoulesPerKelvin(),
                        heat.emptyJoulesPerKelvin(),
                        heat.wallJoulesPerKelvin(),
                        heat.airToContentsWattsPerKelvin(),
                        heat.airToWallWattsPerKelvin(),
                        heat.wallToAmbientWattsPerKelvin()),
                design.door(),
                design.ice(),
                design.compressor(),
                design.defrost(),
                design.heater(),
                design.fanWatts());
    }

    /** The exchange through the door depends on the air, so there is no closed solution: steps of half a second stand for one. */
    @ParameterizedTest
    @EnumSource
    void followsAnOpenDoorWithinOnePercentOfTheRise(UnitDesigns kind) {
        for (double seconds : new double[] {20, 60, 300, 1800}) {
            double coarse = airAfterDoor(kind, seconds, 10);
            double fine = airAfterDoor(kind, seconds, 0.5);
            assertThat(coarse)
                    .as("after %s s", seconds)
                    .isCloseTo(fine, within(0.01 * Math.abs(30 - kind.setpointCelsius())));
        }
    }

    private static double airAfterDoor(UnitDesigns kind, double seconds, double step) {
        ColdUnit unit = new ColdUnit(kind.design(), kind.setpointCelsius(), 30, 8);
        UnitConditions open = UnitConditions.normal(30).withoutPower().withDoorOpen(1);
        for (double t = 0; t < seconds; t += step) {
            unit.advance(step, open);
        }
        return unit.airCelsius();
    }

    /** Thermostats switch inside of steps, so a week looks the same however it is cut. */
    @ParameterizedTest
    @EnumSource
    void cyclesTheSameWhateverTheLengthOfTheCalls(UnitDesigns kind) {
        Week coarse = week(kind, 30);
        Week fine = week(kind, 7);
        assertThat(coarse.starts).isCloseTo(fine.starts, within(2 + fine.starts / 50));
        assertThat(coarse.cooling).isCloseTo(fine.cooling, within(1e4 + 0.002 * Math.abs(fine.cooling)));
        assertThat(coarse.contents).isCloseTo(fine.contents, within(0.02));
    }

    private record Week(int starts, double cooling, double contents) {}

    private static Week week(UnitDesigns kind, double step) {
        ColdUnit unit = new ColdUnit(kind.design(), kind.setpointCelsius(), 27, 4);
        UnitConditions conditions = UnitConditions.normal(27);
        int starts = 0;
        boolean running = unit.compressorRunning();
        double sum = 0;
        int calls = (int) (2 * 86_400 / step);
        for (int i = 0; i < calls; i++) {
            unit.advance(step, conditions);
            starts += unit.compressorRunning() && !running ? 1 : 0;
            running = unit.compressorRunning();
            sum += unit.contentsCelsius();
        }
        return new Week(starts, unit.energy().coolingJoules(), sum / calls);
    }
}
