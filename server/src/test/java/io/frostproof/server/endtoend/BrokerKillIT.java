package io.frostproof.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.server.network.NetworkFile;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.NetworkImporter;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.ReferenceC;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that is killed forgets what it has acknowledged, in both directions. Devices of the reference code lose nothing all the same,
 * since they keep every message until its receipt.
 */
class BrokerKillIT {

    private static final int DEVICES = 50;
    private static final int KILLS = 20;
    private static final int READINGS_EACH = 400;
    private static final long READINGS = (long) DEVICES * READINGS_EACH;
    private static final long LONGEST_AWAY_MILLIS = 400;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    Path folder;

    @Test
    void everyReadingIsStoredOnceThoughTheBrokerIsKilledTwentyTimes() throws Exception {
        Path program = ReferenceC.device();
        TestDatabase database = TestDatabases.shared(PostgresFlavour.TIMESCALEDB);
        String url = imported(database);
        var rows = new LogRows(database, url);
        var devices = new ArrayList<Process>();
        try (MosquittoBroker broker = MosquittoBroker.start();
                ServerProcess server =
                        ServerProcess.start(ServerProcess.config(folder, database, url, broker.uri(), ""))) {
            try {
                for (int number = 0; number < DEVICES; number++) {
                    devices.add(start(program, broker.port(), number));
                }
                for (int kill = 1; kill <= KILLS; kill++) {
                    // In the midst of it, each time: something was stored since the last kill, and much is still to
                    // come.
                    awaitStored(rows, kill * READINGS / (KILLS + 2), server);
                    broker.kill9();
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(LONGEST_AWAY_MILLIS)));
                    broker.restart();
                }
                for (int number = 0; number < DEVICES; number++) {
                    boolean ended = devices.get(number).waitFor(180, TimeUnit.SECONDS);
                    assertThat(ended && devices.get(number).exitValue() == 0)
                            .as("seed %d, device %d:\n%s\n%s", seed, number, tail(log(number)), server.output())
                            .isTrue();
                }
            } finally {
                devices.forEach(Process::destroyForcibly);
            }
            assertStoredOnce(rows);
            assertThat(server.stop()).as(server.output()).isIn(0, 143);
        }
    }

    private void assertStoredOnce(LogRows rows) throws Exception {
        var taken = new HashMap<String, Integer>();
        for (int number = 0; number < DEVICES; number++) {
            for (String line : Files.readAllLines(ledger(number))) {
                String[] words = line.strip().split("\\s+", -1);
                taken.merge(name(number) + " " + words[1] + " " + Double.parseDouble(words[2]), 1, Integer::sum);
            }
        }
        assertThat(taken.values())
                .as("the ledgers of the devices")
                .containsOnly(1)
                .hasSize((int) READINGS);
        Map<String, Integer> stored = new HashMap<>();
        for (String row :
                rows.column("select c.device_id || ' ' || (extract(epoch from r.time) * 1000)::bigint || ' ' || r.value"
                        + " from reading r join channel c on c.id = r.channel_id")) {
            String[] words = row.split(" ", -1);
            stored.merge(words[0] + " " + words[1] + " " + Double.parseDouble(words[2]), 1, Integer::sum);
        }
        assertThat(stored).as("seed %d", seed).isEqualTo(taken);
        assertThat(rows.number("select count(*) from reading_conflict")).isZero();
        assertThat(rows.column("select reason || ' ' || detail from dead_letter"))
                .isEmpty();
    }

    private Process start(Path program, int port, int number) throws IOException {
        return new ProcessBuilder(List.of(
                        program.toString(),
                        "--port",
                        String.valueOf(port),
                        "--node",
                        "hub",
                        "--device",
                        name(number),
                        "--channel",
                        "t1",
                        "--file",
                        folder.resolve(name(number) + ".kept").toString(),
                        "--ledger",
                        ledger(number).toString(),
                        "--no-sync",
                        "--interval",
                        "50",
                        "--batch",
                        "1",
                        "--count",
                        String.valueOf(READINGS_EACH),
                        "--backoff-ms",
                        "50:500",
                        "--resend-ms",
                        "1000",
                        "--quiet"))
                .redirectErrorStream(true)
                .redirectOutput(log(number).toFile())
                .start();
    }

    private static String name(int number) {
        return "locker-" + number;
    }

    private Path ledger(int number) {
        return folder.resolve(name(number) + ".ledger");
    }

    private Path log(int number) {
        return folder.resolve(name(number) + ".log");
    }

    private static String tail(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    private static void awaitStored(LogRows rows, long count, ServerProcess server) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (rows.number("select count(*) from reading") < count) {
            assertThat(System.nanoTime())
                    .as("waiting for %d readings\n%s", count, server.output())
                    .isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private String imported(TestDatabase server) throws Exception {
        var network = new StringBuilder("""
                frostproof_network: 1
                regions: [{id: north, name: North}]
                nodes: [{id: hub, region: north, name: Hub, kind: cold_store, time_zone: Europe/Lisbon}]
                devices:
                """);
        for (int number = 0; number < DEVICES; number++) {
            network.append("  - {id: ")
                    .append(name(number))
                    .append(", node: hub, report_interval: 1m, channels: [{id: t1, quantity: temperature}]}\n");
        }
        Path file = Files.writeString(folder.resolve("network.yaml"), network);
        String url = server.newDatabase("broker_kill");
        try (Database database = Database.open(new DatabaseSettings(url, server.user(), server.password(), 2))) {
            new NetworkImporter(database).run(NetworkFile.read(file));
        }
        return url;
    }
}
