package io.frostproof.ingest.device;

import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.Micros;
import java.time.Instant;

/** A status or an answer that could be read, and the message it came in. Nobody changes its payload. Thread-safe. */
public final class Heard {

    private final KnownDevice device;
    private final Said said;
    private final boolean binary;
    private final Instant receivedAt;
    private final String source;
    private final String topic;
    private final byte[] payload;

    /**
     * A message.
     *
     * @param binary whether it came as a binary frame; otherwise as JSON
     * @param receivedAt server time, kept to the microsecond
     * @param source where it came from, such as {@code mqtt}
     */
    Heard(
            KnownDevice device,
            Said said,
            boolean binary,
            Instant receivedAt,
            String source,
            String topic,
            byte[] payload) {
        this.device = device;
        this.said = said;
        this.binary = binary;
        this.receivedAt = Micros.toInstant(Micros.of(receivedAt));
        this.source = source;
        this.topic = topic;
        this.payload = payload;
    }

    /** As {@link DeviceInbox} makes it, for tests of a store. */
    public static Heard of(KnownDevice device, Said said, Instant receivedAt) {
        return new Heard(device, said, false, receivedAt, "mqtt", "test/" + device.id(), new byte[] {'?'});
    }

    public KnownDevice device() {
        return device;
    }

    public Said said() {
        return said;
    }

    /** Whether it came as a binary frame. */
    public boolean binary() {
        return binary;
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    /** The message as a dead letter. */
    public DeadLetter buried(String reason, String detail) {
        return new DeadLetter(source, topic, DeadLetter.Payload.of(payload), reason, detail, Micros.of(receivedAt));
    }
}
