package io.frostproof.server.bench.chaos;

import io.frostproof.protocol.DownTopic;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import io.frostproof.protocol.UpTopic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * The devices of one node over one connection, as a gateway has them. They follow the contract: what has a number is kept until a receipt
 * covers it, and sent again after every reconnect at once and otherwise after a while. What is too broken to have a number can have no receipt;
 * it is kept for {@value #BROKEN_KEPT_MILLIS} ms after its last PUBACK and sent again after a reconnect, since a broker that was killed
 * may have forgotten it. One thread runs it; what the MQTT client's threads tell is queued for it.
 */
final class DeviceGroup implements Runnable {

    /** Longer than the broker takes to write its memory to disk (60 s) and the server to come back. */
    private static final long BROKEN_KEPT_MILLIS = 180_000;

    private static final int WINDOW = 200;
    private static final long UNHEARD_MILLIS = 1_000;
    /** When the run is over, nobody waits for minutes whether a receipt was lost. */
    private static final long FINAL_MILLIS = 15_000;

    private static final int CONNECT_SECONDS = 3;
    private static final int KEEP_ALIVE_SECONDS = 8;
    private static final long SESSION_SECONDS = 3_600;
    private static final long BACKOFF_MILLIS = 200;
    private static final long FLUSH_MILLIS = 200;
    private static final long MOST_WAITS = 4;
    private static final long IDLE_NANOS = 2_000_000;

    private final String node;
    private final String broker;
    private final long resendMillis;
    private final long endMillis;
    private final Fleet fleet;
    private final PublisherLog log;
    private final MqttMemory memory = new MqttMemory();
    private final ConcurrentLinkedQueue<Runnable> heard = new ConcurrentLinkedQueue<>();
    private volatile boolean gaveUp;
    private @Nullable MqttAsyncClient client;
    private boolean everConnected;
    private int inFlight;
    private int connection;
    private long serials;
    private volatile int unreceipted;

    /** One message in the memory of its device. */
    private static final class Kept {
        final long serial;
        final Made made;
        final String topic;
        long dueMillis;
        long waitMillis;
        long sentMillis;
        int copies;
        boolean queued;
        boolean acknowledged;
        long acknowledgedMillis;

        Kept(long serial, Made made, String topic, long dueMillis, long waitMillis) {
            this.serial = serial;
            this.made = made;
            this.topic = topic;
            this.dueMillis = dueMillis;
            this.waitMillis = waitMillis;
            this.copies = made.copies();
            this.queued = true;
        }
    }

    /** What the devices remember. For the one thread. */
    private static final class MqttMemory {
        /** By device and boot: what waits for a receipt. */
        final Map<String, Map<Long, TreeMap<Long, Kept>>> numbered = new HashMap<>();

        final List<Kept> broken = new ArrayList<>();
        final PriorityQueue<Kept> toSend = new PriorityQueue<>(
                Comparator.<Kept>comparingLong(kept -> kept.dueMillis).thenComparingLong(kept -> kept.serial));

        int of(String device) {
            return numbered.getOrDefault(device, Map.of()).values().stream()
                    .mapToInt(Map::size)
                    .sum();
        }

        int waiting() {
            return numbered.keySet().stream().mapToInt(this::of).sum();
        }

        Iterable<Kept> all() {
            var all = new ArrayList<Kept>();
            numbered.values().forEach(boots -> boots.values().forEach(seqs -> all.addAll(seqs.values())));
            all.sort(Comparator.comparingLong(kept -> kept.serial));
            return all;
        }
    }

    DeviceGroup(String node, RunPlan plan, Fleet fleet, PublisherLog log) {
        this.node = node;
        this.broker = plan.broker();
        this.resendMillis = plan.resendMillis();
        this.endMillis = plan.untilMillis();
        this.fleet = fleet;
        this.log = log;
    }

    /** Messages without a receipt. */
    int unreceipted() {
        return unreceipted;
    }

    /** Ends it though not everything has a receipt. */
    void giveUp() {
        gaveUp = true;
    }

    @Override
    public void run() {
        long flushAt = 0;
        long connectAt = 0;
        long housekeepAt = 0;
        while (!gaveUp) {
            long now = System.currentTimeMillis();
            drainHeard();
            fleet.make(now, memory::of, this::take);
            if (now >= housekeepAt) {
                housekeep(now);
                housekeepAt = now + 100;
            }
            MqttAsyncClient current = client;
            if (current == null && now >= connectAt) {
                connect();
                connectAt = System.currentTimeMillis() + BACKOFF_MILLIS;
            } else if (current != null && !current.isConnected()) {
                disconnected(current);
                connectAt = now + BACKOFF_MILLIS;
            } else if (current != null && !send(current, now)) {
                LockSupport.parkNanos(IDLE_NANOS);
            } else if (current == null) {
                LockSupport.parkNanos(IDLE_NANOS);
            }
            if (now >= flushAt) {
                log.flush();
                flushAt = now + FLUSH_MILLIS;
            }
            if (fleet.done(now) && client != null && unreceipted == 0 && inFlight == 0 && memory.toSend.isEmpty()) {
                break;
            }
        }
        for (Kept kept : memory.all()) {
            log.withoutReceipt(kept.serial);
        }
        MqttAsyncClient last = client;
        if (last != null) {
            close(last);
        }
        log.end();
        log.flush();
    }

    private void drainHeard() {
        Runnable said = heard.poll();
        while (said != null) {
            said.run();
            said = heard.poll();
        }
        unreceipted = memory.waiting();
    }

    private void take(Made made) {
        long serial = ++serials;
        log.made(serial, made);
        var kept = new Kept(
                serial,
                made,
                UpTopic.telemetry(node, made.device()).topic(),
                System.currentTimeMillis() + made.delayMillis(),
                resendMillis);
        MessageId id = made.id();
        if (id == null) {
            memory.broken.add(kept);
        } else {
            memory.numbered
                    .computeIfAbsent(made.device(), device -> new HashMap<>())
                    .computeIfAbsent(id.boot(), boot -> new TreeMap<>())
                    .put(id.seq(), kept);
        }
        memory.toSend.add(kept);
    }

    /** Forgets broken messages that are safe by now, and queues again what waited for its receipt long enough. */
    private void housekeep(long now) {
        memory.broken.removeIf(
                kept -> kept.acknowledged && !kept.queued && now - kept.acknowledgedMillis > BROKEN_KEPT_MILLIS);
        for (Map<Long, TreeMap<Long, Kept>> boots : memory.numbered.values()) {
            for (TreeMap<Long, Kept> seqs : boots.values()) {
                for (Kept kept : seqs.values()) {
                    boolean late = now >= endMillis && now - kept.sentMillis >= FINAL_MILLIS;
                    if (!kept.queued && (kept.dueMillis <= now || late)) {
                        kept.dueMillis = Math.min(kept.dueMillis, now);
                        kept.queued = true;
                        memory.toSend.add(kept);
                    }
                }
            }
        }
    }

    /** Sends what is due; false when there was nothing to do. */
    private boolean send(MqttAsyncClient current, long now) {
        boolean sent = false;
        while (inFlight < WINDOW) {
            Kept next = memory.toSend.peek();
            if (next == null || next.dueMillis > now) {
                return sent;
            }
            memory.toSend.poll();
            next.queued = false;
            if (!forgotten(next)) {
                for (int copy = 0; copy < next.copies; copy++) {
                    if (!publish(current, next)) {
                        next.queued = true;
                        memory.toSend.add(next);
                        return sent;
                    }
                    sent = true;
                }
                next.copies = 1;
                next.sentMillis = now;
                next.dueMillis = now + next.waitMillis;
                next.waitMillis = Math.min(next.waitMillis * 2, resendMillis * MOST_WAITS);
            }
        }
        return sent;
    }

    private boolean forgotten(Kept kept) {
        MessageId id = kept.made.id();
        if (id == null) {
            return false;
        }
        Map<Long, TreeMap<Long, Kept>> boots = memory.numbered.getOrDefault(kept.made.device(), Map.of());
        TreeMap<Long, Kept> seqs = boots.get(id.boot());
        return seqs == null || !seqs.containsKey(id.seq());
    }

    private boolean publish(MqttAsyncClient current, Kept kept) {
        var message = new MqttMessage(kept.made.payload());
        message.setQos(1);
        int of = connection;
        log.sent(kept.serial);
        try {
            current.publish(kept.topic, message, null, new MqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    int[] codes = token.getReasonCodes();
                    boolean taken = codes == null || codes.length == 0 || codes[0] == 0;
                    if (taken) {
                        log.acknowledged(kept.serial);
                    }
                    heard.add(() -> answered(kept, of, taken));
                }

                @Override
                public void onFailure(IMqttToken token, @Nullable Throwable cause) {
                    // The connection is lost: everything without a receipt is sent again on the next one.
                }
            });
            inFlight++;
            return true;
        } catch (MqttException e) {
            return false;
        }
    }

    /** @param taken whether somebody is subscribed: a broker that was killed may not know the server any more, and says so */
    private void answered(Kept kept, int of, boolean taken) {
        if (of == connection) {
            inFlight--;
        }
        if (taken) {
            kept.acknowledged = true;
            kept.acknowledgedMillis = System.currentTimeMillis();
        } else if (kept.made.id() == null && !kept.queued) {
            kept.queued = true;
            kept.dueMillis = System.currentTimeMillis() + UNHEARD_MILLIS;
            memory.toSend.add(kept);
        }
    }

    private void received(String device, Receipt receipt) {
        Map<Long, TreeMap<Long, Kept>> boots = memory.numbered.getOrDefault(device, Map.of());
        TreeMap<Long, Kept> seqs = boots.get(receipt.upTo().boot());
        if (seqs != null) {
            NavigableMap<Long, Kept> covered =
                    seqs.subMap(receipt.fromSeq(), true, receipt.upTo().seq(), true);
            covered.clear();
            unreceipted = memory.waiting();
        }
    }

    private void connect() {
        MqttAsyncClient next;
        try {
            next = new MqttAsyncClient(broker, "gateway-" + node, new MemoryPersistence());
        } catch (MqttException e) {
            throw new IllegalStateException("broker " + broker, e);
        }
        try {
            next.setCallback(new Callback());
            var options = new MqttConnectionOptions();
            options.setAutomaticReconnect(false);
            options.setCleanStart(!everConnected);
            options.setSessionExpiryInterval(SESSION_SECONDS);
            options.setConnectionTimeout(CONNECT_SECONDS);
            options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
            options.setReceiveMaximum(1_000);
            next.connect(options).waitForCompletion(CONNECT_SECONDS * 1000L);
            next.subscribe("frostproof/1/" + node + "/+/down/receipt", 1).waitForCompletion(CONNECT_SECONDS * 1000L);
        } catch (MqttException e) {
            close(next);
            return;
        }
        client = next;
        everConnected = true;
        connection++;
        inFlight = 0;
        log.connected(true);
        drainHeard();
        long now = System.currentTimeMillis();
        // At once, oldest first: everything that no receipt covers, but for what is kept back.
        for (Kept kept : memory.all()) {
            again(kept, now);
        }
        memory.broken.forEach(kept -> again(kept, now));
    }

    private void again(Kept kept, long now) {
        if (!kept.queued) {
            kept.queued = true;
            kept.dueMillis = now;
            kept.waitMillis = resendMillis;
            memory.toSend.add(kept);
        }
    }

    private void disconnected(MqttAsyncClient lost) {
        log.connected(false);
        close(lost);
        client = null;
        connection++;
        inFlight = 0;
    }

    private static void close(MqttAsyncClient of) {
        try {
            if (of.isConnected()) {
                of.disconnectForcibly(0, 200, false);
            }
        } catch (MqttException e) {
            // It was not connected any more.
        }
        try {
            of.close(true);
        } catch (MqttException e) {
            // Closed, or closing: nothing is left to free.
        }
    }

    private final class Callback implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            DownTopic.parse(topic)
                    .filter(down -> down.kind() == DownTopic.Kind.RECEIPT)
                    .ifPresent(down -> Receipt.decode(message.getPayload()).ifPresent(receipt -> {
                        log.receipt(down.device(), receipt);
                        heard.add(() -> received(down.device(), receipt));
                    }));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
