package io.frostproof.ingest.intake;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which event times can be true.
 *
 * @param earliest readings before it are suspect. The default, 2010, is later than what clocks without a battery start from
 *     (1970, 1980, 2000) and earlier than any log worth importing
 * @param futureTolerance how far a device's clock may be ahead of the server's
 */
public record PlausibleTimes(Instant earliest, Duration futureTolerance) {

    static final String BEFORE_EARLIEST = "before_earliest";
    static final String IN_THE_FUTURE = "in_the_future";

    /** 2010-01-01 and five minutes. */
    public static final PlausibleTimes DEFAULT =
            new PlausibleTimes(Instant.parse("2010-01-01T00:00:00Z"), Duration.ofMinutes(5));

    /** Why a time cannot be true, or null when it can. */
    @Nullable
    String objection(long timeMicros, long nowMicros) {
        if (timeMicros < Micros.of(earliest)) {
            return BEFORE_EARLIEST;
        }
        if (timeMicros > nowMicros + futureTolerance.toNanos() / 1000) {
            return IN_THE_FUTURE;
        }
        return null;
    }
}
