package io.frostproof.simulator.sensing;

import io.frostproof.simulator.power.DeviceBattery;

/**
 * The battery of a device, and what draws on it. The device saves below {@value #SAVES_BELOW} percent and stops when it is empty; one with a
 * charger starts again at {@value #STARTS_AT}.
 */
final class Cell {

    static final double SAVES_BELOW = 15;
    static final double STARTS_AT = 5;
    private static final double FULL = 100;
    private static final double SECONDS_PER_HOUR = 3600;

    private final Hardware hardware;
    private DeviceBattery battery;
    /** For messages since the last look; spread over the time since then. */
    private double burstJoules;

    Cell(Hardware hardware) {
        this.hardware = hardware;
        battery = new DeviceBattery(hardware.battery(), FULL);
    }

    void advance(double seconds, boolean works, boolean powered, boolean weak, double ambientCelsius) {
        if (seconds <= 0) {
            return;
        }
        double draw = (works ? hardware.idleWatts() : 0) + burstJoules / seconds;
        if (weak) {
            draw += hardware.battery().capacityWattHours() * SECONDS_PER_HOUR / SimDevice.WEAK_LASTS.toSeconds();
        }
        burstJoules = 0;
        battery.advance(seconds, hardware.charger() && powered && !weak, draw, ambientCelsius);
    }

    void use(double joules) {
        burstJoules += joules;
    }

    void replace() {
        battery = new DeviceBattery(hardware.battery(), FULL);
    }

    double percent() {
        return battery.percent();
    }

    boolean low() {
        return percent() < SAVES_BELOW;
    }

    boolean empty() {
        return battery.empty();
    }
}
