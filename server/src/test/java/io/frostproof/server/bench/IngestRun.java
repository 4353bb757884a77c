package io.frostproof.server.bench;

import io.frostproof.protocol.UpTopic;
import io.frostproof.server.endtoend.ServerProcess;
import io.frostproof.simulator.device.BrokerAddress;
import io.frostproof.simulator.load.LoadOptions;
import io.frostproof.simulator.load.LoadPublisher;
import io.frostproof.simulator.load.LoadReport;
import io.frostproof.simulator.load.LoadRun;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * Measures one size of message: bare subscriber; server started and warmed up; raw COPY; unpaced run; raw COPY again; latency at half the
 * rate; server stopped; bare subscriber again. Databases are fresh. While a limit is measured nothing else runs, but the server is there, idle,
 * during the COPY.
 */
final class IngestRun {

    private static final String CLIENT_ID = "frostproof-bench";
    private static final int WINDOW = 2_000;

    private final IngestSettings settings;
    private final IngestDatabase database;
    private final String broker;
    private final int readings;
    private final Consumer<String> say;
    private final Instant begin;

    IngestRun(IngestSettings settings, IngestDatabase database, String broker, int readings, Consumer<String> say) {
        this.settings = settings;
        this.database = database;
        this.broker = broker;
        this.readings = readings;
        this.say = text -> say.accept(readings + " per message: " + text);
        begin = settings.begin(Instant.now());
    }

    IngestResult measure() throws Exception {
        say.accept("bare subscriber ...");
        double subscriberBefore = SubscriberLimit.measure(load("bare"), settings);
        say.accept(Measured.number(subscriberBefore) + " messages/s; starting the server ...");
        String copyUrl = prepared("copy");
        String url = prepared("ingest");
        Path folder = Files.createTempDirectory("frostproof-bench");
        try (ServerProcess server = ServerProcess.start(config(folder, url), "-Xmx" + settings.heap());
                Connection session = database.connect(url);
                var watch = new StoredWatch(database.connect(url));
                LoadPublisher publisher = LoadPublisher.connect(load("load"))) {
            say.accept("warming the server up ...");
            unpaced(publisher, watch, settings.warmUp(), settings.messages());
            StoredWatch.Stored warm = watch.now();
            say.accept("raw COPY ...");
            CopyLimit.Result before = copy(copyUrl, (int) (warm.readings() / Math.max(1, warm.batches())));
            say.accept(Measured.number(before.rowsPerSecond()) + " rows/s in transactions of " + before.rowsPerBatch()
                    + "; unpaced run ...");
            database.settle();
            // Samples by CPU time see native code and short-lived work that samples by the clock miss.
            record(server, "JFR.start", "settings=profile", "jdk.CPUTimeSample#enabled=true");
            var cpu = new ProcessCpu(
                    server.pid(), pid(session), URI.create(broker).getPort());
            Map<String, Double> cpuBefore = cpu.seconds();
            Timed timed = unpaced(publisher, watch, settings.length(), settings.messages());
            Map<String, Double> cpuAfter = cpu.seconds();
            if (settings.jfr() != null) {
                record(server, "JFR.stop", "filename=" + recording(settings.jfr()));
            }
            int batch = (int) ((timed.stored().readings() - timed.before().readings())
                    / Math.max(1, timed.stored().batches() - timed.before().batches()));
            double rate = timed.report().published() / timed.seconds();
            say.accept(Measured.number(rate * readings) + " readings/s; raw COPY again ...");
            CopyLimit.Result after = copy(copyUrl, batch);
            say.accept(Measured.number(after.rowsPerSecond()) + " rows/s in transactions of " + batch
                    + "; latency at half the rate ...");
            database.settle();
            VisibleLatency.Result visible =
                    VisibleLatency.measure(publisher, probe(), session, rate / 2, settings.length());
            long published = publisher.published() * readings + visible.probes();
            watch.await(published);
            check(session, published);
            double memory = ProcessCpu.peakMegabytes(server.pid());
            say.accept("p99 " + Measured.number(visible.p99()) + " ms; bare subscriber again ...");
            server.stop();
            forgetSession();
            double subscriberAfter = SubscriberLimit.measure(load("bare"), settings);
            return new IngestResult(
                    readings,
                    timed.report().published(),
                    timed.seconds(),
                    before.rowsPerSecond(),
                    after.rowsPerSecond(),
                    subscriberBefore,
                    subscriberAfter,
                    batch,
                    visible.p50(),
                    visible.p99(),
                    visible.p999(),
                    visible.loadPerSecond(),
                    ProcessCpu.perMillion(cpuBefore, cpuAfter, timed.report().published() * readings),
                    timed.report().cpuSecondsPerMillion(),
                    memory);
        } finally {
            forgetSession();
            remove(folder);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** An unpaced run, from the first publication until its last reading was visible. */
    private record Timed(LoadReport report, StoredWatch.Stored before, StoredWatch.Stored stored) {
        double seconds() {
            return (stored.nanos() - report.beganNanos()) / 1e9;
        }
    }

    private Timed unpaced(LoadPublisher publisher, StoredWatch watch, Duration length, long messages)
            throws IOException, InterruptedException {
        StoredWatch.Stored before = watch.now();
        long ahead = IngestSettings.ahead(readings);
        LoadReport report = publisher.run(new LoadRun(
                messages > 0 ? messages : Long.MAX_VALUE,
                length,
                0,
                () -> watch.now().messages() - before.messages() + ahead));
        return new Timed(report, before, watch.await(before.readings() + report.published() * readings));
    }

    private CopyLimit.Result copy(String url, int rowsPerBatch) throws SQLException, IOException {
        return CopyLimit.measure(
                database,
                url,
                readings,
                rowsPerBatch,
                begin,
                IngestSettings.INTERVAL,
                settings.length().dividedBy(2));
    }

    /** A database with the network. */
    private String prepared(String name) throws SQLException {
        String url = database.newDatabase(name);
        try (Connection connection = database.connect(url)) {
            IngestWorld.make(connection, settings.devices(), settings.channelNames());
        }
        return url;
    }

    private Path config(Path folder, String url) throws IOException {
        return Files.writeString(folder.resolve("frostproof.yaml"), """
                http: {port: 0}
                database: {url: "%s", user: "%s", password: "%s"}
                mqtt: {url: "%s", client_id: %s}
                data_dir: %s
                """.formatted(
                        url, database.user(), database.password(), broker, CLIENT_ID, folder));
    }

    private LoadOptions load(String prefix) {
        return options(
                prefix,
                settings.connections(),
                IngestWorld.topics(settings.devices()),
                settings.channelNames(),
                readings,
                0);
    }

    private LoadOptions probe() {
        return options(
                "probe",
                1,
                List.of(IngestWorld.probe()),
                List.of(settings.channelNames().getFirst()),
                1,
                1);
    }

    private LoadOptions options(
            String prefix,
            int connections,
            List<UpTopic> topics,
            List<String> channels,
            int perMessage,
            int sampleEvery) {
        return new LoadOptions(
                BrokerAddress.anonymous(URI.create(broker)),
                "bench-" + prefix,
                connections,
                WINDOW,
                topics,
                channels,
                perMessage,
                settings.form(),
                begin.getEpochSecond(),
                begin,
                IngestSettings.INTERVAL,
                sampleEvery);
    }

    private static long pid(Connection session) throws SQLException {
        try (Statement sql = session.createStatement();
                ResultSet row = sql.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Every reading that was published is in the log, once; nothing was set aside. */
    private static void check(Connection session, long published) throws SQLException {
        try (Statement sql = session.createStatement();
                ResultSet row =
                        sql.executeQuery("select (select count(*) from reading), (select count(*) from dead_letter),"
                                + " (select count(*) from reading_suspect), (select count(*) from reading_conflict)")) {
            row.next();
            if (row.getLong(1) != published || row.getLong(2) + row.getLong(3) + row.getLong(4) > 0) {
                throw new IllegalStateException(
                        "published " + published + " readings, stored " + row.getLong(1) + "; " + row.getLong(2)
                                + " dead letters, " + row.getLong(3) + " suspect, " + row.getLong(4) + " conflicting");
            }
        }
    }

    private Path recording(Path named) {
        String name = named.toAbsolutePath().toString();
        return Path.of(name.endsWith(".jfr") ? name.substring(0, name.length() - 4) + "-" + readings + ".jfr" : name);
    }

    private void record(ServerProcess server, String command, String... arguments)
            throws IOException, InterruptedException {
        if (settings.jfr() == null) {
            return;
        }
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(server.pid()),
                command,
                "name=bench"));
        line.addAll(List.of(arguments));
        Process jcmd = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!jcmd.waitFor(60, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
            throw new IOException("jcmd " + command + " did not work");
        }
    }

    /** Has the broker drop the server's session, which would otherwise gather what the bare subscriber gets. */
    private void forgetSession() throws MqttException {
        var client = new MqttAsyncClient(broker, CLIENT_ID, new MemoryPersistence());
        var options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        client.connect(options).waitForCompletion(10_000);
        client.disconnect().waitForCompletion(10_000);
        client.close();
    }
}
