package io.frostproof.ingest.lane;

import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.protocol.Receipt;
import java.time.Instant;
import java.util.List;

/** Hears from lanes what has become durable. Called on their contexts; must not block. */
public interface LaneListener {

    /** There is work for the desk of this region. */
    void workForDesk(String region);

    /**
     * These messages of the device are stored.
     *
     * @return whether the receipt is on its way; otherwise it is given again a little later
     */
    boolean receipt(KnownDevice device, Receipt receipt);

    /**
     * The log has these readings of one message, perhaps since before, or has kept them as conflicts. Called for every message: it has
     * to be cheap.
     */
    default void stored(List<Reading> readings) {}

    /**
     * These conclusions are safe in the spool and not in the log yet, so no desk finds them there. Called before the messages that they
     * follow from are acknowledged, and after {@link OutageListener#away}.
     *
     * @param decidedAt when they were drawn, server time
     */
    default void spooled(List<Batch.ChannelTransitions> transitions, Instant decidedAt) {}

    /** These conclusions have been committed. Called for every batch that has some, after its commit. */
    default void committed(List<Batch.ChannelTransitions> transitions, Instant decidedAt) {}
}
