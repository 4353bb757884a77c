package io.frostproof.ingest.intake;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as microseconds since 1970, UTC: the resolution of the database. */
public final class Micros {

    private Micros() {}

    public static long of(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }

    public static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
