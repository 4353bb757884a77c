package io.frostproof.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 1 with the database going away: whatever the broker took is stored once when it is back. */
class DatabaseOutageIT {

    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(100_000);

    @Test
    void whatWasPublishedDuringAnOutageIsStoredOnceAfterIt(@TempDir Path folder) throws Exception {
        try (TestDatabase database = TestDatabase.start(PostgresFlavour.PLAIN);
                MosquittoBroker broker = MosquittoBroker.start()) {
            String url = MachineNetwork.imported(database, "outage");
            try (ServerProcess server =
                            ServerProcess.start(ServerProcess.config(folder, database, url, broker.uri(), ""));
                    FieldDevice device = FieldDevice.connect(broker.uri())) {
                int seq = publish(device, 0, 500);
                database.stop();
                seq = publish(device, seq, 1_000);
                await(server, "event=log_away", 1);
                seq = publish(device, seq, 500);
                // What is in the spool is promised.
                device.awaitReceipt(seq - 1);
                database.restart();
                seq = publish(device, seq, 500);
                database.kill9();
                seq = publish(device, seq, 500);
                database.restart();
                seq = publish(device, seq, 500);

                var rows = new LogRows(database, url);
                rows.awaitSettled(seq);
                device.awaitReceipt(seq - 1);
                assertThat(rows.number("select count(*) from reading")).isEqualTo(seq);
                assertThat(rows.number("select count(*) from reading_conflict")).isZero();
                assertThat(rows.number("select count(*) from dead_letter")).isZero();

                JsonNode ingest = SystemPage.of(server).path("ingest");
                assertThat(ingest.path("readings_received").asLong())
                        .isEqualTo(ingest.path("readings_stored").asLong()
                                + ingest.path("readings_duplicate").asLong());
                assertThat(ingest.path("readings_stored").asLong()).isEqualTo(seq);
                assertThat(server.stop()).as(server.output()).isIn(0, 143);
            }
        }
    }

    @Test
    void theServerStopsWhileTheDatabaseIsAwayAndTheNextOneStoresWhatWaited(@TempDir Path folder) throws Exception {
        try (TestDatabase database = TestDatabase.start(PostgresFlavour.PLAIN);
                MosquittoBroker broker = MosquittoBroker.start()) {
            String url = MachineNetwork.imported(database, "outage");
            Path config = ServerProcess.config(folder, database, url, broker.uri(), "");
            try (FieldDevice device = FieldDevice.connect(broker.uri())) {
                int seq;
                try (ServerProcess server = ServerProcess.start(config)) {
                    seq = publish(device, 0, 100);
                    device.awaitReceipt(seq - 1);
                    database.stop();
                    seq = publish(device, seq, 100);
                    // From the spool, which the next one finds.
                    device.awaitReceipt(seq - 1);
                    assertThat(server.stop()).isIn(0, 143);
                    assertThat(server.output()).contains("event=stopped");
                }
                database.restart();
                try (ServerProcess server = ServerProcess.start(config)) {
                    new LogRows(database, url).awaitSettled(seq);
                    assertThat(server.stop()).isIn(0, 143);
                }
            }
        }
    }

    private int publish(FieldDevice device, int seq, int count) throws Exception {
        for (int i = seq; i < seq + count; i++) {
            device.publish(FieldDevice.TOPIC, FieldDevice.reading(i, begin.plusSeconds(10L * i), 70));
        }
        return seq + count;
    }

    private static void await(ServerProcess server, String line, int times) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (server.output().split(line, -1).length <= times) {
            assertThat(System.nanoTime()).as(server::output).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
