package io.frostproof.ingest.lane;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.protocol.MessageId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows for messages once they are safe, and only then: acknowledgement, receipt, and word to those who watch. Owned by a lane. */
final class Settlement {

    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final IngestCounters counters;
    private final LaneListener listener;
    private final ReceiptLedger receipts = new ReceiptLedger();
    private final ReceiptPacer pacer;

    /** Numbered messages of a device that a batch has stored. */
    private static final class Stored {
        private final KnownDevice device;
        private final List<MessageId> messages = new ArrayList<>(4);

        private Stored(KnownDevice device) {
            this.device = device;
        }
    }

    Settlement(IngestCounters counters, LaneListener listener) {
        this.counters = counters;
        this.listener = listener;
        pacer = new ReceiptPacer(listener::receipt);
    }

    /** Sends receipts that wait. */
    void tick() {
        pacer.tick();
    }

    void settle(List<Inbound> messages) {
        var stored = new LinkedHashMap<String, Stored>();
        for (Inbound message : messages) {
            // Counted first, so that whoever has seen the acknowledgement finds counts that add up.
            counters.settled(message);
            message.acknowledgement().stored();
            counters.messagesAcknowledged.increment();
            if (!message.deadLetters().isEmpty()) {
                message.deadLetters().forEach(letter -> counters.deadLetter(letter.reason()));
            }
            KnownDevice device = message.device();
            MessageId messageId = message.id();
            if (device != null && messageId != null) {
                stored.computeIfAbsent(device.id(), id -> new Stored(device))
                        .messages
                        .add(messageId);
            }
        }
        stored.forEach((id, of) -> pacer.tell(of.device, receipts.stored(id, of.messages)));
        for (Inbound message : messages) {
            tell(message);
        }
    }

    private void tell(Inbound message) {
        if (message.readings().isEmpty()) {
            return;
        }
        try {
            listener.stored(message.readings());
        } catch (RuntimeException e) {
            // Who only watches must not harm what it watches.
            LOG.error("event=listener_failed laneKey={}", message.laneKey(), e);
        }
    }
}
