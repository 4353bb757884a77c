package io.frostproof.simulator.sensing;

import io.frostproof.protocol.DeviceConfig;
import io.frostproof.protocol.Telemetry;

/** How often a device samples and reports: as it was built, as it was configured, and more seldom while it saves. For one thread. */
final class Rhythm {

    private final DeviceDesign design;
    private final Orders orders;
    private boolean saving;

    Rhythm(DeviceDesign design, Orders orders) {
        this.design = design;
        this.orders = orders;
    }

    boolean saving() {
        return saving;
    }

    void save(boolean begins) {
        saving = begins;
    }

    long sampleMillis() {
        return configuredSampleMillis() * (saving ? SimDevice.SAVING : 1);
    }

    int sampleSeconds() {
        return seconds(sampleMillis());
    }

    /** From one report to the next, as things stand. */
    int reportSeconds() {
        return seconds(sampleMillis() * samplesPerReport());
    }

    private static int seconds(long millis) {
        return (int) Math.min(Math.ceilDiv(millis, 1000L), Telemetry.MAX_NEXT_SECONDS);
    }

    /** How many samplings a message has. */
    int samplesPerReport() {
        return (int) Math.max(1, configuredReportMillis() / configuredSampleMillis());
    }

    /** Without regard to saving, as below. */
    long configuredSampleMillis() {
        DeviceConfig config = orders.config();
        return config == null || config.sampleSeconds() == 0
                ? design.sampleEvery().toMillis()
                : config.sampleSeconds() * 1000L;
    }

    long configuredReportMillis() {
        DeviceConfig config = orders.config();
        return config == null || config.reportSeconds() == 0
                ? design.reportEvery().toMillis()
                : config.reportSeconds() * 1000L;
    }
}
