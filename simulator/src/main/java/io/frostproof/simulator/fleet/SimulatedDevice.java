package io.frostproof.simulator.fleet;

import io.frostproof.protocol.Control;
import io.frostproof.protocol.ControlCodec;
import io.frostproof.protocol.DeviceStatus;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.JsonTelemetryEncoder;
import io.frostproof.protocol.Receipt;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.device.LinkException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One device: measures, numbers, keeps and sends, and sends again what stays without receipt. Confined to one thread. */
final class SimulatedDevice {

    /** First wait for a receipt; doubled up to the last as long as none comes. */
    static final Duration FIRST_RESEND = Duration.ofSeconds(30);

    static final Duration LAST_RESEND = Duration.ofMinutes(8);

    private static final String MODEL = "simulated";
    private static final int RESEND_LIMIT = 100;
    /** Typical of a digital sensor of the DS18B20 class between two readings. */
    private static final double NOISE_KELVIN = 0.03;

    private final DeviceSpec spec;
    private final UpTopic topic;
    private final DeviceMemory memory;
    private final Random random;
    private Duration nextReport;
    private Duration resendAt = Duration.ZERO;
    private Duration resendWait = FIRST_RESEND;
    private long readings;
    private long messages;
    private long resent;

    SimulatedDevice(DeviceSpec spec, DeviceMemory memory, Duration firstReport, long seed) {
        this.spec = spec;
        this.topic = UpTopic.telemetry(spec.node(), spec.device());
        this.memory = memory;
        this.nextReport = firstReport;
        // String.hashCode is specified, so the noise of a device does not depend on the others or on the JVM.
        this.random = new Random(seed * 31 + spec.device().hashCode());
    }

    String id() {
        return spec.device();
    }

    DeviceMemory memory() {
        return memory;
    }

    Duration nextReport() {
        return nextReport;
    }

    /** Leaves out the reports before {@code elapsed} and keeps the rhythm. */
    void skipTo(Duration elapsed) {
        if (nextReport.compareTo(elapsed) < 0) {
            long missed = elapsed.minus(nextReport).dividedBy(spec.reportInterval()) + 1;
            nextReport = nextReport.plus(spec.reportInterval().multipliedBy(missed));
        }
    }

    /**
     * Says that it is there, and what it measures. Without a will: the devices of a fleet share a connection, and a connection has
     * one will.
     */
    void announce(TelemetryPublisher publisher) throws LinkException {
        var status = new DeviceStatus(
                DeviceStatus.State.ONLINE,
                memory.boot(),
                1,
                null,
                null,
                DeviceStatus.Clock.RTC,
                (long) memory.size(),
                null,
                memory.dropped(),
                0L,
                (int) Math.max(1, spec.reportInterval().toSeconds()),
                (int) Math.max(1, spec.reportInterval().toSeconds()),
                null,
                MODEL,
                null,
                null,
                null,
                spec.channels().stream()
                        .map(channel -> new Control.ChannelUnit(
                                channel.id(), channel.quantity().unit()))
                        .toList());
        publisher.offer(
                new UpTopic(spec.node(), spec.device(), UpTopic.Kind.STATUS),
                ControlCodec.encode(status, Form.JSON, null));
    }

    /** Measures the world as it is now and sends. */
    void report(World world, Instant time, TelemetryPublisher publisher) throws LinkException {
        List<Sample> samples = new ArrayList<>();
        for (ChannelSpec channel : spec.channels()) {
            samples.add(new Sample(channel.id(), time.toEpochMilli() * 1000, measure(world, channel)));
        }
        Telemetry telemetry = new Telemetry(memory.nextId(), samples);
        byte[] payload = JsonTelemetryEncoder.encode(telemetry);
        if (memory.size() == 0) {
            resendWait = FIRST_RESEND;
            resendAt = nextReport.plus(resendWait);
        }
        if (telemetry.id() != null) {
            memory.keep(new StoredMessage(telemetry.id(), new String(payload, StandardCharsets.UTF_8)));
        }
        publisher.offer(topic, payload);
        readings += samples.size();
        messages++;
        nextReport = nextReport.plus(spec.reportInterval());
    }

    private double measure(World world, ChannelSpec channel) {
        double value = world.value(channel);
        return switch (channel.quantity()) {
            case AIR_TEMPERATURE, CONTENTS_TEMPERATURE ->
                Math.rint((value + random.nextGaussian() * NOISE_KELVIN) * 100) / 100;
            case FUEL -> Math.rint(value * 10) / 10;
            case DOOR, MAINS, GENERATOR -> value;
        };
    }

    void received(Receipt receipt, Duration elapsed) {
        if (memory.forget(receipt)) {
            resendWait = FIRST_RESEND;
            resendAt = elapsed.plus(resendWait);
        }
    }

    /** Sends the oldest messages once more if their receipt is overdue; at the start, what earlier boots left. */
    void resendOverdue(Duration elapsed, TelemetryPublisher publisher) throws LinkException {
        if (memory.size() == 0 || elapsed.compareTo(resendAt) < 0) {
            return;
        }
        for (StoredMessage message : memory.oldest(RESEND_LIMIT)) {
            if (!publisher.offer(topic, message.payload().getBytes(StandardCharsets.UTF_8))) {
                break;
            }
            resent++;
        }
        resendAt = elapsed.plus(resendWait);
        Duration doubled = resendWait.multipliedBy(2);
        resendWait = doubled.compareTo(LAST_RESEND) < 0 ? doubled : LAST_RESEND;
    }

    long readings() {
        return readings;
    }

    long messages() {
        return messages;
    }

    long resent() {
        return resent;
    }
}
