package io.frostproof.server.score;

import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.disposition.DispositionPolicy;
import io.frostproof.alerts.disposition.Judgement;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Unit;
import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.device.DeviceInbox;
import io.frostproof.ingest.device.Downlink;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.PlausibleTimes;
import io.frostproof.ingest.lane.LaneConfig;
import io.frostproof.server.embedded.EmbeddedPostgresServer;
import io.frostproof.server.notify.WebhookChannel;
import io.frostproof.server.runtime.FrostproofServer;
import io.frostproof.server.runtime.FrostproofServer.FaceParts;
import io.frostproof.server.runtime.ServerSettings;
import io.frostproof.store.Database;
import io.frostproof.store.DecisionQueries;
import io.frostproof.store.ExposureQueries;
import io.frostproof.store.MovementLog;
import io.frostproof.store.NetworkImporter;
import io.frostproof.store.Page;
import io.frostproof.store.PageRequest;
import io.frostproof.store.PostgresUnitLog;
import io.frostproof.store.StockQueries;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A whole server, with a database of its own, on a clock that is moved in steps: {@link #step} hands over what happened since the last one
 * and returns when the server has come to rest. Everything but broker and face is what runs in production: judgement, lanes, log, silence,
 * re-evaluation, desks, outbox, dispatcher, and the real webhook to a receiver on this machine. For one thread.
 */
final class SteppedServer implements AutoCloseable {

    /** Steps take milliseconds; a machine that is busy with other things, some seconds. */
    private static final Duration REST_WITHIN = Duration.ofMinutes(2);

    private static final int SECRET_BYTES = 32;
    private static final int LEDGERS_AT_ONCE = 500;
    private static final Duration WEBHOOK_TIMEOUT = Duration.ofSeconds(30);
    /** One lane: a step is one transaction rather than two. Its clock moves in steps, so nothing is left to a tick. */
    private static final LaneConfig LANES =
            new LaneConfig(1, 5_000, 20_000, LaneConfig.DEFAULT.silenceGrace(), Duration.ZERO, Duration.ofDays(1));

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final SteppedClock clock;
    private final TestWebhook webhook;
    private final Database database;
    private final List<String> units;
    private final MovementLog movements;
    private final FrostproofServer server;
    private final TreeMap<String, Long> movementOutcomes = new TreeMap<>();
    private final Whereabouts whereabouts = new Whereabouts();
    private long movingNanos;
    private @Nullable FaceParts inside;

    /** A message as a broker would deliver it. Nobody changes its payload. */
    static final class Message {
        private final String topic;
        private final byte[] payload;

        Message(String topic, byte[] payload) {
            this.topic = topic;
            this.payload = payload;
        }
    }

    /** A handling unit that people move; {@code toUnit} null: it leaves, {@code expired} since its lot has. */
    record Moved(String handlingUnit, @Nullable String toUnit, boolean expired, long atMillis) {}

    /**
     * Starts it.
     *
     * @param folder for the database; made when missing, and of no use afterwards
     * @param startMillis where its clock begins
     */
    SteppedServer(Path folder, Network network, long startMillis) throws IOException, InterruptedException {
        clock = new SteppedClock(startMillis);
        units = network.units().stream().map(Unit::id).toList();
        boolean complete = false;
        try {
            EmbeddedPostgresServer postgres = opened(EmbeddedPostgresServer.startForNow(folder));
            database = opened(Database.open(postgres.settings()));
            new NetworkImporter(database).run(network);
            movements = new MovementLog(database);
            webhook = opened(new TestWebhook(clock));
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            WebhookChannel channel = opened(new WebhookChannel(webhook.uri(), secret, WEBHOOK_TIMEOUT, clock, null));
            Vertx vertx = opened(
                    Vertx.vertx(),
                    started -> started.close()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join());
            var settings = new ServerSettings(
                    LANES,
                    PlausibleTimes.DEFAULT,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(channel),
                    new NoticeTargets(List.of(WebhookChannel.NAME), List.of()),
                    made -> {
                        inside = made;
                        return new NoFace();
                    });
            server = opened(FrostproofServer.start(settings, vertx, database, clock));
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    /**
     * Moves the clock, hands over what happened until then, and waits until the server has come to rest.
     *
     * @throws TimeoutException if it does not within two minutes
     */
    void step(long toMillis, List<Message> messages, List<Moved> moved) throws InterruptedException, TimeoutException {
        clock.moveTo(toMillis);
        FaceParts parts = parts();
        int statuses = (int) messages.stream()
                .filter(message -> DeviceInbox.takes(message.topic))
                .count();
        var heard = new CountDownLatch(statuses);
        for (Message message : messages) {
            if (DeviceInbox.takes(message.topic)) {
                parts.inbox()
                        .receive("simulation", message.topic, message.payload, false, Downlink.NONE, heard::countDown);
            } else {
                parts.lanes().submit(parts.intake().judge("simulation", message.topic, message.payload, NOBODY));
            }
        }
        long begun = System.nanoTime();
        moved.forEach(this::record);
        movingNanos += System.nanoTime() - begun;
        server.settle(REST_WITHIN);
        if (!heard.await(REST_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            throw new TimeoutException("messages of devices were not stored within " + REST_WITHIN.toSeconds() + " s");
        }
    }

    /** Nobody keeps what the simulation has sent: whether it is stored shows when the server has come to rest. */
    private static final Inbound.Acknowledgement NOBODY = () -> {};

    private void record(Moved moved) {
        if (!whereabouts.follows(moved.handlingUnit())) {
            return;
        }
        MovementLog.Outcome outcome = movements.record(
                moved.handlingUnit(), moved.toUnit(), Instant.ofEpochMilli(moved.atMillis()), clock.instant());
        if (outcome instanceof MovementLog.Outcome.Recorded recorded) {
            recorded.regions().forEach(parts().desks());
        }
        if (outcome instanceof MovementLog.Outcome.Barred) {
            whereabouts.stayed(moved.handlingUnit(), moved.atMillis());
        } else {
            whereabouts.moved(moved);
        }
        movementOutcomes.merge(outcome.getClass().getSimpleName(), 1L, Long::sum);
    }

    /**
     * People bring a handling unit to another unit now, as was decided.
     *
     * @return whether the server lets them
     */
    boolean send(String handlingUnit, String unit) {
        MovementLog.Outcome outcome = movements.record(handlingUnit, unit, clock.instant(), clock.instant());
        if (!(outcome instanceof MovementLog.Outcome.Recorded recorded)) {
            return false;
        }
        recorded.regions().forEach(parts().desks());
        whereabouts.sent(handlingUnit, unit, clock.millis());
        return true;
    }

    private FaceParts parts() {
        FaceParts made = inside;
        if (made == null) {
            throw new IllegalStateException("the server has not started");
        }
        return made;
    }

    /** What was handed over to the test webhook so far. */
    List<HandedOver> handedOver() {
        return webhook.taken();
    }

    /** Excursions that begin before a moment, of the log of every unit. */
    List<Recorded> recorded(long untilMillis) {
        var log = new PostgresUnitLog(database);
        var all = new ArrayList<Recorded>();
        for (String unit : units) {
            log.read(
                    unit,
                    0,
                    untilMillis * 1000,
                    view -> view.facts().excursions().forEach(excursion -> {
                        Instant ended = excursion.ended();
                        long from = excursion.started().toEpochMilli();
                        long to = ended == null ? untilMillis : ended.toEpochMilli();
                        all.add(new Recorded(unit, excursion.slot(), new Interval(from, Math.max(from, to))));
                    }));
        }
        return all;
    }

    /** What the server makes of handling units now, from its ledger, by the policy that decisions are made by. Those that it does not know are left out. */
    Map<String, Judgement> judged(Collection<String> handlingUnits) {
        var exposures = new ExposureQueries(database);
        DispositionPolicy policy = DispositionPolicy.standard();
        var judged = new TreeMap<String, Judgement>();
        var all = List.copyOf(handlingUnits);
        for (int from = 0; from < all.size(); from += LEDGERS_AT_ONCE) {
            List<String> some = all.subList(from, Math.min(all.size(), from + LEDGERS_AT_ONCE));
            exposures
                    .of(some, clock.instant())
                    .byHandlingUnit()
                    .forEach((id, ledger) -> judged.put(id, policy.judge(ledger.exposure(), ledger.tolerance())));
        }
        return judged;
    }

    /** People who decide what it proposes. */
    Approvers approvers(Network network) {
        return new Approvers(
                parts().plans(), parts().decisions(), new DecisionQueries(database), new Carriers(this, network));
    }

    /** Its clock. */
    Instant now() {
        return clock.instant();
    }

    /** Where handling units truly are. */
    Whereabouts whereabouts() {
        return whereabouts;
    }

    /** Handling units that are not available, and what they are instead. */
    Map<String, String> dispositions() {
        var stock = new StockQueries(database);
        var all = new TreeMap<String, String>();
        for (String disposition : List.of("held", "quarantined", "discarded")) {
            String next = null;
            do {
                Page<StockQueries.HandlingUnit> page = stock.list(
                        new StockQueries.Wanted(null, null, null, null, disposition),
                        new PageRequest(PageRequest.MOST, next),
                        clock.instant());
                page.items().forEach(it -> all.put(it.id(), disposition));
                next = page.next();
            } while (next != null);
        }
        return all;
    }

    /** What ingest has done so far. */
    IngestCounters counters() {
        return parts().counters();
    }

    /** Real time that was spent on recording movements. */
    long movingNanos() {
        return movingNanos;
    }

    /** What became of movements, by outcome. */
    Map<String, Long> movementOutcomes() {
        return new TreeMap<>(movementOutcomes);
    }

    private interface Closing<T> {
        void close(T part) throws Exception;
    }

    private <T extends AutoCloseable> T opened(T part) {
        return opened(part, AutoCloseable::close);
    }

    private <T> T opened(T part, Closing<T> how) {
        parts.push(() -> how.close(part));
        return part;
    }

    /** Stops every part, the last started first; one that does not stop in good order does not keep the others from it. */
    @Override
    public void close() {
        RuntimeException failed = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                failed = failed == null ? new IllegalStateException("a part of the server did not stop", e) : failed;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private static final class NoFace implements FrostproofServer.Face {
        @Override
        public void start() {}

        @Override
        public int port() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
