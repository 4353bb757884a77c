package io.frostproof.simulator.thermal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ThermalUnitTest {

    private static final double AMBIENT = 25;
    private static final Conditions OFF = new Conditions(false, true, false);

    /** With hardly any contents one lump is left: T = T_amb + (T_0 - T_amb) exp(-G t / C). */
    @ParameterizedTest
    @CsvSource({"60", "600", "3600", "36000"})
    void warmsUpExponentiallyWhenThereIsOneLump(double seconds) {
        ThermalUnit unit = new ThermalUnit(new ThermalParameters(8_000, 1e-6, 1e-6, 0.8, 12, 60, 1), 5, AMBIENT);

        unit.advance(seconds, OFF);

        assertThat(unit.airCelsius())
                .isCloseTo(AMBIENT + (5 - AMBIENT) * Math.exp(-0.8 * seconds / 8_000), within(1e-6));
    }

    /** The general case: a sum of two exponentials with the eigenvalues of the 2 x 2 system. */
    @ParameterizedTest
    @EnumSource
    void warmsUpAsTheTwoLumpSolutionSays(ColdKind kind) {
        ThermalParameters p = kind.parameters();
        double a = -(p.leakWattsPerKelvin() + p.couplingWattsPerKelvin()) / p.airJoulesPerKelvin();
        double b = p.couplingWattsPerKelvin() / p.airJoulesPerKelvin();
        double c = p.couplingWattsPerKelvin() / p.contentsJoulesPerKelvin();
        double root = Math.sqrt((a + c) * (a + c) / 4 + b * c); // ((a - d) / 2)^2 + bc with d = -c
        double fast = (a - c) / 2 - root;
        double slow = (a - c) / 2 + root;
        double seconds = 3000;
        // Both start at u0 below ambient; air: u = k1 e^(fast t) + k2 e^(slow t), u'(0) = (a + b) u0.
        double u0 = 5 - AMBIENT;
        double k1 = ((a + b) * u0 - slow * u0) / (fast - slow);
        double expected = AMBIENT + k1 * Math.exp(fast * seconds) + (u0 - k1) * Math.exp(slow * seconds);
        ThermalUnit unit = new ThermalUnit(p, 5, AMBIENT);

        unit.advance(seconds, OFF);

        assertThat(unit.airCelsius()).isCloseTo(expected, within(1e-4));
    }

    @ParameterizedTest
    @CsvSource({"LOCKER, 5, 2, 8", "COLD_ROOM, 5, 2, 8", "FREEZER, -18, -20.5, -15.5"})
    void keepsItsBandForADayInSummer(ColdKind kind, double setpoint, double low, double high) {
        ThermalUnit unit = new ThermalUnit(kind.parameters(), setpoint, 35);
        int starts = 0;
        boolean running = false;

        for (int minute = 0; minute < 24 * 60; minute++) {
            unit.advance(60, Conditions.NORMAL);
            assertThat(unit.airCelsius()).as("air after %d min", minute).isBetween(low, high);
            assertThat(unit.contentsCelsius()).isBetween(low, high);
            starts += unit.compressorRunning() && !running ? 1 : 0;
            running = unit.compressorRunning();
        }

        assertThat(starts).as("the thermostat cycles").isGreaterThan(3);
    }

    @ParameterizedTest
    @CsvSource({"true, false, false", "false, true, false"})
    void warmsTowardsAmbientWithoutCooling(boolean powered, boolean works, boolean door) {
        ThermalUnit unit = new ThermalUnit(ColdKind.LOCKER.parameters(), 5, AMBIENT);

        unit.advance(3 * 86_400, new Conditions(powered, works, door));

        assertThat(unit.airCelsius()).isCloseTo(AMBIENT, within(0.01));
        assertThat(unit.compressorRunning()).isFalse();
    }

    @Test
    void warmsFasterThroughAnOpenDoorAndRecovers() {
        ThermalUnit closed = new ThermalUnit(ColdKind.LOCKER.parameters(), 5, AMBIENT);
        ThermalUnit open = new ThermalUnit(ColdKind.LOCKER.parameters(), 5, AMBIENT);

        closed.advance(120, OFF);
        open.advance(120, new Conditions(false, true, true));
        assertThat(open.airCelsius()).isGreaterThan(closed.airCelsius() + 5);

        open.advance(7200, Conditions.NORMAL);
        assertThat(open.airCelsius()).isBetween(2.0, 8.0);
    }

    @Test
    void givesTheSameWhetherTimePassesInManyStepsOrInOne() {
        ThermalUnit one = new ThermalUnit(ColdKind.LOCKER.parameters(), 5, AMBIENT);
        ThermalUnit many = new ThermalUnit(ColdKind.LOCKER.parameters(), 5, AMBIENT);

        one.advance(1000, OFF);
        for (int i = 0; i < 1000; i++) {
            many.advance(1, OFF);
        }

        assertThat(many.airCelsius()).isCloseTo(one.airCelsius(), within(1e-6));
    }

    @Test
    void losesHoldoverInTheOrderOfSizes() {
        assertThat(minutesToEight(ColdKind.LOCKER)).isBetween(4L, 15L);
        assertThat(minutesToEight(ColdKind.COLD_ROOM)).isGreaterThan(60);
    }

    private static long minutesToEight(ColdKind kind) {
        ThermalUnit unit = new ThermalUnit(kind.parameters(), 5, AMBIENT);
        long minutes = 0;
        while (unit.airCelsius() <= 8) {
            unit.advance(60, OFF);
            minutes++;
        }
        return minutes;
    }
}
