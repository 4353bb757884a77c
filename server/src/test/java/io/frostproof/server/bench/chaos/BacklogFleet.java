package io.frostproof.server.bench.chaos;

import io.frostproof.protocol.Form;
import io.frostproof.protocol.MessageId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Devices that were offline and upload what they kept, as fast as receipts allow: each has a window of messages without receipt. Two messages of
 * three are JSON of {@value #JSON_READINGS} readings with what a maker adds to each (about 200 KB; the server passes over fields that it does
 * not know), one is a frame of {@value #FRAME_READINGS}. Every fourth device has sent one reading of now before, so that all its backlog is
 * older than what its channel has seen; every tenth message is cut off before it, and some are sent late.
 */
final class BacklogFleet implements Fleet {

    private static final int JSON_READINGS = 400;
    private static final int FRAME_READINGS = 1_000;
    private static final long SECOND = 1_000;
    private static final long AGE_MILLIS = 20L * 86_400 * SECOND;
    private static final int LIVE_BEFORE_EVERY = 4;
    private static final double KEPT_BACK = 0.03;
    private static final long KEPT_BACK_MILLIS = 5_000;
    private static final int POISON_EVERY = 10;
    private static final int CUT_BYTES = 200;
    private static final long FIRST_MILLIS = 2_000;
    private final List<Device> devices = new ArrayList<>();
    private final Random random;
    private final int window;
    private final long bytesEach;
    private final long fromMillis;
    private final long untilMillis;
    private final long oldestMillis;
    private long made;

    private static final class Device {
        final String id;
        final boolean liveBefore;
        long seq;
        long readings;
        long bytes;

        Device(String id, boolean liveBefore) {
            this.id = id;
            this.liveBefore = liveBefore;
        }
    }

    BacklogFleet(RunPlan plan) {
        random = new Random(plan.seed() ^ 0xbacL);
        window = plan.backlogWindow();
        bytesEach = plan.backlogBytes() / Math.max(1, plan.backlogDevices());
        fromMillis = plan.startMillis() + FIRST_MILLIS;
        untilMillis = plan.untilMillis();
        oldestMillis = plan.startMillis() / SECOND * SECOND - AGE_MILLIS;
        for (int i = 0; i < plan.backlogDevices(); i++) {
            devices.add(new Device(ChaosWorld.device(ChaosWorld.BACKLOG, i), i % LIVE_BEFORE_EVERY == 0));
        }
    }

    @Override
    public void make(long nowMillis, Waiting waiting, Consumer<Made> out) {
        if (nowMillis < fromMillis || nowMillis >= untilMillis) {
            return;
        }
        for (Device device : devices) {
            if (device.liveBefore && device.seq == 0) {
                out.accept(message(device, 1, nowMillis / SECOND * SECOND, Made.Kind.LATE, false));
            }
            // One at a time, so that one device does not keep the others from theirs.
            if (device.bytes < bytesEach && waiting.of(device.id) < window) {
                boolean frame = ++made % 3 == 0;
                int count = frame ? FRAME_READINGS : JSON_READINGS;
                long first = oldestMillis + device.readings * SECOND;
                Made next = message(device, count, first, Made.Kind.BACKLOG, frame);
                device.readings += count;
                device.bytes += next.payload().length;
                if (made % POISON_EVERY == 0) {
                    byte[] cut = Arrays.copyOf(next.payload(), CUT_BYTES);
                    out.accept(new Made(device.id, null, Made.Kind.UNDECODABLE, cut, List.of(), 0, 1));
                }
                out.accept(next);
            }
        }
    }

    private Made message(Device device, int count, long firstMillis, Made.Kind kind, boolean frame) {
        var id = new MessageId(3, device.seq++);
        var values = new ArrayList<Made.Value>(count);
        for (int i = 0; i < count; i++) {
            values.add(new Made.Value("t1", firstMillis + i * SECOND, LiveFleet.rounded(2 + 5 * random.nextDouble())));
        }
        byte[] payload = frame ? LiveFleet.encode(id, values, Form.BINARY) : json(id, values);
        long delay = random.nextDouble() < KEPT_BACK ? 1 + random.nextLong(KEPT_BACK_MILLIS) : 0;
        return new Made(device.id, id, kind, payload, List.copyOf(values), delay, 1);
    }

    private byte[] json(MessageId id, List<Made.Value> values) {
        // What a maker adds is the same for all readings of a message but for its hashes; making it is no part of the
        // load.
        String own = """
                ,"maker":{"serial":"LOG-20-000000000000","firmware":"2.11.4-b1187","adc":[%d,%d,%d,%d],"supply_mv":3311,\
                "calibration":{"gain":1.000312,"offset":-0.0182,"on":"2026-02-11","by":"field service"},\
                "note":"product probe in glycol, upper shelf, left of the door; alarm relay not connected"},\
                "signature":"%064x","previous":"%064x\"""".formatted(
                        random.nextInt(4096),
                        random.nextInt(4096),
                        random.nextInt(4096),
                        random.nextInt(4096),
                        random.nextLong(),
                        random.nextLong());
        var text = new StringBuilder(values.size() * 512);
        text.append("{\"boot\":").append(id.boot()).append(",\"seq\":").append(id.seq());
        text.append(",\"readings\":[");
        for (int i = 0; i < values.size(); i++) {
            Made.Value value = values.get(i);
            text.append(i == 0 ? "{\"ch\":\"" : ",{\"ch\":\"").append(value.channel());
            text.append("\",\"t\":").append(value.timeMillis());
            text.append(",\"v\":").append(value.value());
            text.append(own).append('}');
        }
        return text.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean done(long nowMillis) {
        return nowMillis >= untilMillis || devices.stream().allMatch(device -> device.bytes >= bytesEach);
    }
}
