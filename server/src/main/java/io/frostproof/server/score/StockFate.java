package io.frostproof.server.score;

import java.util.List;

/**
 * What became of a handling unit by what was decided and done.
 *
 * @param takenMillis when somebody took it out of the network to use it; may be more than once
 * @param unit that it was in last
 * @param end what it is at the end
 * @param atMillis since when it is that; for what counts at the end of the run, that end
 * @param value EUR; 1 where nobody says
 */
record StockFate(List<Long> takenMillis, String unit, End end, long atMillis, double value) {

    StockFate {
        takenMillis = List.copyOf(takenMillis);
    }

    /** What it is at the end. */
    enum End {
        /** Taken by somebody who uses it. */
        USED,
        /** Here, and anybody may take it. */
        AVAILABLE,
        /** Here, and on hold or in quarantine. */
        HELD,
        /** Decided to be. */
        DISCARDED,
        /** Thrown away as its lot had expired, which no decision is about. */
        EXPIRED
    }
}
