package io.frostproof.simulator.sensing;

import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.TelemetryEncoder;
import io.frostproof.protocol.UpTopic;
import java.util.SplittableRandom;

/** Sends the messages that a device keeps, and sends them again with growing waits until a receipt covers them. For one thread. */
final class Sender {

    /** The contract's first and last wait for a receipt. */
    static final long FIRST_RESEND_MILLIS = 60_000;

    static final long LAST_RESEND_MILLIS = 900_000;

    /** The contract: at most 20 publications that the broker has not acknowledged. A round trip of a mobile network between them. */
    private static final int WINDOW = 20;

    private static final long WINDOW_PAUSE_MILLIS = 250;

    private static final long SHORTEST_RECEIPT_MILLIS = 200;
    private static final int RECEIPT_SPREAD_MILLIS = 1_300;
    /** One receipt in so many is lost on its way: a session that was cut just then. */
    private static final int RECEIPT_LOST_OF = 500;

    private final DeviceDesign design;
    private final Receipts receipts;
    private final MessageMemory memory;
    private final DeviceClock clock;
    private final Radio radio;
    private final SplittableRandom chance;
    private final String topic;
    private long nextMillis = Long.MAX_VALUE;
    private long windowOpensMillis = Long.MIN_VALUE;
    private long resent;

    Sender(
            DeviceDesign design,
            Receipts receipts,
            MessageMemory memory,
            DeviceClock clock,
            Radio radio,
            SplittableRandom chance) {
        this.design = design;
        this.receipts = receipts;
        this.memory = memory;
        this.clock = clock;
        this.radio = radio;
        this.chance = chance;
        topic = UpTopic.telemetry(design.node(), design.device()).topic();
    }

    /** When something is to be sent next, as long as there is a connection. */
    long nextMillis() {
        return nextMillis;
    }

    /**
     * Sends what is due, oldest first, in windows. Where one is too small for all, what was never sent over this connection goes before repeats,
     * so that missing receipts keep nothing new waiting.
     *
     * @param duplicatesFraction of the messages are sent twice
     */
    void send(long nowMillis, double duplicatesFraction, Uplink uplink) {
        if (nowMillis < windowOpensMillis) {
            nextMillis = windowOpensMillis;
            return;
        }
        long next = Long.MAX_VALUE;
        int left = WINDOW;
        int repeats = Math.max(0, WINDOW - neverSent());
        boolean waits = false;
        for (KeptMessage message : memory) {
            if (message.receiptMillis != KeptMessage.NEVER) {
                continue;
            }
            if (message.dueMillis <= nowMillis) {
                boolean repeat = message.tries > 0;
                if (left == 0 || (repeat && repeats == 0)) {
                    waits = true;
                    continue;
                }
                transmit(message, nowMillis, duplicatesFraction, uplink);
                left--;
                repeats -= repeat ? 1 : 0;
            }
            if (message.receiptMillis == KeptMessage.NEVER) {
                next = Math.min(next, message.dueMillis);
            }
        }
        if (waits) {
            windowOpensMillis = nowMillis + WINDOW_PAUSE_MILLIS;
            next = windowOpensMillis;
        }
        nextMillis = next;
    }

    /** Up to a window of them. */
    private int neverSent() {
        int count = 0;
        for (KeptMessage message : memory) {
            count += message.tries == 0 ? 1 : 0;
            if (count == WINDOW) {
                break;
            }
        }
        return count;
    }

    private void transmit(KeptMessage message, long nowMillis, double duplicatesFraction, Uplink uplink) {
        byte[] payload = payload(message, nowMillis);
        radio.publish(nowMillis, topic, payload, uplink);
        if (duplicatesFraction > 0 && chance.nextDouble() < duplicatesFraction) {
            radio.publish(nowMillis, topic, payload, uplink);
        }
        if (message.tries > 0) {
            resent++;
        }
        message.dueMillis =
                nowMillis + Math.min(FIRST_RESEND_MILLIS << Math.min(message.tries, 10), LAST_RESEND_MILLIS);
        message.tries++;
        if (receipts == Receipts.MODELLED) {
            int drawn = chance.nextInt(RECEIPT_SPREAD_MILLIS * RECEIPT_LOST_OF);
            if (drawn >= RECEIPT_SPREAD_MILLIS) {
                message.receiptMillis = nowMillis + SHORTEST_RECEIPT_MILLIS + drawn % RECEIPT_SPREAD_MILLIS;
            }
        }
    }

    private byte[] payload(KeptMessage message, long nowMillis) {
        if (message.payload != null) {
            return message.payload;
        }
        Telemetry undated = message.undated;
        if (undated == null) {
            throw new IllegalStateException("device " + design.device() + ": " + message.id + " has no content");
        }
        return TelemetryEncoder.encode(
                new Telemetry(undated.id(), undated.samples(), clock.up(nowMillis), undated.nextSeconds()),
                design.form(),
                null);
    }

    /** Messages sent once more. */
    long resent() {
        return resent;
    }
}
