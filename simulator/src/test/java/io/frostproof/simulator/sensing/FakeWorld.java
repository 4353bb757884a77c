package io.frostproof.simulator.sensing;

import io.frostproof.protocol.Control;
import io.frostproof.protocol.ControlCodec;
import io.frostproof.protocol.ControlResult;
import io.frostproof.protocol.DecodeResult;
import io.frostproof.protocol.DeviceAnswer;
import io.frostproof.protocol.DeviceStatus;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.TelemetryDecoder;
import io.frostproof.protocol.UpTopic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** A world with one value of everything, which also is the network and hears what is sent. */
final class FakeWorld implements Surroundings, Uplink {

    static final long START = Instant.parse("2026-11-02T00:00:00Z").toEpochMilli();
    static final long SECOND = 1_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    long now = START;
    double celsius = 5;
    double roomCelsius = 21;
    double fuel = 80;
    double humidity = 50;
    boolean doorOpen;
    boolean mains = true;
    boolean chargerPowered = true;
    boolean reachable = true;
    /** Not sent by a device but by the world: moves the temperature a little at each look. */
    boolean restless;

    DeviceTroubles troubles = DeviceTroubles.NONE;
    private final SplittableRandom weather = new SplittableRandom(7);
    private final List<Publication> sent = new ArrayList<>();

    @Override
    public double value(String unit, SimulatedQuantity quantity) {
        if (restless) {
            celsius += weather.nextDouble() - 0.5 - (celsius - 5) / 50;
        }
        return switch (quantity) {
            case AIR_TEMPERATURE, SECOND_AIR_TEMPERATURE, CONTENTS_TEMPERATURE -> celsius;
            case DOOR -> doorOpen ? 1 : 0;
            case MAINS -> mains ? 1 : 0;
            case GENERATOR -> 0;
            case FUEL -> fuel;
            case VOLTAGE -> 230;
            case HUMIDITY -> humidity;
            case BATTERY -> throw new AssertionError("the device knows its battery");
        };
    }

    @Override
    public double ambientCelsius(String node) {
        return roomCelsius;
    }

    @Override
    public boolean chargerPowered(String node) {
        return chargerPowered;
    }

    @Override
    public boolean reachable(String node, String device) {
        return reachable;
    }

    @Override
    public void send(Publication publication) {
        sent.add(publication);
    }

    /** Wakes the device whenever it wants to be woken, until that time. */
    void runUntil(SimDevice device, long until) {
        while (device.nextWakeMillis() <= until) {
            now = Math.max(now, device.nextWakeMillis());
            wake(device);
        }
        now = until;
    }

    void run(SimDevice device, long millis) {
        runUntil(device, now + millis);
    }

    void wake(SimDevice device) {
        device.wake(now, this, troubles, this);
    }

    List<Publication> sent() {
        return sent;
    }

    /** Telemetry as it was published, repeats too. */
    List<Arrival> telemetry() {
        List<Arrival> all = new ArrayList<>();
        for (Publication it : sent) {
            if (it.topic().endsWith("/telemetry")) {
                DecodeResult result = TelemetryDecoder.decode(it.payload(), null);
                if (!(result instanceof DecodeResult.Decoded decoded)
                        || !decoded.rejections().isEmpty()) {
                    throw new AssertionError("a server would refuse " + result);
                }
                all.add(new Arrival(it.atMillis(), decoded.telemetry()));
            }
        }
        return all;
    }

    /** One message at the server. */
    record Arrival(long atMillis, Telemetry telemetry) {
        MessageId id() {
            return Objects.requireNonNull(telemetry.id());
        }
    }

    /** Each message once, and a failure when one came with two contents. */
    Map<MessageId, byte[]> payloads() {
        Map<MessageId, byte[]> once = new HashMap<>();
        List<Arrival> telemetry = telemetry();
        int at = 0;
        for (Publication it : sent) {
            if (it.topic().endsWith("/telemetry")) {
                MessageId id = telemetry.get(at++).id();
                byte[] before = once.putIfAbsent(id, it.payload());
                if (before != null && !java.util.Arrays.equals(before, it.payload())) {
                    throw new AssertionError(id + " came with two contents");
                }
            }
        }
        return once;
    }

    /** Readings of a channel, of each message once, in order of the messages. */
    List<Sample> samples(String channel) {
        Map<MessageId, Telemetry> once = new java.util.TreeMap<>();
        telemetry().forEach(it -> once.put(it.id(), it.telemetry()));
        return once.values().stream()
                .flatMap(it -> it.samples().stream())
                .filter(it -> it.channel().equals(channel))
                .toList();
    }

    List<Double> values(String channel) {
        return samples(channel).stream().map(Sample::value).toList();
    }

    List<DeviceStatus> statuses() {
        return controls(UpTopic.Kind.STATUS, Control.Type.STATUS).stream()
                .map(DeviceStatus.class::cast)
                .toList();
    }

    List<DeviceAnswer> answers() {
        return controls(UpTopic.Kind.ANSWER, Control.Type.ANSWER).stream()
                .map(DeviceAnswer.class::cast)
                .toList();
    }

    private List<Control> controls(UpTopic.Kind kind, Control.Type type) {
        List<Control> all = new ArrayList<>();
        for (Publication it : sent) {
            if (it.topic().endsWith("/" + kind.id())) {
                all.add(((ControlResult.Decoded) ControlCodec.decode(type, it.payload(), null)).control());
            }
        }
        return all;
    }
}
