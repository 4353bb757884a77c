package io.frostproof.simulator.sensing;

/** Everything that leaves a device goes through here: it is counted, and the battery pays for it. For one thread. */
final class Radio {

    private final DeviceDesign design;
    private final Cell cell;
    private long lastSentMillis = Long.MIN_VALUE;
    private long publications;

    Radio(DeviceDesign design, Cell cell) {
        this.design = design;
        this.cell = cell;
    }

    void publish(long nowMillis, String topic, byte[] payload, Uplink uplink) {
        uplink.send(new Publication(nowMillis, design.node(), design.device(), topic, payload));
        cell.use(design.hardware().joulesPerMessage());
        lastSentMillis = nowMillis;
        publications++;
    }

    /** {@link Long#MIN_VALUE} when it never sent. */
    long lastSentMillis() {
        return lastSentMillis;
    }

    long publications() {
        return publications;
    }
}
