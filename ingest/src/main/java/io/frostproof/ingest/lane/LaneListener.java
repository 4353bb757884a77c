package io.frostproof.ingest.lane;

import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.protocol.Receipt;
import java.util.List;

/** Hears from lanes what has become durable. Called on their contexts; must not block. */
public interface LaneListener {

    /** There is work for the desk of this region. */
    void workForDesk(String region);

    /** These messages of the device are stored. */
    void receipt(KnownDevice device, Receipt receipt);

    /**
     * The log has these readings of one message, perhaps since before, or has kept them as conflicts. Called for every message: it has
     * to be cheap.
     */
    default void stored(List<Reading> readings) {}
}
