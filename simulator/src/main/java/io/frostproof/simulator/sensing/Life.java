package io.frostproof.simulator.sensing;

/** Whether a device works: what its battery says, and what kills it. For one thread. */
final class Life {

    /** What became of it. */
    enum Turn {
        GOES_ON,
        STOPS,
        STARTS,
        RESTARTS
    }

    private final DeviceDesign design;
    private final Cell cell;
    private boolean working = true;
    private boolean rebooted;
    private boolean weak;
    private long lastLookMillis;

    Life(DeviceDesign design, Cell cell, long startMillis) {
        this.design = design;
        this.cell = cell;
        lastLookMillis = startMillis;
    }

    /** Takes note of time that has passed and of what has gone wrong or is well again. */
    Turn look(long nowMillis, Surroundings world, DeviceTroubles troubles) {
        cell.advance(
                (nowMillis - lastLookMillis) / 1000.0,
                working,
                world.chargerPowered(design.node()),
                troubles.batteryWeak(),
                world.ambientCelsius(design.node()));
        lastLookMillis = nowMillis;
        if (weak && !troubles.batteryWeak()) {
            cell.replace();
        }
        weak = troubles.batteryWeak();
        boolean able = !troubles.dead() && (working ? !cell.empty() : cell.percent() >= Cell.STARTS_AT);
        boolean reboots = working && able && troubles.rebootNow() && !rebooted;
        rebooted = troubles.rebootNow();
        if (working != able) {
            working = able;
            return able ? Turn.STARTS : Turn.STOPS;
        }
        return reboots ? Turn.RESTARTS : Turn.GOES_ON;
    }

    boolean working() {
        return working;
    }

    long lastLookMillis() {
        return lastLookMillis;
    }
}
