package io.frostproof.ingest.mqtt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;

/**
 * Puts acknowledgements into the order of arrival, as MQTT asks, although lanes finish in any order: a message is released
 * when it and everything before it on the same connection is stored. Packet identifiers mean nothing on another connection,
 * so a new one starts empty and late completions of the old one release nothing. Thread-safe; what is released is handed to the
 * sender under the lock, because two lanes that complete at once must not overtake each other on the way out, nor may an
 * identifier of a lost connection go out on the next one. So the sender must not block.
 */
final class AckLedger {

    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private int connection;

    /** One message as the broker delivered it. */
    static final class Delivery {
        private final int connection;
        private final int packetId;
        private boolean stored; // guarded by the ledger

        private Delivery(int connection, int packetId) {
            this.connection = connection;
            this.packetId = packetId;
        }
    }

    synchronized Delivery arrived(int packetId) {
        var delivery = new Delivery(connection, packetId);
        waiting.add(delivery);
        return delivery;
    }

    /** Notes that a message is stored and hands the packet identifiers to acknowledge now to {@code sender}, in order. */
    synchronized void stored(Delivery delivery, IntConsumer sender) {
        delivery.stored = true;
        if (delivery.connection != connection) {
            return;
        }
        while (!waiting.isEmpty() && waiting.element().stored) {
            sender.accept(waiting.remove().packetId);
        }
    }

    /** The connection is gone; what was not acknowledged will be delivered again. */
    synchronized void connectionLost() {
        connection++;
        waiting.clear();
    }

    /** How many messages have arrived and are not acknowledged. */
    synchronized int outstanding() {
        return waiting.size();
    }
}
