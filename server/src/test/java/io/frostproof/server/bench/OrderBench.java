package io.frostproof.server.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.server.endtoend.ServerProcess;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
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
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./frostproof bench order}: a month of readings that comes in order, and the same month in an order that is wholly random, each to a
 * server and a database of its own; how much longer the second takes until everything is stored, evaluated and filed, and whether both end in
 * the same excursions.
 */
@Command(name = "bench order", mixinStandardHelpOptions = true)
public final class OrderBench implements Callable<Integer> {

    /** "At most a small multiple"; evaluating anew with each late message would be some hundred times. */
    private static final double MULTIPLE_BAR = 5;

    private static final Duration WITHIN = Duration.ofMinutes(30);
    private static final long LOOK_EVERY_MILLIS = 100;

    @Option(names = "--devices")
    private int devices = 20;

    @Option(names = "--days")
    private int days = 30;

    @Option(names = "--seed")
    private long seed = 1;

    @Option(names = "--heap")
    private String heap = "512m";

    @Option(names = "--flavour")
    private @Nullable PostgresFlavour flavour;

    @Option(names = "--json")
    private boolean json;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new OrderBench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    /** @param excursions each as a line of its key and times */
    private record Result(double seconds, Map<String, Double> cpu, List<String> excursions) {}

    @Override
    public Integer call() throws Exception {
        Instant begin = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(days + 1L, ChronoUnit.DAYS);
        Result ordered;
        Result shuffled;
        long readings;
        try (IngestDatabase database = IngestDatabase.start(flavour)) {
            say("warming the database up with a month in order, which does not count ...");
            run(database, begin, null);
            say("a month in order ...");
            ordered = run(database, begin, null);
            say(Measured.number(ordered.seconds()) + " s; the same month shuffled ...");
            shuffled = run(database, begin, new Random(seed));
            say(Measured.number(shuffled.seconds()) + " s");
        }
        readings = (long) devices * days * 1_440;
        boolean same = ordered.excursions().equals(shuffled.excursions());
        double multiple = shuffled.seconds() / ordered.seconds();
        if (json) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("readings", readings);
            fields.put("ordered_s", ordered.seconds());
            fields.put("shuffled_s", shuffled.seconds());
            fields.put("multiple", multiple);
            fields.put("ordered_cpu_s", ordered.cpu());
            fields.put("shuffled_cpu_s", shuffled.cpu());
            fields.put("excursions", ordered.excursions().size());
            fields.put("same_excursions", same);
            System.out.println(new ObjectMapper().writeValueAsString(fields));
        } else {
            System.out.print(Measured.table(List.of(
                    Measured.informs("readings", Measured.number((double) readings) + " of " + devices + " channels"),
                    Measured.informs("in order, until all is evaluated and filed", seconds(ordered.seconds())),
                    Measured.informs("shuffled, until all is evaluated and filed", seconds(shuffled.seconds())),
                    Measured.atMost("shuffled over ordered", multiple, MULTIPLE_BAR, "times"),
                    Measured.informs("CPU of the server, in order", seconds(cpu(ordered, "server"))),
                    Measured.informs("CPU of the server, shuffled", seconds(cpu(shuffled, "server"))),
                    Measured.informs("CPU of the database, in order", seconds(cpu(ordered, "database"))),
                    Measured.informs("CPU of the database, shuffled", seconds(cpu(shuffled, "database"))),
                    Measured.informs(
                            "excursions", ordered.excursions().size() + (same ? ", the same" : ", NOT THE SAME")))));
            var system = ManagementFactory.getOperatingSystemMXBean();
            System.out.println(system.getAvailableProcessors() + " processors, load "
                    + Measured.number(system.getSystemLoadAverage()) + " at the end; everything on this machine");
        }
        return same && multiple <= MULTIPLE_BAR ? 0 : 1;
    }

    private static String seconds(double seconds) {
        return Measured.number(seconds) + " s";
    }

    private static double cpu(Result result, String process) {
        return result.cpu().getOrDefault(process, 0.0);
    }

    private Result run(IngestDatabase database, Instant begin, @Nullable Random shuffled) throws Exception {
        String url = database.newDatabase("order");
        try (Connection connection = database.connect(url)) {
            IngestWorld.make(connection, devices, List.of("t1"));
        }
        database.settle();
        Path folder = Files.createTempDirectory("frostproof-bench");
        try (MosquittoBroker broker = MosquittoBroker.start(List.of("set_tcp_nodelay true", "max_queued_messages 0"));
                ServerProcess server = ServerProcess.start(config(folder, database, url, broker.uri()), "-Xmx" + heap);
                Connection session = database.connect(url)) {
            var publisher = new MonthPublisher(broker.uri(), IngestWorld.topics(devices), "t1", begin, days * 1_440);
            var cpu = new ProcessCpu(
                    server.pid(),
                    (long) number(session, "select pg_backend_pid()"),
                    URI.create(broker.uri()).getPort());
            Map<String, Double> before = cpu.seconds();
            long begun = System.nanoTime();
            publisher.publish(shuffled);
            awaitFiled(session, publisher.readings());
            double took = (System.nanoTime() - begun) / 1e9;
            Map<String, Double> used = ProcessCpu.perMillion(before, cpu.seconds(), 1_000_000);
            List<String> excursions = excursions(session);
            server.stop();
            return new Result(took, used, excursions);
        }
    }

    private static Path config(Path folder, IngestDatabase database, String url, String broker) throws IOException {
        return Files.writeString(folder.resolve("frostproof.yaml"), """
                http: {port: 0}
                database: {url: "%s", user: "%s", password: "%s"}
                mqtt: {url: "%s", client_id: bench-order}
                data_dir: %s
                """.formatted(
                        url, database.user(), database.password(), broker, folder));
    }

    /** Until every reading is stored, no channel has to be evaluated again and no desk has work. */
    private static void awaitFiled(Connection session, long readings)
            throws SQLException, IOException, InterruptedException {
        long deadline = System.nanoTime() + WITHIN.toNanos();
        while (number(session, "select coalesce(sum(readings), 0) from batch") < readings
                || number(session, "select count(*) from channel_dirty") > 0
                || number(session, "select count(*) from desk_queue") > 0) {
            if (System.nanoTime() > deadline) {
                throw new IOException("after " + WITHIN.toMinutes() + " min only "
                        + number(session, "select coalesce(sum(readings), 0) from batch") + " of " + readings
                        + " readings were stored, "
                        + number(session, "select count(*) from channel_dirty") + " channels dirty, "
                        + number(session, "select count(*) from desk_queue") + " items of work for desks");
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private static double number(Connection session, String query) throws SQLException {
        try (Statement sql = session.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getDouble(1);
        }
    }

    private static List<String> excursions(Connection session) throws SQLException {
        var lines = new ArrayList<String>();
        try (Statement sql = session.createStatement();
                ResultSet row = sql.executeQuery("select c.device_id || ' ' || e.slot || ' ' || e.level || ' '"
                        + " || e.started_at || ' ' || coalesce(e.ended_at::text, '') || ' ' || e.worst_value"
                        + " from excursion e join channel c on c.id = e.channel_id order by 1")) {
            while (row.next()) {
                lines.add(row.getString(1));
            }
        }
        return lines;
    }

    private static void say(String text) {
        System.err.println(text);
    }
}
