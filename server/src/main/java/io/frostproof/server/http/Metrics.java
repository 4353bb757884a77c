package io.frostproof.server.http;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.lane.BatchKeeper;
import io.frostproof.server.notify.Dispatcher;
import io.frostproof.store.Database;
import io.frostproof.store.StoreException;
import io.frostproof.store.SystemQueries;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Metrics as Prometheus text, each described in docs/metrics.md; all counts are since the server started. Thread-safe; {@link #scrape}
 * asks the database once.
 */
final class Metrics {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    // Meters hold what they measure by weak references only.
    private final IngestCounters counters;
    private final IntSupplier lanesQueued;
    private final SystemQueries queries;
    private final Database database;
    private final Traffic traffic = new Traffic(registry, System::nanoTime);
    private volatile Supplier<Map<String, Dispatcher.Counts>> attempts = Map::of;
    private volatile @Nullable BatchKeeper keeper;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    /** Of this scrape; null while the database is away, and then there is no value. */
    private volatile SystemQueries.@Nullable Counts counts;

    Metrics(IngestCounters counters, IntSupplier lanesQueued, SystemQueries queries, Database database) {
        this.counters = counters;
        this.lanesQueued = lanesQueued;
        this.queries = queries;
        this.database = database;
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
        count(
                "ingest.leftover",
                "readings",
                counters.readingsLeftover,
                "Readings that earlier runs have left in the spool.");
        gauge(
                "ingest.in.flight.readings",
                counters,
                IngestCounters::readingsInFlight,
                "Readings that wait in lanes or are being stored.");
        spool("readings", BatchKeeper::spooledReadings, "Readings in the spool.");
        spool("bytes", BatchKeeper::spooledBytes, "Bytes that the spool takes on its disk.");
        spool("damaged.bytes", BatchKeeper::damagedBytes, "Bytes of the spool that could not be read any more.");
        count("spool.taken", "batches", counters.batchesSpooled, "Batches that the spool has taken.");
        count("spool.drained", "batches", counters.batchesDrained, "Batches that came out of the spool into the log.");
        count("spool", "refusals", counters.spoolRefusals, "Attempts to spool a batch that failed or found it full.");
        count(
                "database",
                "outages",
                counters.outages,
                "Times the database was away for so long that batches were spooled.");
        count("ingest.committed", "batches", counters.batchesCommitted, "Transactions of the log that committed.");
        count("ingest.retried", "batches", counters.batchRetries, "Attempts to commit a batch again.");
        count("ingest", "transitions", counters.transitions, "Changes of channels' conditions.");
        count("ingest", "reevaluations", counters.reevaluations, "Ranges evaluated again after late readings.");
        count("ingest.sent", "receipts", counters.receiptsSent, "Receipts sent down to devices.");
        count("devices.received", "messages", counters.deviceMessagesReceived, "Statuses and answers of devices.");
        count("devices.sent", "messages", counters.deviceMessagesSent, "Configurations and commands the broker took.");
        FunctionCounter.builder("frostproof.ingest.commit", counters.commitNanos, nanos -> nanos.sum() / 1e9)
                .baseUnit("seconds")
                .description("Time spent in transactions of the log.")
                .register(registry);
        gauge("lanes.queued.messages", this.lanesQueued, IntSupplier::getAsInt, "Messages that wait in lanes.");
        world("incidents.open", SystemQueries.Counts::openIncidents, "Incidents that are open or acknowledged.");
        world("decisions.proposed", SystemQueries.Counts::proposedDecisions, "Decisions that wait for a person.");
        world("outbox.waiting.notices", SystemQueries.Counts::waitingNotices, "Notices that wait to be handed over.");
        world("actions.waiting", SystemQueries.Counts::waitingActions, "Actions of decisions that wait to be told.");
        world("actions.dead", SystemQueries.Counts::deadActions, "Actions of decisions that nobody carries out.");
        world(
                "actions.overdue",
                SystemQueries.Counts::overdueActions,
                "Actions of decisions that were sent and not confirmed in time.");
        world(
                "dead.letters.pending",
                SystemQueries.Counts::pendingDeadLetters,
                "Dead letters that nobody has looked at.");
        world(
                "suspect.readings.pending",
                SystemQueries.Counts::pendingSuspectReadings,
                "Suspect readings that nobody has looked at.");
        pool("active", Database.Connections::active, "Connections of the pool that are in use.");
        pool("idle", Database.Connections::idle, "Connections of the pool that are open and not in use.");
        pool("limit", Database.Connections::most, "Most connections that the pool opens.");
        pool("awaited", Database.Connections::awaited, "Threads that wait for a connection of the pool.");
        ProcessMetrics.bind(registry);
    }

    /** What watches the requests. */
    Traffic traffic() {
        return traffic;
    }

    /** Measures what the spool holds. */
    void measure(BatchKeeper spooling) {
        keeper = spooling;
    }

    /** Measures what became of notices, by target. */
    void measure(Supplier<Map<String, Dispatcher.Counts>> newAttempts) {
        attempts = newAttempts;
    }

    private void count(String name, String unit, LongAdder adder, String help) {
        FunctionCounter.builder("frostproof." + name + "." + unit, adder, LongAdder::doubleValue)
                .description(help)
                .register(registry);
    }

    private <T> void gauge(String name, T of, ToDoubleFunction<T> value, String help) {
        Gauge.builder("frostproof." + name, of, value).description(help).register(registry);
    }

    private void world(String name, ToDoubleFunction<SystemQueries.Counts> value, String help) {
        gauge(
                name,
                this,
                metrics -> {
                    SystemQueries.Counts now = metrics.counts;
                    return now == null ? Double.NaN : value.applyAsDouble(now);
                },
                help);
    }

    private void spool(String name, ToDoubleFunction<BatchKeeper> value, String help) {
        gauge(
                "spool." + name,
                this,
                metrics -> {
                    BatchKeeper of = metrics.keeper;
                    return of == null ? 0 : value.applyAsDouble(of);
                },
                help);
    }

    private void pool(String name, ToDoubleFunction<Database.Connections> value, String help) {
        gauge("database.connections." + name, database, of -> value.applyAsDouble(of.connections()), help);
    }

    String scrape() {
        try {
            counts = queries.counts();
        } catch (StoreException e) {
            counts = null;
        }
        // Reasons and targets show up when there is something to count; there are as many as code and configuration
        // name.
        for (String reason : counters.deadLetters().keySet()) {
            if (!known.add("reason " + reason)) {
                continue;
            }
            FunctionCounter.builder(
                            "frostproof.ingest.dead.letters",
                            counters,
                            now -> now.deadLetters().getOrDefault(reason, 0L))
                    .tag("reason", reason)
                    .description("Messages that could not be used, by reason.")
                    .register(registry);
        }
        for (String target : attempts.get().keySet()) {
            if (known.add("target " + target)) {
                notices(target, "delivered", Dispatcher.Counts::delivered);
                notices(target, "failed", Dispatcher.Counts::failed);
                notices(target, "gave_up", Dispatcher.Counts::gaveUp);
            }
        }
        return registry.scrape();
    }

    private void notices(String target, String outcome, ToDoubleFunction<Dispatcher.Counts> value) {
        FunctionCounter.builder("frostproof.notice.attempts", this, metrics -> {
                    Dispatcher.Counts now = metrics.attempts.get().get(target);
                    return now == null ? 0 : value.applyAsDouble(now);
                })
                .tag("target", target)
                .tag("outcome", outcome)
                .description("Attempts to hand notices over, by target and outcome; failed ones are tried again.")
                .register(registry);
    }
}
