package io.frostproof.server.http;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.store.SystemQueries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** The server itself: what it is, what there is, what it has done. */
final class SystemRoutes {

    private final ServerFacts server;
    private final String flavour;
    private final SystemQueries queries;
    private final IngestCounters counters;
    private final Metrics metrics;
    private final InstantSource clock;

    SystemRoutes(
            ServerFacts server,
            String flavour,
            SystemQueries queries,
            IngestCounters counters,
            Metrics metrics,
            InstantSource clock) {
        this.server = server;
        this.flavour = flavour;
        this.queries = queries;
        this.counters = counters;
        this.metrics = metrics;
        this.clock = clock;
    }

    private record Systems(
            String version,
            String databaseFlavour,
            Instant startedAt,
            long uptimeS,
            SystemQueries.Counts counts,
            Ingest ingest) {}

    private record Ingest(
            long messagesReceived,
            long messagesAcknowledged,
            long messagesRedelivered,
            long readingsReceived,
            long readingsStored,
            long readingsDuplicate,
            long readingsConflicting,
            long readingsSuspect,
            long readingsRefused,
            long batchesCommitted,
            long batchRetries,
            double commitS,
            long transitions,
            long reevaluations,
            long receiptsSent,
            Map<String, Long> deadLetters) {}

    void register(Operations operations) {
        operations
                .on("system", request -> system())
                .on("metrics", request -> new Reply.Whole(200, Metrics.CONTENT_TYPE, metrics.scrape(), Map.of()));
    }

    private Reply system() {
        return Reply.json(new Systems(
                server.version(),
                flavour,
                server.startedAt(),
                Duration.between(server.startedAt(), clock.instant()).toSeconds(),
                queries.counts(),
                new Ingest(
                        counters.messagesReceived.sum(),
                        counters.messagesAcknowledged.sum(),
                        counters.messagesRedelivered.sum(),
                        counters.readingsReceived.sum(),
                        counters.readingsStored.sum(),
                        counters.readingsDuplicate.sum(),
                        counters.readingsConflicting.sum(),
                        counters.readingsSuspect.sum(),
                        counters.readingsRefused.sum(),
                        counters.batchesCommitted.sum(),
                        counters.batchRetries.sum(),
                        counters.commitNanos.sum() / 1e9,
                        counters.transitions.sum(),
                        counters.reevaluations.sum(),
                        counters.receiptsSent.sum(),
                        counters.deadLetters())));
    }
}
