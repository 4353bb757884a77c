package io.frostproof.simulator.fleet;

import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What a device would keep in its flash: how often it has started, and the messages without receipt. Bounded: when full, the
 * oldest message is dropped and counted. Confined to one thread.
 */
final class DeviceMemory {

    /** About a day of one message a minute, with room. */
    static final int CAPACITY = 2000;

    private final long boot;
    private final Deque<StoredMessage> kept = new ArrayDeque<>();
    private long nextSeq;
    private long dropped;

    /** A start of the device, with what it kept from earlier ones, oldest first. */
    DeviceMemory(long boot, List<StoredMessage> fromEarlier) {
        this.boot = boot;
        fromEarlier.forEach(this::keep);
    }

    MessageId nextId() {
        return new MessageId(boot, nextSeq++);
    }

    void keep(StoredMessage message) {
        kept.addLast(message);
        if (kept.size() > CAPACITY) {
            kept.removeFirst();
            dropped++;
        }
    }

    /** Forgets what {@code receipt} covers; whether that was anything. */
    boolean forget(Receipt receipt) {
        return kept.removeIf(message -> receipt.covers(message.id()));
    }

    /** The oldest messages without receipt. */
    List<StoredMessage> oldest(int limit) {
        return kept.stream().limit(limit).toList();
    }

    List<StoredMessage> all() {
        return new ArrayList<>(kept);
    }

    int size() {
        return kept.size();
    }

    long boot() {
        return boot;
    }

    long dropped() {
        return dropped;
    }
}
