package io.frostproof.ingest.lane;

import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.protocol.Receipt;

/** Hears from lanes what has become durable. Called on their contexts; must not block. */
public interface LaneListener {

    /** There is work for the desk of this region. */
    void workForDesk(String region);

    /** These messages of the device are stored. */
    void receipt(KnownDevice device, Receipt receipt);
}
