package io.frostproof.server.bench.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.server.network.NetworkFile;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.NetworkImporter;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One run: starts all parts, lets devices and faults loose on them, heals everything, waits until what was published has its receipt, and has it
 * judged. The folder keeps what everybody said.
 */
final class ChaosRun {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String SECRET = "chaos-bench-no-secret-at-all";
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    /** For the processes of the devices to start, so that they do not begin with a burst of what was due meanwhile. */
    private static final long LEAD_MILLIS = 5_000;

    private static final long STEADY_MILLIS = 4_000;
    private static final long PROGRESS_SECONDS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();
    /** As deploy/mosquitto has it; the tests' broker would never write its memory before it is stopped. */
    private static final List<String> BROKER = List.of(
            "autosave_interval 60",
            "max_queued_messages 1000000",
            "max_queued_bytes 2147483648",
            "set_tcp_nodelay true",
            "message_size_limit 270000");

    private final Settings settings;
    private final Path folder;
    private final Consumer<String> say;
    private long startMillis;

    /**
     * What makes one run different from another.
     *
     * @param patience after the last fault is healed, for every message to get its receipt, and again for the server to finish
     */
    record Settings(
            long seed,
            Duration length,
            FaultPlan faults,
            PostgresFlavour flavour,
            Duration resend,
            int liveDevices,
            Duration livePeriod,
            int alarms,
            long backlogBytes,
            int backlogDevices,
            int backlogWindow,
            Duration patience) {}

    private ChaosRun(Settings settings, Path folder, Consumer<String> say) {
        this.settings = settings;
        this.folder = folder;
        this.say = say;
    }

    /** Returns what the judge found, with the faults that were. */
    static ObjectNode run(Settings settings, Path folder, Consumer<String> say) throws Exception {
        return new ChaosRun(settings, folder, say).run();
    }

    private ObjectNode run() throws Exception {
        Files.createDirectories(folder);
        try (FaultLog faults = new FaultLog(folder);
                SpoolDisk disk = SpoolDisk.make(folder.resolve("data"), say);
                TestDatabase database = TestDatabase.start(settings.flavour());
                MosquittoBroker broker = MosquittoBroker.start(BROKER);
                TcpProxy deviceLink = TcpProxy.to(broker.port());
                TcpProxy brokerLink = TcpProxy.to(broker.port());
                TcpProxy databaseLink = TcpProxy.to(database.port())) {
            RunPlan blank = plan(0, deviceLink);
            String url = database(database, blank);
            Process sink =
                    Children.start(ChaosSink.class, "64m", List.of(folder.toString()), folder.resolve("sink.errors"));
            try (var sinkSays = reader(sink)) {
                Path config = config(
                        url.replace(":" + database.port() + "/", ":" + databaseLink.port() + "/"),
                        database,
                        brokerLink.port(),
                        Integer.parseInt(String.valueOf(sinkSays.readLine())),
                        disk);
                try (var server = new SupervisedServer(config, folder.resolve("server.log"), faults)) {
                    Thread interrupted = cleaning(server, disk);
                    Runtime.getRuntime().addShutdownHook(interrupted);
                    server.awaitFirstReady(READY_WITHIN);
                    var parts =
                            new Injector.Parts(server, database, broker, deviceLink, brokerLink, databaseLink, disk);
                    ObjectNode result = run(parts, faults, url, deviceLink);
                    Runtime.getRuntime().removeShutdownHook(interrupted);
                    return result;
                }
            } finally {
                sink.destroyForcibly();
            }
        }
    }

    /** Ctrl-C: the server and the mount would stay behind; the other parts see to themselves. */
    private static Thread cleaning(SupervisedServer server, SpoolDisk disk) {
        return new Thread(() -> {
            try {
                server.close();
                disk.close();
            } catch (IOException e) {
                System.err.println("left behind: " + e);
            }
        });
    }

    private ObjectNode run(Injector.Parts parts, FaultLog faults, String url, TcpProxy deviceLink) throws Exception {
        startMillis = System.currentTimeMillis() + LEAD_MILLIS;
        plan(startMillis, deviceLink).write(folder);
        Process live = publisher(
                "live", List.of(ChaosWorld.LIVE_JSON, ChaosWorld.LIVE_BINARY, ChaosWorld.AHEAD, ChaosWorld.ALARM));
        Process backlog = publisher("backlog", List.of(ChaosWorld.BACKLOG));
        try {
            var injector = new Injector(parts, faults, startMillis, this::at);
            injector.start(settings.faults());
            var waiting = new Waiting(live, backlog);
            awaitEnd(waiting);
            List<String> troubles = injector.await();
            at("healed; waiting for receipts");
            boolean receipted = awaitReceipts(live, backlog, waiting);
            at(
                    receipted
                            ? "everything has its receipt; waiting for the server to finish"
                            : "NOT EVERYTHING HAS ITS RECEIPT");
            boolean settled = awaitSettled(parts.database(), url, parts.disk());
            long left = parts.disk().bytes();
            Integer exit = parts.server().stop();
            at("judging");
            ObjectNode result = (ObjectNode) JSON.readTree(judge(parts.database(), url));
            result.put("all_receipted", receipted);
            result.put("settled", settled);
            result.put("data_dir_bytes_left", left);
            result.put("server_exit", exit);
            describe(result.putObject("faults"), parts, faults, troubles);
            result.put("seed", settings.seed());
            result.put("minutes", settings.length().toMillis() / 60_000.0);
            return result;
        } finally {
            live.destroyForcibly();
            backlog.destroyForcibly();
        }
    }

    private RunPlan plan(long start, TcpProxy deviceLink) {
        return new RunPlan(
                settings.seed(),
                "tcp://" + LOOPBACK + ":" + deviceLink.port(),
                start,
                start + settings.length().toMillis(),
                settings.resend().toMillis(),
                settings.liveDevices(),
                settings.livePeriod().toMillis(),
                settings.alarms(),
                settings.backlogBytes(),
                settings.backlogDevices(),
                settings.backlogWindow());
    }

    /** An empty database with the network of the run. */
    private String database(TestDatabase server, RunPlan plan) throws Exception {
        String url = server.newDatabase("chaos");
        try (Connection connection = server.connect(url);
                Statement sql = connection.createStatement()) {
            // As an installation would have it; the tests' own sizes are for a dozen servers side by side.
            sql.execute("alter system set shared_buffers = '256MB'");
            sql.execute("alter system set max_wal_size = '4GB'");
        }
        server.restart();
        Path network = Files.writeString(folder.resolve("network.yaml"), ChaosWorld.network(plan));
        try (Database database = Database.open(new DatabaseSettings(url, server.user(), server.password(), 2))) {
            new NetworkImporter(database).run(NetworkFile.read(network));
        }
        return url;
    }

    private Path config(String url, TestDatabase database, int brokerPort, int sinkPort, SpoolDisk disk)
            throws IOException {
        return Files.writeString(folder.resolve("frostproof.yaml"), """
                http: {port: 0}
                database: {url: "%s", user: %s, password: "%s"}
                mqtt: {url: "tcp://%s:%d"}
                notify: {webhook: {url: "http://%s:%d/hook", secret: "%s"}}
                ingest: {spool_max_mb: 200, spool_min_free_mb: 0}
                data_dir: "%s"
                """.formatted(
                        url,
                        database.user(),
                        database.password(),
                        LOOPBACK,
                        brokerPort,
                        LOOPBACK,
                        sinkPort,
                        SECRET,
                        disk.folder()));
    }

    private Process publisher(String name, List<String> nodes) throws IOException {
        var arguments = new ArrayList<>(List.of(folder.toString()));
        arguments.addAll(nodes);
        return Children.start(ChaosPublisher.class, "512m", arguments, folder.resolve(name + ".errors"));
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The last count of messages without receipt that publishers have printed. */
    private static final class Waiting {
        private volatile String live = "?";
        private volatile String backlog = "?";

        Waiting(Process live, Process backlog) {
            follow(live, line -> this.live = line);
            follow(backlog, line -> this.backlog = line);
        }

        private static void follow(Process process, Consumer<String> heard) {
            Thread.ofPlatform().daemon().start(() -> {
                try (var lines = reader(process)) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        heard.accept(line);
                    }
                } catch (IOException ended) {
                    // With the process.
                }
            });
        }

        @Override
        public String toString() {
            return "without receipt: " + live + " live, " + backlog + " of the backlog";
        }
    }

    private void awaitEnd(Waiting waiting) throws InterruptedException {
        long end = startMillis + settings.length().toMillis();
        while (System.currentTimeMillis() < end) {
            TimeUnit.MILLISECONDS.sleep(Math.clamp(end - System.currentTimeMillis(), 1, PROGRESS_SECONDS * 1000));
            at(waiting.toString());
        }
    }

    private boolean awaitReceipts(Process live, Process backlog, Waiting waiting)
            throws InterruptedException, IOException {
        long deadline = System.nanoTime() + settings.patience().toNanos();
        while ((live.isAlive() || backlog.isAlive()) && System.nanoTime() < deadline) {
            live.waitFor(PROGRESS_SECONDS, TimeUnit.SECONDS);
            if (live.isAlive() || backlog.isAlive()) {
                backlog.waitFor(PROGRESS_SECONDS, TimeUnit.SECONDS);
                at(waiting.toString());
            }
        }
        boolean all = !live.isAlive() && !backlog.isAlive() && live.exitValue() == 0 && backlog.exitValue() == 0;
        for (Process process : List.of(live, backlog)) {
            process.getOutputStream().close(); // the sign to give up, and to write down what has no receipt
            process.waitFor(10, TimeUnit.SECONDS);
        }
        return all;
    }

    /**
     * Waits until nothing moves any more: the spool has been drained into the log, desks have no work and no notice waits. Ranges that wait to be
     * evaluated again may stay, as they concern no promise of this bench.
     */
    private boolean awaitSettled(TestDatabase database, String url, SpoolDisk disk) throws Exception {
        long deadline = System.nanoTime() + settings.patience().toNanos();
        String before = "";
        long since = System.nanoTime();
        while (System.nanoTime() < deadline) {
            String now = state(database, url) + " " + disk.bytes();
            if (!now.equals(before) || !now.startsWith("idle")) {
                since = System.nanoTime();
            }
            if (System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(STEADY_MILLIS)) {
                return true;
            }
            before = now;
            TimeUnit.MILLISECONDS.sleep(250);
        }
        at("the server does not come to rest: " + before);
        return false;
    }

    private static String state(TestDatabase database, String url) throws SQLException {
        try (Connection connection = database.connect(url);
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(
                        "select (select count(*) from desk_queue), (select count(*) from outbox where state = 'waiting'),"
                                + " (select coalesce(sum(messages), 0) from batch)")) {
            row.next();
            boolean idle = row.getLong(1) == 0 && row.getLong(2) == 0;
            return (idle ? "idle " : "busy ") + row.getLong(1) + " " + row.getLong(2) + " " + row.getLong(3);
        }
    }

    private String judge(TestDatabase database, String url) throws IOException, InterruptedException {
        Process judge = Children.start(
                ChaosJudge.class,
                "2g",
                List.of(folder.toString(), url, database.user()),
                folder.resolve("judge.errors"));
        try (OutputStream secret = judge.getOutputStream()) {
            secret.write(database.password().getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(judge.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (judge.waitFor() != 0) {
            throw new IOException("the judge ended with " + judge.exitValue() + ":\n"
                    + Files.readString(folder.resolve("judge.errors")));
        }
        return said;
    }

    private void describe(ObjectNode json, Injector.Parts parts, FaultLog faults, List<String> troubles) {
        json.put("server_kills", parts.server().kills());
        json.put("broker_restarts", faults.count(FaultKind.BROKER_KILL));
        json.put("db_outage_s", Math.round(faults.seconds(FaultKind.Part.DATABASE) * 10) / 10.0);
        for (FaultKind kind : FaultKind.values()) {
            if (kind != FaultKind.SERVER_KILL && kind != FaultKind.BROKER_KILL) {
                json.put(kind.word(), faults.count(kind));
            }
        }
        json.put("server_down_s", Math.round(faults.seconds(FaultKind.Part.SERVER) * 10) / 10.0);
        ArrayNode exits = json.putArray("unexpected_exits");
        parts.server().unexpectedExits().forEach(exits::add);
        ArrayNode not = json.putArray("not_brought_about");
        troubles.forEach(not::add);
    }

    private void at(String what) {
        say.accept(String.format(
                Locale.ROOT,
                "%s %+6.1f s  %s",
                Instant.now().toString().substring(11, 19),
                (System.currentTimeMillis() - startMillis) / 1e3,
                what));
    }
}
