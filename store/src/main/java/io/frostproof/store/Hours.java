package io.frostproof.store;

import java.time.Instant;

/** Hours, counted since 1970, UTC. */
final class Hours {

    static final long MICROS = 3_600_000_000L;

    private Hours() {}

    /** The hour that an instant lies in. */
    static int of(long micros) {
        return Math.toIntExact(Math.floorDiv(micros, MICROS));
    }

    /** The first hour that does not begin before an instant. */
    static int from(long micros) {
        return Math.toIntExact(Math.ceilDiv(micros, MICROS));
    }

    static long begin(int hour) {
        return hour * MICROS;
    }

    static Instant beginInstant(int hour) {
        return Sql.instant(begin(hour));
    }

    /** Into so many hours after its own a reading can stand. */
    static int reach(long maxHoldMicros) {
        return from(maxHoldMicros);
    }
}
