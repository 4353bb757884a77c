package io.frostproof.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promises 1 and 2 with the broker going away and coming back with its persistence. */
class BrokerRestartIT {

    private static final int MESSAGES = 3_000;

    @Test
    void whatABrokerAcknowledgedBeforeItsRestartsIsStoredOnce(@TempDir Path folder) throws Exception {
        Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(100_000);
        TestDatabase database = TestDatabases.shared(PostgresFlavour.PLAIN);
        String url = MachineNetwork.imported(database, "broker_restart");
        var rows = new LogRows(database, url);
        try (MosquittoBroker broker = MosquittoBroker.start();
                ServerProcess server =
                        ServerProcess.start(ServerProcess.config(folder, database, url, broker.uri(), ""));
                FieldDevice device = FieldDevice.connect(broker.uri())) {
            for (int seq = 0; seq < MESSAGES; seq++) {
                device.publishPatiently(FieldDevice.reading(seq, begin.plusSeconds(10L * seq), 70));
                if (seq == MESSAGES / 3 || seq == 2 * MESSAGES / 3) {
                    broker.restart();
                }
            }
            try {
                rows.awaitSettled(MESSAGES);
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "; the server said:\n" + server.output(), e);
            }
            assertThat(rows.number("select count(*) from reading")).isEqualTo(MESSAGES);
            assertThat(rows.number("select count(*) from reading_conflict")).isZero();
            device.publishPatiently(FieldDevice.reading(MESSAGES, begin.plusSeconds(10L * MESSAGES), 70));
            device.awaitReceipt(MESSAGES);
            assertThat(server.stop()).as(server.output()).isIn(0, 143);
        }
    }
}
