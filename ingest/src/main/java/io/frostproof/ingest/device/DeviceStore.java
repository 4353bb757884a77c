package io.frostproof.ingest.device;

import io.frostproof.ingest.intake.DeadLetter;
import java.time.Instant;
import java.util.List;

/**
 * Where the state of devices and what was asked of them is kept. Thread-safe; every call blocks, and throws
 * {@link io.frostproof.ingest.lane.LogUnavailableException} when it can succeed later, and those that change something
 * {@link io.frostproof.ingest.lane.FencedOffException} when another server has taken over.
 */
public interface DeviceStore {

    /**
     * Takes what was heard, in this order, and keeps what could not be used; one transaction. Doing it again changes nothing.
     *
     * @throws io.frostproof.ingest.lane.BatchRefusedException if something in it cannot be stored; nothing of it was
     */
    Taken take(List<Heard> heard, List<DeadLetter> letters);

    /** What has to be sent, oldest first. */
    List<Order> due(Instant now, int limit);

    /** Notes that the broker has these. */
    void sent(List<Order> orders, Instant at);

    /** Wants everything sent again that no device has answered. */
    void repeat();

    /**
     * Gives up commands whose lifetime is over.
     *
     * @return how many
     */
    int expire(Instant now);

    /**
     * What became of messages.
     *
     * @param orders whether something has to be sent now
     * @param unknown answers to what nobody asked, as dead letters that were kept
     */
    record Taken(boolean orders, List<DeadLetter> unknown) {
        public Taken {
            unknown = List.copyOf(unknown);
        }
    }
}
