package io.frostproof.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one database: the one that is frozen is replaced, and finds that out when it goes on. */
@Timeout(300)
class StandbyIT {

    @TempDir
    Path folder;

    @Test
    void aServerThatWasReplacedWhileItWasFrozenEndsWithTheCodeThatMakesItStandBy() throws Exception {
        TestDatabase databases = TestDatabases.shared(PostgresFlavour.PLAIN);
        String url = databases.newDatabase("standby");
        try (MosquittoBroker broker = MosquittoBroker.start();
                ServerProcess first = ServerProcess.start(config("first", databases, url, broker));
                ServerProcess second =
                        ServerProcess.startUntil(config("second", databases, url, broker), "event=standing_by")) {
            signal(first, "STOP");
            // As the database does when nothing is heard of a host.
            endSessionThatHoldsTheLock(databases, url);
            second.awaitOutput("Ready: subscribed");

            signal(first, "CONT");

            assertThat(first.awaitEnd()).isEqualTo(75);
            assertThat(first.output()).contains("another server has taken over this database");
            assertThat(second.output()).doesNotContain("event=fenced_off");
            second.stop();
        }
    }

    @Test
    void whatAServerHadSpooledWhenItWasLostIsInTheLogAsSoonAsItStandsByAgain() throws Exception {
        Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(10_000);
        try (TestDatabase own = TestDatabase.start(PostgresFlavour.PLAIN);
                MosquittoBroker broker = MosquittoBroker.start();
                FieldDevice device = FieldDevice.connect(broker.uri())) {
            String url = MachineNetwork.imported(own, "standby");
            Path lost = config("lost", own, url, broker);
            try (ServerProcess first = ServerProcess.start(lost)) {
                own.stop();
                for (int seq = 0; seq < 20; seq++) {
                    device.publish(FieldDevice.TOPIC, FieldDevice.reading(seq, begin.plusSeconds(10L * seq), 40));
                }
                device.awaitReceipt(19);
                first.kill9();
            }
            own.restart();
            var rows = new LogRows(own, url);
            try (ServerProcess second = ServerProcess.start(config("second", own, url, broker))) {
                assertThat(rows.number("select count(*) from reading")).isZero();
                try (ServerProcess standby = ServerProcess.startUntil(lost, "event=standing_by")) {
                    // Evaluated as well, by the active one: 40 degrees for three minutes are not an hour.
                    rows.awaitSettled(20);
                    assertThat(standby.output()).doesNotContain("event=taking_over");
                    standby.stop();
                }
                assertThat(rows.number("select count(*) from reading")).isEqualTo(20);
                second.stop();
            }
        }
    }

    @Test
    void aServerWhoseDatabaseGoesAwayWhileItStartsEndsWithTheCodeThatMakesItStartAgain() throws Exception {
        try (TestDatabase own = TestDatabase.start(PostgresFlavour.PLAIN);
                MosquittoBroker broker = MosquittoBroker.start()) {
            String url = MachineNetwork.imported(own, "start");
            Path folder = Files.createDirectory(this.folder.resolve("starting"));
            Path network = MachineNetwork.written(folder);
            Path config = ServerProcess.config(
                    folder, own, url, broker.uri(), "data_dir: " + folder + "\nnetwork_file: " + network);
            try (Connection connection = own.connect(url);
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                // The import waits for this, so the server is in the middle of its start when the database goes.
                statement.execute("lock table node in access exclusive mode");
                try (ServerProcess server = ServerProcess.startUntil(config, "event=database_ready")) {
                    awaitSomebodyWhoWaits(own, url);
                    own.stop();

                    assertThat(server.awaitEnd()).isEqualTo(75);
                    assertThat(server.output()).contains("the database went away while the server started");
                }
            }
        }
    }

    private static void awaitSomebodyWhoWaits(TestDatabase own, String url) throws Exception {
        var rows = new LogRows(own, url);
        while (rows.number("select count(*) from pg_locks where not granted") == 0) {
            Thread.sleep(20);
        }
    }

    private Path config(String name, TestDatabase databases, String url, MosquittoBroker broker) throws IOException {
        Path own = Files.createDirectory(folder.resolve(name));
        return ServerProcess.config(own, databases, url, broker.uri(), "data_dir: " + own);
    }

    private static void signal(ServerProcess server, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(server.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void endSessionThatHoldsTheLock(TestDatabase databases, String url) throws SQLException {
        try (Connection connection = databases.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where application_name = 'frostproof active' and datname = current_database()");
        }
    }
}
