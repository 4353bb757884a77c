package io.frostproof.ingest.mqtt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Puts acknowledgements into the order of arrival, as MQTT asks, although lanes finish in any order: a message is released
 * when it and everything before it on the same connection is stored. Packet identifiers mean nothing on another connection,
 * so a new one starts empty and late completions of the old one release nothing. Thread-safe; the lock is taken once per
 * message on arrival and once on completion, and never held while anything is sent.
 */
final class AckLedger {

    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private int connection;

    /** One message as the broker delivered it. */
    static final class Delivery {
        private final int connection;
        private final int packetId;
        private boolean stored;

        private Delivery(int connection, int packetId) {
            this.connection = connection;
            this.packetId = packetId;
        }

        int packetId() {
            return packetId;
        }
    }

    synchronized Delivery arrived(int packetId) {
        var delivery = new Delivery(connection, packetId);
        waiting.add(delivery);
        return delivery;
    }

    /** Notes that a message is stored and returns those to acknowledge now, in order. */
    synchronized List<Delivery> stored(Delivery delivery) {
        delivery.stored = true;
        if (delivery.connection != connection || waiting.peek() != delivery) {
            return List.of();
        }
        var released = new ArrayList<Delivery>();
        while (!waiting.isEmpty() && waiting.peek().stored) {
            released.add(waiting.poll());
        }
        return released;
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
