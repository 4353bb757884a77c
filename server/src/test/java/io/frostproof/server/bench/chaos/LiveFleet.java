package io.frostproof.server.bench.chaos;

import io.frostproof.protocol.Form;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.TelemetryEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Devices that report now. Every tenth message is poison; some are sent twice, some are kept back for seconds, some correct the
 * one before, and every fifth device starts again now and then.
 */
final class LiveFleet implements Fleet {

    private static final int POISON_EVERY = 10;
    private static final double TWICE = 0.05;
    private static final double KEPT_BACK = 0.05;
    private static final double CORRECTED = 0.03;
    private static final long KEPT_BACK_MILLIS = 12_000;
    private static final long RESTART_MILLIS = 45_000;
    private static final int RESTARTING_EVERY = 5;
    private static final int SAMPLES = 2;

    private final List<Device> devices = new ArrayList<>();
    private final Form form;
    private final long periodMillis;
    private final long untilMillis;
    private final long aheadMillis;
    private final Random random;
    private long made;

    private static final class Device {
        final String id;
        final boolean restarts;
        final long firstMillis;
        long nextMillis;
        long boot = 1;
        long seq;
        List<Made.Value> last = List.of();

        Device(String id, boolean restarts, long firstMillis) {
            this.id = id;
            this.restarts = restarts;
            this.firstMillis = firstMillis;
            nextMillis = firstMillis;
        }
    }

    /** @param aheadMillis how far the clocks of these devices are ahead; with more than 0 they do nothing else that is odd */
    LiveFleet(RunPlan plan, List<String> ids, Form form, long aheadMillis, long seed) {
        this.form = form;
        this.periodMillis = plan.livePeriodMillis();
        this.untilMillis = plan.untilMillis();
        this.aheadMillis = aheadMillis;
        random = new Random(seed);
        for (String id : ids) {
            int number = devices.size();
            devices.add(new Device(
                    id,
                    number % RESTARTING_EVERY == 1,
                    plan.startMillis() + number * periodMillis / Math.max(1, ids.size())));
        }
    }

    @Override
    public void make(long nowMillis, Waiting waiting, Consumer<Made> out) {
        for (Device device : devices) {
            while (device.nextMillis <= nowMillis && device.nextMillis < untilMillis) {
                make(device, device.nextMillis, out);
                device.nextMillis += periodMillis;
            }
        }
    }

    private void make(Device device, long atMillis, Consumer<Made> out) {
        if (device.restarts && atMillis - device.firstMillis >= device.boot * RESTART_MILLIS) {
            device.boot++;
            device.seq = 0;
        }
        List<Made.Value> values = values(atMillis + aheadMillis);
        if (aheadMillis > 0) {
            out.accept(good(device, values, Made.Kind.AHEAD, 0, 1));
        } else if (++made % POISON_EVERY == 0) {
            out.accept(
                    switch ((int) (made / POISON_EVERY % 3)) {
                        case 0 -> undecodable(device, values);
                        case 1 -> implausible(device, values);
                        default -> partly(device, values);
                    });
        } else if (random.nextDouble() < KEPT_BACK) {
            out.accept(good(device, values, Made.Kind.LATE, 1 + random.nextLong(KEPT_BACK_MILLIS), 1));
        } else {
            out.accept(good(device, values, Made.Kind.LIVE, 0, random.nextDouble() < TWICE ? 2 : 1));
            if (random.nextDouble() < CORRECTED && !device.last.isEmpty()) {
                List<Made.Value> better = device.last.stream()
                        .map(value -> new Made.Value(value.channel(), value.timeMillis(), rounded(value.value() + 0.5)))
                        .toList();
                out.accept(good(device, better, Made.Kind.LATE, 0, 1));
            }
            device.last = values;
        }
    }

    private List<Made.Value> values(long atMillis) {
        var values = new ArrayList<Made.Value>();
        for (String channel : ChaosWorld.LIVE_CHANNELS) {
            for (int i = 0; i < SAMPLES; i++) {
                values.add(new Made.Value(
                        channel, atMillis - i * periodMillis / SAMPLES, rounded(2 + 5 * random.nextDouble())));
            }
        }
        Collections.shuffle(values, random);
        return List.copyOf(values);
    }

    private Made good(Device device, List<Made.Value> values, Made.Kind kind, long delayMillis, int copies) {
        var id = new MessageId(device.boot, device.seq++);
        return new Made(device.id, id, kind, encode(id, values, form), values, delayMillis, copies);
    }

    /** Without a number: what a flipped bit or a broken connection makes of a message cannot be told apart from any other noise. */
    private Made undecodable(Device device, List<Made.Value> values) {
        byte[] payload = encode(new MessageId(device.boot, device.seq), values, form);
        if (form == Form.JSON) {
            payload = Arrays.copyOf(payload, payload.length - 1 - random.nextInt(payload.length / 2));
        } else {
            payload[payload.length / 2] ^= (byte) (1 << random.nextInt(8));
        }
        return new Made(device.id, null, Made.Kind.UNDECODABLE, payload, List.of(), 0, 1);
    }

    private Made implausible(Device device, List<Made.Value> values) {
        var id = new MessageId(device.boot, device.seq++);
        List<Made.Value> hot = values.stream()
                .map(value -> new Made.Value(value.channel(), value.timeMillis(), 9_000 + value.value()))
                .toList();
        return new Made(device.id, id, Made.Kind.IMPLAUSIBLE, encode(id, hot, form), List.of(), 0, 1);
    }

    private Made partly(Device device, List<Made.Value> values) {
        var id = new MessageId(device.boot, device.seq++);
        var all = new ArrayList<>(values);
        all.add(new Made.Value("nobody-knows-me", values.getFirst().timeMillis(), 4.0));
        return new Made(device.id, id, Made.Kind.PARTLY, encode(id, all, form), values, 0, 1);
    }

    static byte[] encode(MessageId id, List<Made.Value> values, Form form) {
        List<Sample> samples = values.stream()
                .map(value -> new Sample(value.channel(), value.timeMillis() * 1000, value.value()))
                .toList();
        return TelemetryEncoder.encode(new Telemetry(id, samples), form, null);
    }

    /** Two decimals, as probes send them. */
    static double rounded(double value) {
        return Math.rint(value * 100) / 100;
    }

    @Override
    public boolean done(long nowMillis) {
        return nowMillis >= untilMillis;
    }
}
