package io.frostproof.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.server.network.NetworkFile;
import io.frostproof.simulator.device.BrokerAddress;
import io.frostproof.simulator.replay.ProgressListener;
import io.frostproof.simulator.replay.Replay;
import io.frostproof.simulator.replay.ReplayOptions;
import io.frostproof.simulator.replay.ReplayResult;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.NetworkImporter;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import io.frostproof.testing.WebhookSink;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The recording that ships with Frostproof, through a real broker into a real database. */
class ReplayIT {

    private static final long DISTINCT = 22_683;

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void shuffledRepeatedAndThreeTimesKilledEndsLikeThePlainReplay(PostgresFlavour flavour, @TempDir Path folder)
            throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start();
                WebhookSink sink = WebhookSink.start()) {
            TestDatabase server = TestDatabases.shared(flavour);

            LogRows plain = replay(server, broker, sink, folder, false, false);
            List<String> excursions = plain.excursions();
            assertThat(plain.conflicts()).hasSize(12);
            // The four failures that the recording's labels name.
            for (String day : List.of("2013-12-10", "2013-12-16", "2014-01-28", "2014-02-07")) {
                assertThat(excursions).anyMatch(excursion -> excursion.contains("too_cold critical " + day));
            }

            LogRows shuffled = replay(server, broker, sink, folder, true, false);
            assertThat(shuffled.checksum()).isEqualTo(plain.checksum());
            assertThat(shuffled.conflicts()).isEqualTo(plain.conflicts());
            assertThat(shuffled.excursions()).isEqualTo(excursions);
            assertThat(shuffled.rollups()).isEqualTo(plain.rollups());

            LogRows killed = replay(server, broker, sink, folder, false, true);
            assertThat(killed.checksum()).isEqualTo(plain.checksum());
            assertThat(killed.conflicts()).isEqualTo(plain.conflicts());
            assertThat(killed.excursions()).isEqualTo(excursions);
            assertThat(killed.rollups()).isEqualTo(plain.rollups());
            assertThat(killed.number("select count(distinct incident_id) from excursion"))
                    .isEqualTo(excursions.size());
            assertThat(killed.number("select count(*) from incident")).isEqualTo(excursions.size());
        }
    }

    private static LogRows replay(
            TestDatabase server,
            MosquittoBroker broker,
            WebhookSink sink,
            Path folder,
            boolean shuffled,
            boolean killed)
            throws Exception {
        String url = server.newDatabase("replay");
        try (Database database = Database.open(new DatabaseSettings(url, server.user(), server.password(), 2))) {
            new NetworkImporter(database).run(NetworkFile.readResource(NetworkFile.MACHINE_TEMPERATURE_SAMPLE));
        }
        Path config = ServerProcess.config(
                folder,
                server,
                url,
                broker.uri(),
                "notify: {webhook: {url: \"" + sink.uri() + "\", secret: \"0123456789abcdef0123456789abcdef\"}}");
        var rows = new LogRows(server, url);
        int requestsBefore = sink.requests().size();
        ServerProcess running = ServerProcess.start(config);
        try {
            CompletableFuture<ReplayResult> replaying = CompletableFuture.supplyAsync(() -> publish(broker, shuffled));
            for (int kill = 1; killed && kill <= 3; kill++) {
                while (rows.number("select count(*) from reading") < kill * 5_000L) {
                    java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
                }
                running.kill9();
                running = ServerProcess.start(config);
            }
            ReplayResult result = replaying.join();
            assertThat(result.rows()).isEqualTo(22_695);
            assertThat(result.acknowledged()).isEqualTo(22_695);
            assertThat(result.distinct()).isEqualTo(DISTINCT);
            assertThat(result.conflicts()).isEqualTo(12);
            rows.awaitSettled(DISTINCT);
            long notices = rows.number("select count(*) from outbox");
            assertThat(rows.number("select count(distinct key) from outbox")).isEqualTo(notices);
            awaitDelivered(rows, running);
            assertThat(rows.rollups()).isNotEmpty();
            List<String> keys = sink.requests().stream()
                    .skip(requestsBefore)
                    .map(request -> request.header("Idempotency-Key").orElseThrow())
                    .distinct()
                    .sorted()
                    .toList();
            assertThat(keys).isEqualTo(rows.column("select key from outbox order by key collate \"C\""));
            assertThat(running.stop()).as(running.output()).isIn(0, 143);
            return rows;
        } finally {
            running.close();
        }
    }

    private static void awaitDelivered(LogRows rows, ServerProcess running) throws Exception {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (rows.number("select count(*) from outbox where state <> 'delivered'") > 0) {
            assertThat(System.nanoTime())
                    .as(() -> rowsOf(rows) + "\n" + running.output())
                    .isLessThan(deadline);
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
    }

    private static String rowsOf(LogRows rows) {
        try {
            return "attempts: "
                    + rows.column(
                            "select concat_ws(' ', o.key, o.state, a.attempt, a.at, a.outcome, a.detail) from outbox o"
                                    + " left join outbox_attempt a on a.outbox_id = o.id where o.state <> 'delivered'");
        } catch (java.sql.SQLException e) {
            return e.toString();
        }
    }

    private static ReplayResult publish(MosquittoBroker broker, boolean shuffled) {
        ReplayOptions.Builder options = ReplayOptions.builder(
                        BrokerAddress.anonymous(URI.create(broker.uri())), "plant", "nab-machine", "t1", "sample:nab")
                .seed(7);
        if (shuffled) {
            options.shuffle(true).duplicateFraction(0.1);
        }
        try {
            return Replay.run(options.build(), ProgressListener.SILENT);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
