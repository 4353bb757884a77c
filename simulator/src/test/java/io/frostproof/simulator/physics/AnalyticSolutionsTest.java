package io.frostproof.simulator.physics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.simulator.physics.ExactLumps.Ice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Bar: cool-down, warm-up and holdover within 2 % of the analytic curves. The model is better, so these hold it tighter. */
class AnalyticSolutionsTest {

    /** Of the whole way that a temperature can go. */
    private static final double TOLERANCE = 0.002;

    private static final int CONTENTS = 1;
    private static final int ICE = 3;
    private static final double HOUR = 3600;

    /** One lump of 8 kJ/K behind two equal halves of a wall that holds nothing, 0.8 W/K together. */
    private static UnitDesign oneLump(double coolingWatts) {
        return new UnitDesign(
                new HeatPaths(8_000, 1e-3, 1e-3, 1e-3, 1, 1.6, 1.6),
                new Door(0.1, 0.1, 0, 1),
                null,
                new Compressor(coolingWatts, 0, 30, 0, 0, 1, 1, 0, 0, 0, 0, 0.3, 10),
                null,
                null,
                0);
    }

    @ParameterizedTest
    @CsvSource({"60", "600", "3600", "10000", "36000"})
    void warmsUpExponentiallyWhenThereIsOneLump(double seconds) {
        ColdUnit unit = ColdUnit.uniform(oneLump(100), 5, 5);

        unit.advance(seconds, UnitConditions.normal(30).withoutPower());

        double expected = 30 + (5 - 30) * Math.exp(-0.8 * seconds / 8_000);
        assertThat(unit.airCelsius()).isCloseTo(expected, within(25 * TOLERANCE));
    }

    /** T approaches ambient - P/G with the time constant C/G. */
    @ParameterizedTest
    @CsvSource({"60", "600", "3600", "10000", "36000"})
    void coolsDownExponentiallyWhenThereIsOneLumpAndSteadyCooling(double seconds) {
        ColdUnit unit = ColdUnit.uniform(oneLump(40), -60, 30);

        unit.advance(seconds, UnitConditions.normal(30));

        double end = 30 - 40 / 0.8;
        assertThat(unit.airCelsius())
                .isCloseTo(end + (30 - end) * Math.exp(-0.8 * seconds / 8_000), within(50 * TOLERANCE));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"ICE_LINED_FRIDGE", "PASSIVE_LOCKER"})
    void warmsUpAsTheExactSolutionOfItsLumps(UnitDesigns kind) {
        for (double ambient : new double[] {-15, 22, 43}) {
            ColdUnit unit = new ColdUnit(kind.design(), kind.setpointCelsius(), 25, 11);
            ExactLumps exact = new ExactLumps(kind.design(), Ice.NONE, ambient, 0, 0, 0);
            double[] start = ExactLumps.state(unit.airCelsius(), unit.contentsCelsius(), unit.wallCelsius(), 0);
            UnitConditions off = UnitConditions.normal(ambient).withoutPower();
            double way = Math.abs(ambient - kind.setpointCelsius());
            double passed = 0;

            for (double hours : new double[] {0.05, 0.2, 1, 3, 8, 24, 72}) {
                unit.advance(hours * HOUR - passed, off);
                passed = hours * HOUR;
                double[] expected = exact.after(passed, start);
                assertThat(unit.airCelsius())
                        .as("air at %s after %s h", ambient, hours)
                        .isCloseTo(expected[0], within(way * TOLERANCE));
                assertThat(unit.contentsCelsius()).isCloseTo(expected[CONTENTS], within(way * TOLERANCE));
                assertThat(unit.wallCelsius()).isCloseTo(expected[2], within(way * TOLERANCE));
            }
        }
    }

    /** From a start at which the capacity is not at its limit, with a set point that is not reached: linear in the temperature of the air. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"ICE_LINED_FRIDGE", "PASSIVE_LOCKER"})
    void coolsDownAsTheExactSolutionOfItsLumps(UnitDesigns kind) {
        Compressor compressor = requireNonNull(kind.design().compressor());
        double ambient = 30;
        double start = kind.setpointCelsius() + 10;
        ColdUnit unit = ColdUnit.uniform(kind.design(), kind.setpointCelsius() - 38, start);
        double slope = compressor.ratedWatts() * compressor.evaporatingPerKelvin();
        double source = compressor.ratedWatts()
                        * (1 - compressor.condensingPerKelvin() * (ambient - compressor.ratedAmbientCelsius()))
                - slope * compressor.ratedColdCelsius();
        ExactLumps exact =
                new ExactLumps(kind.design(), Ice.NONE, ambient, kind.design().fanWatts(), source, slope);
        double[] state = ExactLumps.state(start, start, start, 0);
        double passed = 0;

        for (double hours : new double[] {0.05, 0.2, 0.5, 1, 2, 4, 5.9}) {
            if (kind.design().defrost() != null && hours > 5) {
                break;
            }
            unit.advance(hours * HOUR - passed, UnitConditions.normal(ambient));
            passed = hours * HOUR;
            double[] expected = exact.after(passed, state);
            assertThat(unit.compressorRunning()).isTrue();
            assertThat(unit.airCelsius()).as("after %s h", hours).isCloseTo(expected[0], within(10 * TOLERANCE));
            assertThat(unit.contentsCelsius()).isCloseTo(expected[CONTENTS], within(10 * TOLERANCE));
        }
    }

    /** Ice at its melting point and everything else settled: the heat that flows in is constant, so it melts in L/P. */
    @ParameterizedTest
    @CsvSource({"15", "25", "32", "43"})
    void meltsInTheLatentHeatDividedByTheHeatThatFlowsIn(double ambient) {
        UnitDesign design = UnitDesigns.PASSIVE_LOCKER.design();
        HeatPaths heat = design.heat();
        IceBank bank = requireNonNull(design.ice());
        // Wall, and packs, in series behind the air.
        double resistance = 1 / heat.wallToAmbientWattsPerKelvin()
                + 1 / heat.airToWallWattsPerKelvin()
                + 1 / bank.toAirWattsPerKelvin();
        double expected = bank.latentJoules() * resistance / (ambient - bank.meltingCelsius());
        ColdUnit unit = new ColdUnit(design, 5, ambient, 3);

        double seconds = 0;
        while (unit.iceFraction() > 0) {
            unit.advance(30, UnitConditions.normal(ambient));
            seconds += 30;
        }

        assertThat(seconds).isCloseTo(expected, within(expected * TOLERANCE));
        double held = (ambient - bank.meltingCelsius()) / resistance / bank.toAirWattsPerKelvin();
        assertThat(unit.airCelsius()).isCloseTo(bank.meltingCelsius() + held, within(0.05));
    }

    /** Sub-cooled ice warms, melts, and then the water warms: three linear stretches, each started from the end of the one before. */
    @ParameterizedTest
    @CsvSource({"20", "32", "43"})
    void holdsOverAsLongAsTheExactSolutionOfFrozenMeltingAndWarmingSays(double ambient) {
        UnitDesign design = UnitDesigns.ICE_LINED_FRIDGE.design();
        IceBank bank = requireNonNull(design.ice());
        double limit = 10;
        double far = 60 * 24 * HOUR;
        for (long seed = 0; seed < 5; seed++) {
            ColdUnit unit = new ColdUnit(design, 4, ambient, seed);
            double[] start =
                    ExactLumps.state(unit.airCelsius(), unit.contentsCelsius(), unit.wallCelsius(), unit.iceCelsius());
            ExactLumps frozen = new ExactLumps(design, Ice.SOLID, ambient, 0, 0, 0);
            double warming = frozen.whenReaches(ICE, bank.meltingCelsius(), start, far);
            double[] thawing = frozen.after(warming, start);
            thawing[ICE] = 0;
            ExactLumps mixed = new ExactLumps(design, Ice.MELTING, ambient, 0, 0, 0);
            double melting = mixed.whenReaches(ICE, bank.latentJoules(), thawing, far);
            double[] thawed = mixed.after(melting, thawing);
            thawed[ICE] = bank.meltingCelsius();
            ExactLumps water = new ExactLumps(design, Ice.LIQUID, ambient, 0, 0, 0);
            double expected = warming + melting + water.whenReaches(CONTENTS, limit, thawed, far);

            double seconds = 0;
            while (unit.contentsCelsius() < limit) {
                unit.advance(30, UnitConditions.normal(ambient).withoutPower());
                seconds += 30;
            }

            assertThat(seconds).as("seed %d", seed).isCloseTo(expected, within(expected * TOLERANCE));
        }
    }

    /** Warm water cools, freezes and is sub-cooled, with a capacity that is flat while it freezes. */
    @Test
    void freezesAsTheExactSolutionSays() {
        UnitDesign design = UnitDesigns.ICE_LINED_FRIDGE.design();
        IceBank bank = requireNonNull(design.ice());
        Compressor compressor = requireNonNull(design.compressor());
        double ambient = 27;
        double slope = compressor.ratedWatts() * compressor.evaporatingPerKelvin();
        double source = compressor.ratedWatts()
                        * (1 - compressor.condensingPerKelvin() * (ambient - compressor.ratedAmbientCelsius()))
                - slope * compressor.ratedColdCelsius();
        ColdUnit unit = ColdUnit.uniform(design, 4, 10);
        double[] start = ExactLumps.state(10, 10, 10, 10);
        ExactLumps water = new ExactLumps(design, Ice.LIQUID, ambient, design.fanWatts(), source, slope);
        ExactLumps mixed = new ExactLumps(design, Ice.MELTING, ambient, design.fanWatts(), source, slope);
        List<Double> modelled = new ArrayList<>();
        List<Double> exact = new ArrayList<>();
        double cooling = lastAbove(water, bank.meltingCelsius(), start);
        double[] freezing = water.after(cooling, start);
        freezing[ICE] = bank.latentJoules();
        exact.add(cooling);
        exact.add(cooling + lastAbove(mixed, bank.latentJoules() / 2, freezing));

        double seconds = 0;
        for (double fraction : new double[] {1e-6, 0.5}) {
            while (unit.iceFraction() < fraction) {
                unit.advance(10, UnitConditions.normal(ambient));
                seconds += 10;
            }
            modelled.add(seconds);
        }

        assertThat(modelled.get(0)).isCloseTo(exact.get(0), within(exact.get(0) * 0.005));
        assertThat(modelled.get(1)).isCloseTo(exact.get(1), within(exact.get(1) * 0.005));
    }

    private static double lastAbove(ExactLumps lumps, double value, double[] start) {
        double low = 0;
        double high = 20 * 24 * HOUR;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (lumps.after(middle, start)[ICE] > value) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
