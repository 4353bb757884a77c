package io.frostproof.ingest.device;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way to devices. Thread-safe; nothing in it blocks. */
public interface Downlink {

    /** No way: there is no broker. */
    Downlink NONE = new Downlink() {
        @Override
        public long connection() {
            return 0;
        }

        @Override
        public void publish(Message message, Done done) {
            done.done(false);
        }
    };

    /** Number of the present connection to the broker, each one more than the one before; 0 while there is none. */
    long connection();

    /** Publishes; {@code done} hears once whether the broker has it (QoS 1), or it was sent (QoS 0). */
    void publish(Message message, Done done);

    /** Hears the outcome of a publication, on a thread of the client library. Must not block. */
    interface Done {
        void done(boolean success);
    }

    /** A message to a device. Nobody changes its payload. */
    final class Message {
        private final String topic;
        private final byte[] payload;
        private final int qos;
        private final boolean retained;
        private final @Nullable Duration expiry;

        /** @param expiry how long the broker may hold it; null: for ever */
        public Message(String topic, byte[] payload, int qos, boolean retained, @Nullable Duration expiry) {
            this.topic = topic;
            this.payload = payload;
            this.qos = qos;
            this.retained = retained;
            this.expiry = expiry;
        }

        public String topic() {
            return topic;
        }

        public byte[] payload() {
            return payload;
        }

        public int qos() {
            return qos;
        }

        public boolean retained() {
            return retained;
        }

        /** How long the broker may hold it; null: for ever. */
        public @Nullable Duration expiry() {
            return expiry;
        }
    }
}
