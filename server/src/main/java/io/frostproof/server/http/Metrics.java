package io.frostproof.server.http;

import io.frostproof.ingest.IngestCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/** Metrics as Prometheus text; all counts are since the server started. Thread-safe; {@link #scrape} asks the database. */
final class Metrics {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    // Meters hold what they measure by weak references only.
    private final IngestCounters counters;
    private final IntSupplier lanesQueued;
    private final LongSupplier noticesWaiting;

    Metrics(IngestCounters counters, IntSupplier lanesQueued, LongSupplier noticesWaiting) {
        this.counters = counters;
        this.lanesQueued = lanesQueued;
        this.noticesWaiting = noticesWaiting;
        count("ingest.received", "messages", counters.messagesReceived, "Messages that came from sources.");
        count("ingest.acknowledged", "messages", counters.messagesAcknowledged, "Messages acknowledged after commit.");
        count(
                "ingest.redelivered",
                "messages",
                counters.messagesRedelivered,
                "Messages without time that came again and were recognised by their content.");
        count("ingest.received", "readings", counters.readingsReceived, "Readings out of decoded messages.");
        count("ingest.stored", "readings", counters.readingsStored, "Readings new to the log.");
        count("ingest.duplicate", "readings", counters.readingsDuplicate, "Readings that the log had already.");
        count(
                "ingest.conflicting",
                "readings",
                counters.readingsConflicting,
                "Readings whose channel and time another value claims too.");
        count("ingest.suspect", "readings", counters.readingsSuspect, "Readings set apart for their impossible time.");
        count("ingest.refused", "readings", counters.readingsRefused, "Readings that the database would not take.");
        count("ingest.committed", "batches", counters.batchesCommitted, "Transactions of the log that committed.");
        count("ingest.retried", "batches", counters.batchRetries, "Attempts to commit a batch again.");
        count("ingest", "transitions", counters.transitions, "Changes of channels' conditions.");
        count("ingest", "reevaluations", counters.reevaluations, "Ranges evaluated again after late readings.");
        count("ingest.sent", "receipts", counters.receiptsSent, "Receipts sent down to devices.");
        FunctionCounter.builder("frostproof.ingest.commit", counters.commitNanos, nanos -> nanos.sum() / 1e9)
                .baseUnit("seconds")
                .description("Time spent in transactions of the log.")
                .register(registry);
        gauge("lanes.queued", "messages", this.lanesQueued, IntSupplier::getAsInt, "Messages that wait in lanes.");
        gauge(
                "outbox.waiting",
                "notices",
                this.noticesWaiting,
                LongSupplier::getAsLong,
                "Notices that wait to be handed over.");
        new JvmMemoryMetrics().bindTo(registry);
    }

    private void count(String name, String unit, LongAdder adder, String help) {
        FunctionCounter.builder("frostproof." + name + "." + unit, adder, LongAdder::doubleValue)
                .baseUnit(unit)
                .description(help)
                .register(registry);
    }

    private <T> void gauge(String name, String unit, T of, ToDoubleFunction<T> value, String help) {
        Gauge.builder("frostproof." + name, of, value)
                .baseUnit(unit)
                .description(help)
                .register(registry);
    }

    String scrape() {
        // Reasons show up when they happen first; there are as many as the code has words for.
        for (String reason : counters.deadLetters().keySet()) {
            FunctionCounter.builder(
                            "frostproof.ingest.dead",
                            counters,
                            now -> now.deadLetters().getOrDefault(reason, 0L))
                    .baseUnit("letters")
                    .tag("reason", reason)
                    .description("Messages that could not be used, by reason.")
                    .register(registry);
        }
        return registry.scrape();
    }
}
