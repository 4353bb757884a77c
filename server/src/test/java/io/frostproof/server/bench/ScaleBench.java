package io.frostproof.server.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.protocol.JsonTelemetryEncoder;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.UpTopic;
import io.frostproof.server.endtoend.ServerProcess;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./frostproof bench scale}: how long a server of a large network takes to start, and how much memory it needs. */
@Command(name = "bench scale", mixinStandardHelpOptions = true)
public final class ScaleBench implements Callable<Integer> {

    private static final double START_BAR_S = 10;
    private static final double RESIDENT_BAR_MB = 1_000;
    private static final Duration STORED_WITHIN = Duration.ofMinutes(10);
    private static final int IN_FLIGHT = 1_000;
    private static final long BOOT = 2;

    @Option(names = "--devices")
    private int devices = 100_000;

    @Option(names = "--channels")
    private int channels = 4;

    @Option(names = "--behind")
    private int behind = 4;

    @Option(names = "--flavour")
    private PostgresFlavour flavour = PostgresFlavour.TIMESCALEDB;

    @Option(names = "--heap")
    private String heap = "640m";

    @Option(names = "--details")
    private boolean details;

    @Option(names = "--json")
    private boolean json;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ScaleBench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        TestDatabase databases = TestDatabases.shared(flavour);
        String url = databases.newDatabase("scale");
        Instant at = Instant.now().minus(30, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
        say("making a network of " + devices + " devices with " + channels + " channels ...");
        try (Database database = Database.open(new DatabaseSettings(url, databases.user(), databases.password(), 2))) {
            ScaleWorld.make(databases, url, database, devices, channels, at, behind);
        }
        Path folder = Files.createTempDirectory("frostproof-scale");
        // As deploy/mosquitto has it.
        try (MosquittoBroker broker = MosquittoBroker.start(List.of("set_tcp_nodelay true", "max_queued_messages 0"))) {
            say("starting the server ...");
            long begun = System.nanoTime();
            try (ServerProcess server = ServerProcess.start(
                    ServerProcess.config(folder, databases, url, broker.uri(), "data_dir: " + folder), "-Xmx" + heap)) {
                double startSeconds = since(begun);
                double startCpu = cpu(server);
                double startMegabytes = resident(server, "VmRSS");
                say("publishing one reading of each channel ...");
                long before = stored(databases, url);
                publish(broker.uri(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
                awaitStored(databases, url, before + (long) devices * channels);
                double activeSeconds = since(begun);
                double activeCpu = cpu(server);
                if (details) {
                    say(server.output());
                    jcmd(server.pid());
                }
                var figures = new Figures(
                        startSeconds,
                        startCpu,
                        startMegabytes,
                        activeSeconds,
                        activeCpu,
                        resident(server, "VmRSS"),
                        resident(server, "VmHWM"));
                int code = report(figures);
                server.stop();
                return code;
            }
        }
    }

    /** What was measured; seconds are since the start, megabytes are 10^6 bytes. */
    private record Figures(
            double startSeconds,
            double startCpuSeconds,
            double startMegabytes,
            double activeSeconds,
            double activeCpuSeconds,
            double resident,
            double residentPeak) {
        boolean good() {
            return startSeconds < START_BAR_S && residentPeak < RESIDENT_BAR_MB;
        }
    }

    private int report(Figures figures) throws IOException {
        if (json) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("devices", devices);
            fields.put("channels", devices * channels);
            fields.put("heap", heap);
            fields.put("start_s", figures.startSeconds());
            fields.put("start_cpu_s", figures.startCpuSeconds());
            fields.put("all_active_s", figures.activeSeconds());
            fields.put("all_active_cpu_s", figures.activeCpuSeconds());
            fields.put("rss_mb", figures.resident());
            fields.put("rss_peak_mb", figures.residentPeak());
            System.out.println(new ObjectMapper().writeValueAsString(fields));
        } else {
            System.out.print(Measured.table(List.of(
                    Measured.informs(
                            "channels", Measured.number((double) devices * channels) + " of " + devices + " devices"),
                    Measured.informs("heap limit", heap),
                    Measured.atMost("start to ready", figures.startSeconds(), START_BAR_S, "s"),
                    Measured.informs("CPU time until ready", Measured.number(figures.startCpuSeconds()) + " s"),
                    Measured.informs(
                            "start to one more reading of each channel stored",
                            Measured.number(figures.activeSeconds()) + " s"),
                    Measured.informs("CPU time until then", Measured.number(figures.activeCpuSeconds()) + " s"),
                    Measured.informs("resident when ready", Measured.number(figures.startMegabytes()) + " MB"),
                    Measured.informs("resident with all active", Measured.number(figures.resident()) + " MB"),
                    Measured.atMost("resident at most", figures.residentPeak(), RESIDENT_BAR_MB, "MB"))));
            var system = ManagementFactory.getOperatingSystemMXBean();
            System.out.println(system.getAvailableProcessors() + " processors, load "
                    + Measured.number(system.getSystemLoadAverage()) + " at the end; everything on this machine");
        }
        return figures.good() ? 0 : 1;
    }

    private static double cpu(ServerProcess server) {
        return ProcessHandle.of(server.pid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1e3;
    }

    private static void say(String what) {
        System.err.println(what);
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    /** One message per device, with a reading of each of its channels. */
    private void publish(String uri, Instant time) throws MqttException, InterruptedException {
        var client = new MqttAsyncClient(uri, "bench-scale", new MemoryPersistence());
        var options = new MqttConnectionOptions();
        options.setReceiveMaximum(IN_FLIGHT);
        options.setCleanStart(true);
        client.connect(options).waitForCompletion(10_000);
        var room = new Semaphore(IN_FLIGHT / 2);
        var given = new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                room.release();
            }

            @Override
            public void onFailure(IMqttToken token, Throwable cause) {
                say("not published: " + cause);
                room.release();
            }
        };
        for (int device = 1; device <= devices; device++) {
            var samples = new ArrayList<Sample>();
            for (int channel = 1; channel <= channels; channel++) {
                samples.add(
                        new Sample("c" + channel, time.toEpochMilli() * 1000, VALUES[(channel - 1) % VALUES.length]));
            }
            byte[] payload = JsonTelemetryEncoder.encode(new Telemetry(new MessageId(BOOT, 1), samples));
            String topic =
                    UpTopic.telemetry("n-" + (1 + device % 100), "d-" + device).topic();
            room.acquire();
            client.publish(topic, payload, 1, false, null, given);
        }
        room.acquire(IN_FLIGHT / 2);
        client.disconnect().waitForCompletion(10_000);
        client.close();
    }

    /** In the range of every profile: temperature, humidity, door, battery. */
    private static final double[] VALUES = {5.5, 51, 0, 89};

    private static long stored(TestDatabase databases, String url) throws SQLException {
        try (Connection connection = databases.connect(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select coalesce(sum(readings), 0) from batch")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void awaitStored(TestDatabase databases, String url, long expected)
            throws SQLException, IOException, InterruptedException {
        long deadline = System.nanoTime() + STORED_WITHIN.toNanos();
        while (stored(databases, url) < expected) {
            if (System.nanoTime() > deadline) {
                throw new IOException("stored " + stored(databases, url) + " of " + expected + " readings after "
                        + STORED_WITHIN.toMinutes() + " min");
            }
            Thread.sleep(200);
        }
    }

    private static void jcmd(long pid) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        process.inputReader().lines().limit(45).forEach(ScaleBench::say);
        process.waitFor(60, TimeUnit.SECONDS);
    }

    /** Linux only. */
    private static double resident(ServerProcess server, String what) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.pid() + "/status")).stream()
                .filter(line -> line.startsWith(what + ":"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1e3)
                .sum();
    }
}
