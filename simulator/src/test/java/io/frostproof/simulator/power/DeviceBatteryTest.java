package io.frostproof.simulator.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DeviceBatteryTest {

    private static final double HOUR = 3600;

    private static DeviceBattery battery(double percent) {
        return new DeviceBattery(BatteryDesign.CELL_18650, percent);
    }

    @Test
    void lastsItsWattHoursAtRoomTemperature() {
        DeviceBattery battery = battery(100);
        battery.advance(48 * HOUR, false, 0.1, 25);
        // 4.8 of 9.6 Wh, and two days of self-discharge.
        assertThat(battery.percent()).isCloseTo(100 - 50 - 100 * 2 * 0.02 / 30, within(1e-6));
        battery.advance(49 * HOUR, false, 0.1, 25);
        assertThat(battery.empty()).isTrue();
        assertThat(battery.percent()).isZero();
    }

    @Test
    void lastsShorterInTheColdAndWhenItIsOld() {
        double[] left = new double[3];
        double[] celsius = {25, 0, -20};
        for (int i = 0; i < 3; i++) {
            DeviceBattery battery = battery(100);
            battery.advance(24 * HOUR, false, 0.1, celsius[i]);
            left[i] = 100 - battery.percent();
        }
        assertThat(left[1] / left[0]).isCloseTo(1 / 0.85, within(0.01));
        assertThat(left[2] / left[0]).isCloseTo(1 / 0.6, within(0.01));
        DeviceBattery old = battery(100);
        old.health(0.5);
        old.advance(24 * HOUR, false, 0.1, 25);
        assertThat((100 - old.percent()) / left[0]).isCloseTo(2, within(0.01));
    }

    @Test
    void chargesWithItsPowerAndNotInFrost() {
        DeviceBattery battery = battery(20);
        battery.advance(HOUR, true, 0.1, 20);
        assertThat(battery.percent()).isCloseTo(20 + 100 * 2 * 0.95 / 9.6, within(0.1));
        battery.advance(10 * HOUR, true, 0.1, 20);
        assertThat(battery.percent()).isEqualTo(100);
        DeviceBattery frozen = battery(20);
        frozen.advance(HOUR, true, 0.1, -5);
        assertThat(frozen.percent()).isLessThanOrEqualTo(20);
    }

    @Test
    void showsLessVoltageTheEmptierTheOlderAndTheHarderItIsDrawn() {
        double last = 0;
        for (int percent = 0; percent <= 100; percent++) {
            double volts = battery(percent).volts();
            assertThat(volts).isGreaterThan(last).isBetween(3.0, 4.2);
            last = volts;
        }
        DeviceBattery idle = battery(50);
        DeviceBattery drawn = battery(50);
        DeviceBattery old = battery(50);
        old.health(0.4);
        idle.advance(1, false, 0, 25);
        drawn.advance(1, false, 2, 25);
        old.advance(1, false, 2, 25);
        assertThat(drawn.volts()).isLessThan(idle.volts() - 0.03);
        assertThat(old.volts()).isLessThan(drawn.volts() - 0.03);
    }
}
