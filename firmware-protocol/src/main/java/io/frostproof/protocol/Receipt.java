package io.frostproof.protocol;

import java.util.Optional;

/**
 * What the server sends to {@link DownTopic.Kind#RECEIPT}: every message of that boot from {@code from} up to and including
 * {@code seq} is stored, or kept as a dead letter. The device may forget them. A receipt says nothing about other messages:
 * a broker that was killed may have lost earlier ones, and only the device can send them again.
 *
 * <p>JSON: {@code {"boot":7,"from":1000,"seq":1042}}; without {@code from} it covers the boot from its first message, and
 * fields that are not known are ignored.
 *
 * @param upTo the last message covered
 * @param fromSeq sequence of the first message covered, at most that of {@code upTo}
 */
public record Receipt(MessageId upTo, long fromSeq) implements Control {

    public Receipt {
        if (fromSeq < 0 || fromSeq > upTo.seq()) {
            throw new IllegalArgumentException("from " + fromSeq + ": expected 0 to " + upTo.seq());
        }
    }

    /** A receipt for a boot from its first message on. */
    public Receipt(MessageId upTo) {
        this(upTo, 0);
    }

    @Override
    public Type type() {
        return Type.RECEIPT;
    }

    /** Whether this receipt lets the device forget {@code message}. */
    public boolean covers(MessageId message) {
        return message.boot() == upTo.boot() && message.seq() >= fromSeq && message.seq() <= upTo.seq();
    }

    /** The JSON payload. */
    public byte[] encode() {
        return ControlCodec.encode(this, Form.JSON, null);
    }

    /** Reads a payload of either form; empty when it is not a receipt. A device has no one to complain to, so no reason is given. */
    public static Optional<Receipt> decode(byte[] payload) {
        return ControlCodec.decode(Type.RECEIPT, payload, null) instanceof ControlResult.Decoded decoded
                        && decoded.control() instanceof Receipt receipt
                ? Optional.of(receipt)
                : Optional.empty();
    }
}
