package io.frostproof.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Movement;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.NodeKind;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.Region;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.intake.PlausibleTimes;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.ingest.lane.LaneConfig;
import io.frostproof.ingest.mqtt.MqttSettings;
import io.frostproof.server.notify.WebhookChannel;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.NetworkImporter;
import io.frostproof.store.PostgresDeskStore;
import io.frostproof.store.PostgresReadingLog;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.WebhookSink;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Promise 4 with a database that is really away, frozen or stopped: what is concluded meanwhile is told within five seconds, nobody is told
 * twice, and the database ends as if it had been there. The test plays the lanes and the spool.
 */
class OutageDeskIT {

    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Duration PROMISED = Duration.ofSeconds(5);

    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(1));
    private long batch = 1_000_000;

    private interface Fault {
        void on(TestDatabase server);
    }

    private interface Hanging {
        void await(Database database);
    }

    @Test
    void aFrozenDatabaseDelaysNoAlarmAndNobodyIsToldTwice() throws Exception {
        whileTheDatabaseIsAway(
                PostgresFlavour.PLAIN,
                TestDatabase::pause,
                // Feed, dispatcher, desk, mirror: whoever looks every second waits for an answer that does not come.
                database -> await(
                        () -> waiting(database) >= 3,
                        WITHIN,
                        () -> database.connections().toString()),
                TestDatabase::resume);
    }

    @Test
    void aStoppedDatabaseDelaysNoAlarmAndNobodyIsToldTwice() throws Exception {
        whileTheDatabaseIsAway(PostgresFlavour.TIMESCALEDB, TestDatabase::kill9, database -> {}, TestDatabase::restart);
    }

    private void whileTheDatabaseIsAway(PostgresFlavour flavour, Fault away, Hanging hanging, Fault back)
            throws Exception {
        Vertx vertx = Vertx.vertx();
        try (TestDatabase server = TestDatabase.start(flavour);
                MosquittoBroker broker = MosquittoBroker.start();
                WebhookSink webhook = WebhookSink.start()) {
            String url = imported(server, "outage");
            var health = new AtomicReference<Supplier<Optional<String>>>(Optional::empty);
            var settings = new DatabaseSettings(url, server.user(), server.password(), 6);
            Database used = Database.open(settings); // closed with the server
            try (Database lanes = Database.open(settings);
                    FrostproofServer frostproof = FrostproofServer.start(
                            settings(broker, webhook, health), vertx, used, InstantSource.system())) {
                var log = new PostgresReadingLog(used);
                OutageDesk outage = frostproof.outageListener();
                List<Batch> all = new ArrayList<>();

                Batch before = batch(started(1, "fridge-1", 0));
                all.add(before);
                log.commit(before);
                outage.committed(before.transitions());
                assertThat(keys(webhook.awaitRequests(2, WITHIN))).allMatch(key -> !key.contains("recovered"));

                // Committed, and nobody knows whether a desk saw it before the database went away.
                Batch last = batch(new Transition(
                        "too_warm",
                        "fridge-1",
                        Transition.Kind.LEVEL_CHANGED,
                        Level.CRITICAL,
                        micros(5),
                        micros(0),
                        14));
                all.add(last);
                webhook.answerNext(503); // the next attempt fails, whoever makes it
                log.commit(last);
                outage.committed(last.transitions());
                away.on(server);
                hanging.await(used);
                long fault = System.nanoTime();
                outage.away();
                assertThat(Duration.ofNanos(System.nanoTime() - fault)).isLessThan(Duration.ofMillis(500));
                List<Batch> spooled = List.of(batch(ended(1, "fridge-1", 0, 20)), batch(started(2, "fridge-2", 22)));
                spooled.forEach(one -> outage.spooled(one.transitions()));
                all.addAll(spooled);
                List<String> told = told(webhook, "fridge-1", "fridge-2", 6);
                assertThat(Duration.ofNanos(System.nanoTime() - fault))
                        .as(told::toString)
                        .isLessThan(PROMISED);
                assertThat(told)
                        .anyMatch(key -> key.contains(":level:critical"))
                        .anyMatch(key -> key.contains(":recovered:"));
                assertThat(health.get().get())
                        .hasValueSatisfying(text -> assertThat(text).contains("go on from memory"));

                back.on(server);
                spooled.forEach(one -> commit(log, one));
                back(outage);
                assertThat(health.get().get()).isEmpty();
                awaitIdle(lanes, server, url);

                // Once more at once, since a database that falters seldom does it once.
                away.on(server);
                outage.away();
                Batch again = batch(ended(2, "fridge-2", 22, 40));
                all.add(again);
                outage.spooled(again.transitions());
                await(
                        () -> successes(webhook).size() == 7,
                        PROMISED,
                        () -> successes(webhook).toString());
                back.on(server);
                commit(log, again);
                back(outage);
                awaitIdle(lanes, server, url);

                List<String> delivered = successes(webhook);
                assertThat(delivered).doesNotHaveDuplicates().hasSize(7);
                assertThat(rows(server, url, "select key from outbox where state = 'delivered'"))
                        .containsExactlyInAnyOrderElementsOf(delivered);
                assertThat(rows(server, url, "select key from outbox where state <> 'delivered'"))
                        .isEmpty();
                assertThat(rows(server, url, "select outcome from outbox_attempt where outcome <> 'delivered'"))
                        .containsExactly("failed");
                assertThat(facts(server, url)).isEqualTo(factsWithoutAnOutage(server, all));
            }
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    /** How many wait for an answer, or for a connection of which there is no other while the first hangs. */
    private static int waiting(Database database) {
        Database.Connections now = database.connections();
        return now.active() + now.awaited();
    }

    /** Every key so far, as soon as there are so many. */
    private static List<String> told(WebhookSink webhook, String one, String other, int count) {
        await(
                () -> successes(webhook).size() >= count,
                WITHIN,
                () -> successes(webhook).toString());
        assertThat(webhook.requests()).anyMatch(request -> request.body().contains(one));
        assertThat(webhook.requests()).anyMatch(request -> request.body().contains(other));
        return successes(webhook);
    }

    /** Keys of requests that were taken: the first one after the fault was refused. */
    private static List<String> successes(WebhookSink webhook) {
        List<String> keys = new ArrayList<>(keys(webhook.requests()));
        if (keys.size() > 2) {
            keys.remove(2);
        }
        return keys;
    }

    private static List<String> keys(List<WebhookSink.Request> requests) {
        return requests.stream()
                .map(request -> request.header("Idempotency-Key").orElseThrow())
                .toList();
    }

    private static void back(OutageDesk outage) {
        await(
                () -> {
                    try {
                        outage.back();
                        return true;
                    } catch (RuntimeException notYet) {
                        return false;
                    }
                },
                WITHIN,
                () -> "back");
    }

    private static void commit(PostgresReadingLog log, Batch batch) {
        await(
                () -> {
                    try {
                        log.commit(batch);
                        return true;
                    } catch (RuntimeException notYet) {
                        return false;
                    }
                },
                WITHIN,
                () -> "commit");
    }

    private static void awaitIdle(Database database, TestDatabase server, String url) {
        await(
                () -> database.answers()
                        && rows(
                                        server,
                                        url,
                                        "select id from desk_queue union all select id from outbox where state = 'waiting'")
                                .isEmpty(),
                WITHIN,
                () -> rows(server, url, "select * from outbox where state = 'waiting'")
                        .toString());
    }

    private static void await(BooleanSupplier condition, Duration atMost, Supplier<String> otherwise) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(otherwise).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static List<String> facts(TestDatabase server, String url) {
        return rows(server, url, """
                select concat_ws(' ', 'incident', id, unit_id, slot, level, state, started_at, recovered_at) from incident
                union all select concat_ws(' ', 'excursion', id, channel_id, level, started_at, confirmed_at, ended_at, worst_value,
                                           incident_id) from excursion
                union all select concat_ws(' ', 'exposure', excursion_id, handling_unit_id, from_time, to_time) from exposure
                union all select concat_ws(' ', 'decision', d.id, d.incident_id, d.state, i.handling_unit_id)
                          from decision d join decision_item i on i.decision_id = d.id
                order by 1
                """);
    }

    private static List<String> factsWithoutAnOutage(TestDatabase server, List<Batch> batches) {
        String url = imported(server, "control");
        try (Database database = Database.open(new DatabaseSettings(url, server.user(), server.password(), 2))) {
            var log = new PostgresReadingLog(database);
            var desk = new Desk(
                    new PostgresDeskStore(database),
                    "north",
                    new NoticeTargets(List.of("webhook"), List.of()),
                    InstantSource.system());
            for (Batch batch : batches) {
                log.commit(batch);
                while (desk.work()) {
                    // until nothing waits
                }
            }
        }
        return facts(server, url);
    }

    private static List<String> rows(TestDatabase server, String url, String sql) {
        try (Connection connection = server.connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long micros(int minute) {
        return TimeUnit.SECONDS.toMicros(begin.getEpochSecond()) + TimeUnit.MINUTES.toMicros(minute);
    }

    private Transition started(int channel, String unit, int minute) {
        return new Transition(
                "too_warm",
                unit,
                Transition.Kind.STARTED,
                Level.WARNING,
                micros(minute + 1),
                micros(minute),
                8 + channel);
    }

    private Transition ended(int channel, String unit, int startedMinute, int minute) {
        return new Transition(
                "too_warm", unit, Transition.Kind.ENDED, null, micros(minute), micros(startedMinute), 9 + channel);
    }

    private Batch batch(Transition transition) {
        int channel = transition.unit().equals("fridge-1") ? 1 : 2;
        return new Batch(
                batch++,
                Instant.now(),
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Batch.ChannelTransitions(channel, "north", List.of(transition))),
                List.of(),
                Map.of(),
                Set.of());
    }

    private static ServerSettings settings(
            MosquittoBroker broker, WebhookSink webhook, AtomicReference<Supplier<Optional<String>>> health) {
        return new ServerSettings(
                LaneConfig.DEFAULT,
                PlausibleTimes.DEFAULT,
                Optional.of(new MqttSettings(
                        broker.uri(),
                        "outage-desk-it",
                        null,
                        null,
                        Duration.ofMinutes(10),
                        100,
                        Duration.ofSeconds(30),
                        null)),
                Optional.empty(),
                Optional.empty(),
                List.of(new WebhookChannel(
                        webhook.uri(), new byte[32], Duration.ofSeconds(3), InstantSource.system(), null)),
                new NoticeTargets(List.of(WebhookChannel.NAME), List.of()),
                parts -> {
                    health.set(parts.outage());
                    return new NoFace();
                });
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

    private static String imported(TestDatabase server, String name) {
        String url = server.newDatabase(name);
        try (Database database = Database.open(new DatabaseSettings(url, server.user(), server.password(), 2))) {
            new NetworkImporter(database).run(network());
        }
        return url;
    }

    /** Two fridges with a probe each, channels 1 and 2, and something in both. */
    private static Network network() {
        Instant since = Instant.parse("2026-01-01T00:00:00Z");
        var warm = new Condition(
                "too_warm", Level.WARNING, Quantity.TEMPERATURE, Operator.ABOVE, 8, Duration.ofMinutes(1), 0.5);
        var hot = new Condition(
                "too_warm", Level.CRITICAL, Quantity.TEMPERATURE, Operator.ABOVE, 12, Duration.ofMinutes(1), 0.5);
        return new Network(
                List.of(new Region("north", "North")),
                List.of(new Node("hub", "north", "Hub", NodeKind.COLD_STORE, ZoneId.of("Europe/Oslo"))),
                List.of(new StorageProfile("fridge", "Fridge", 2.0, 8.0, List.of(warm, hot), "test")),
                List.of(
                        new Unit("fridge-1", "hub", "Fridge 1", UnitKind.FRIDGE, "fridge"),
                        new Unit("fridge-2", "hub", "Fridge 2", UnitKind.FRIDGE, "fridge")),
                List.of(device("probe-1", "fridge-1", since), device("probe-2", "fridge-2", since)),
                List.of(new Product("vaccine", "Vaccine", "fridge")),
                List.of(new Lot("lot-1", "vaccine", null)),
                List.of(
                        new HandlingUnit("hu-1", "lot-1", BigDecimal.TEN, "vials"),
                        new HandlingUnit("hu-2", "lot-1", BigDecimal.ONE, "vials")),
                List.of(new Movement("hu-1", since, "fridge-1"), new Movement("hu-2", since, "fridge-2")));
    }

    private static Device device(String id, String unit, Instant since) {
        return new Device(
                id,
                "hub",
                Duration.ofMinutes(1),
                List.of(new Channel(
                        "t1",
                        Quantity.TEMPERATURE,
                        MeasureUnit.CELSIUS,
                        Duration.ofMinutes(2),
                        List.of(new Placement(unit, since, null)))));
    }
}
