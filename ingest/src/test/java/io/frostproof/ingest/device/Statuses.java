package io.frostproof.ingest.device;

import java.util.List;
import java.util.Set;

/** Statuses for tests. */
final class Statuses {

    private Statuses() {}

    /** A status that says only what every status says. */
    static Said.Status bare(Presence presence, long boot, long conn) {
        return new Said.Status(
                presence, boot, conn, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, List.of());
    }

    /** The birth of the contract's example. */
    static Said.Status birth(long boot, long conn) {
        return new Said.Status(
                Presence.ONLINE,
                boot,
                conn,
                1043L,
                53_211L,
                "synced",
                12L,
                boot,
                1031L,
                2L,
                4L,
                300,
                60,
                900,
                "FP-L2",
                "1.4.2",
                87,
                -71,
                Set.of("lock"),
                List.of(new SentUnit("t1", "Cel"), new SentUnit("mains", "1")));
    }
}
