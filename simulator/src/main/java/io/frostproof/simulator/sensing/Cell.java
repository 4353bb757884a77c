package io.frostproof.simulator.sensing;

/**
 * The battery of a device as its own gauge sees it: energy in, energy out. A device saves below {@value #SAVES_BELOW} percent and stops at 0;
 * one with a charger starts again at {@value #STARTS_AT}.
 */
final class Cell {

    static final double SAVES_BELOW = 15;
    static final double STARTS_AT = 5;
    private static final double FULL = 100;

    private final Hardware hardware;
    private double joules;

    Cell(Hardware hardware) {
        this.hardware = hardware;
        joules = hardware.capacityJoules();
    }

    void advance(double seconds, boolean works, boolean charged, boolean weak) {
        double out = works ? hardware.idleWatts() * seconds : 0;
        if (weak) {
            out += hardware.capacityJoules() * seconds / SimDevice.WEAK_LASTS.toSeconds();
        }
        double in = charged && !weak ? hardware.chargeWatts() * seconds : 0;
        // While it is charged the charger feeds the device as well.
        joules = Math.clamp(in > 0 ? joules + in : joules - out, 0, hardware.capacityJoules());
    }

    void use(double joulesUsed) {
        joules = Math.max(0, joules - joulesUsed);
    }

    void replace() {
        joules = hardware.capacityJoules();
    }

    double percent() {
        return FULL * joules / hardware.capacityJoules();
    }

    boolean low() {
        return percent() < SAVES_BELOW;
    }

    boolean empty() {
        return joules <= 0;
    }
}
