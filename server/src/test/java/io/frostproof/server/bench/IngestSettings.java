package io.frostproof.server.bench;

import io.frostproof.protocol.Form;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How {@code bench ingest} measures.
 *
 * @param messages of the unpaced run; 0: as many as fit into {@code length}
 * @param channels of each device
 * @param length of each measurement
 * @param warmUp of the server, and a third of it for the bare subscriber: the JVM compiles what is hot within some 10 s of full load
 * @param heap -Xmx of the server and of the bare subscriber
 * @param jfr where a recording of the server during the unpaced run goes; null: none
 */
record IngestSettings(
        long messages,
        int devices,
        int channels,
        int connections,
        Form form,
        Duration length,
        Duration warmUp,
        String heap,
        @Nullable Path jfr) {

    /** Event time between two readings of a channel. */
    static final Duration INTERVAL = Duration.ofSeconds(10);

    /** Readings that all phases together may publish; decides how long ago event times begin. */
    private static final long MOST_READINGS = 60_000_000;

    List<String> channelNames() {
        return IntStream.rangeClosed(1, channels).mapToObj(n -> "t" + n).toList();
    }

    /** So long ago that no reading of the run is in the future. */
    Instant begin(Instant now) {
        return now.minus(INTERVAL.multipliedBy(MOST_READINGS / devices / channels + 10_000));
    }

    /**
     * How many messages may be on their way, published and not yet stored: enough to keep every queue of the server busy, and no more, so
     * that the broker need not hoard what nobody asked for and publishing ends shortly before storing.
     */
    static long ahead(int readings) {
        return Math.clamp(100_000 / readings, 2_000, 20_000);
    }
}
