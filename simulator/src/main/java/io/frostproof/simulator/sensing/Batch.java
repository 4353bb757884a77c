package io.frostproof.simulator.sensing;

import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.TelemetryEncoder;
import java.util.ArrayList;
import java.util.List;

/** The samples that are not in a message yet, and the numbers of messages. For one thread. */
final class Batch {

    private final DeviceDesign design;
    private final MessageMemory memory;
    private final Rhythm rhythm;
    private List<Sample> samples = new ArrayList<>();
    private int samplings;
    private long boot;
    private long seq;
    private long messages;

    Batch(DeviceDesign design, MessageMemory memory, Rhythm rhythm) {
        this.design = design;
        this.memory = memory;
        this.rhythm = rhythm;
    }

    /** The device starts, as the first, second... time; it may be some samplings on its way to its next report. */
    void begin(long newBoot, int samplingsAlready) {
        boot = newBoot;
        seq = 0;
        samplings = samplingsAlready;
    }

    void add(Sample sample) {
        samples.add(sample);
    }

    /** Another sampling is complete; whether a report is due by that. */
    boolean fullAfterSampling() {
        samplings++;
        if (samplings < rhythm.samplesPerReport()) {
            return false;
        }
        samplings = 0;
        return true;
    }

    /** The next report is a whole interval away. */
    void countAnew() {
        samplings = 0;
    }

    /** Makes a message of what has been measured. */
    void close(long nowMillis) {
        if (samples.isEmpty()) {
            return;
        }
        MessageId id = new MessageId(boot, seq++);
        int nextSeconds = rhythm.saving() ? rhythm.reportSeconds() : 0;
        if (design.hardware().clock() == Hardware.Clock.NONE) {
            memory.keep(new KeptMessage(id, null, new Telemetry(id, samples, 0, nextSeconds), nowMillis));
        } else {
            Telemetry telemetry = new Telemetry(id, samples, Telemetry.NO_UP, nextSeconds);
            memory.keep(new KeptMessage(id, TelemetryEncoder.encode(telemetry, design.form(), null), null, nowMillis));
        }
        samples = new ArrayList<>();
        messages++;
    }

    /** What is in no message is gone. */
    void forget() {
        samples = new ArrayList<>();
        samplings = 0;
    }

    long boot() {
        return boot;
    }

    /** Number of the next message. */
    long seq() {
        return seq;
    }

    long messages() {
        return messages;
    }
}
