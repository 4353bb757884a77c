package io.frostproof.ingest.mqtt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;

/**
 * Puts the acknowledgements of one connection into the order of arrival, as MQTT asks, although lanes finish in any order: a
 * message is released when it and everything before it is stored. Packet identifiers mean nothing on another connection, so
 * every connection has a ledger of its own. Thread-safe; what is released is handed to the sender under the lock, because two
 * lanes that complete at once must not overtake each other on the way out. So the sender must not block.
 */
final class AckLedger {

    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private boolean lost;

    /** One message as the broker delivered it. */
    static final class Delivery {
        private final int packetId;
        private boolean stored; // guarded by the ledger

        private Delivery(int packetId) {
            this.packetId = packetId;
        }
    }

    synchronized Delivery arrived(int packetId) {
        var delivery = new Delivery(packetId);
        waiting.add(delivery);
        return delivery;
    }

    /** Notes that a message is stored and hands the packet identifiers to acknowledge now to {@code sender}, in order. */
    synchronized void stored(Delivery delivery, IntConsumer sender) {
        delivery.stored = true;
        while (!lost && !waiting.isEmpty() && waiting.element().stored) {
            sender.accept(waiting.remove().packetId);
        }
    }

    /** The connection is gone: nothing is released any more, and the broker delivers again what was not acknowledged. */
    synchronized void connectionLost() {
        lost = true;
        waiting.clear();
    }

    /** How many messages have arrived and are not acknowledged. */
    synchronized int outstanding() {
        return lost ? 0 : waiting.size();
    }
}
