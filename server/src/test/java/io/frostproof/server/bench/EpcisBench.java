package io.frostproof.server.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.server.endtoend.ServerProcess;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./frostproof bench epcis}: captures receipts of items and then their moves, in documents of a thousand events, and says how many a second
 * were kept (202) and how many were in stock, with everything that follows from them. Others warm the server up before: its first rates are told as well.
 */
@Command(name = "bench epcis", mixinStandardHelpOptions = true)
public final class EpcisBench implements Callable<Integer> {

    private static final double BAR = 5_000;
    private static final int IN_DOCUMENT = 1_000;
    private static final int SENDERS = 2;
    private static final Duration TELL_EVERY = Duration.ofSeconds(5);
    private static final Duration WITHIN = Duration.ofMinutes(15);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--items")
    private int items = 20_000;

    @Option(names = "--warm-up")
    private int warmUps = 3;

    @Option(names = "--heap")
    private String heap = "512m";

    @Option(names = "--flavour")
    private @Nullable PostgresFlavour flavour;

    @Option(names = "--jfr")
    private @Nullable Path jfr;

    @Option(names = "--json")
    private boolean json;

    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable ProcessCpu cpu;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new EpcisBench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    /**
     * Events a second: kept, and in stock.
     *
     * @param micros of one processor that each took for each event: server, database, broker, publisher (the bench)
     */
    private record Rates(double kept, double inStock, Map<String, Double> micros) {

        /** What the product took, without the bench that sends. */
        double all() {
            return micros.entrySet().stream()
                    .filter(each -> !each.getKey().equals("publisher"))
                    .mapToDouble(Map.Entry::getValue)
                    .sum();
        }

        String told() {
            return Measured.number(all()) + " us of a processor: server " + Measured.number(of("server"))
                    + ", database " + Measured.number(of("database"));
        }

        double of(String process) {
            return micros.getOrDefault(process, 0.0);
        }
    }

    @Override
    public Integer call() throws Exception {
        if (items < 1 || warmUps < 1) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this),
                    "--items " + items + ", --warm-up " + warmUps + ": both have to be at least 1");
        }
        var receiptsBefore = new ArrayList<Rates>();
        var movesBefore = new ArrayList<Rates>();
        Rates receipts;
        Rates moves;
        say("starting database, broker and server ...");
        try (IngestDatabase database = IngestDatabase.start(flavour)) {
            String url = database.newDatabase("epcis");
            Path folder = Files.createTempDirectory("frostproof-bench");
            try (MosquittoBroker broker = MosquittoBroker.start();
                    ServerProcess server = ServerProcess.start(
                            Files.writeString(folder.resolve("frostproof.yaml"), """
                                    http: {port: 0}
                                    database: {url: "%s", user: "%s", password: "%s"}
                                    mqtt: {url: "%s", client_id: bench-epcis}
                                    data_dir: %s
                                    """.formatted(
                                            url, database.user(), database.password(), broker.uri(), folder)),
                            options());
                    Connection session = database.connect(url)) {
                makeNetwork(session);
                String address = "http://127.0.0.1:" + found("serves http://127\\.0\\.0\\.1:([0-9]+)", server.output());
                String token = token(address, found("with the password (\\S+)", server.output()));
                cpu = new ProcessCpu(
                        server.pid(),
                        number(session, "select pg_backend_pid()"),
                        URI.create(broker.uri()).getPort());
                // A server runs for months, and what its JVM has not compiled yet is a figure of its first minute:
                // others come before.
                for (int round = 1; round <= warmUps; round++) {
                    String what = "warming up " + round + " of " + warmUps + " with ";
                    receiptsBefore.add(run(what + "receipts", session, address, token, receipts(round * items, items)));
                    movesBefore.add(run(what + "moves", session, address, token, moves(round * items, items)));
                }
                database.settle();
                receipts = run("receipts", session, address, token, receipts(0, items));
                database.settle();
                moves = run("moves", session, address, token, moves(0, items));
                server.stop();
            }
        }
        double slowest = Math.min(receipts.inStock(), moves.inStock());
        if (json) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("items", items);
            fields.put("warm_up", warmUps);
            fields.put("receipts_kept_per_s", receipts.kept());
            fields.put("receipts_in_stock_per_s", receipts.inStock());
            fields.put("moves_kept_per_s", moves.kept());
            fields.put("moves_in_stock_per_s", moves.inStock());
            fields.put(
                    "first_receipts_in_stock_per_s", receiptsBefore.getFirst().inStock());
            fields.put("first_moves_in_stock_per_s", movesBefore.getFirst().inStock());
            fields.put("receipts_cpu_us", receipts.all());
            fields.put("receipts_cpu_us_of", receipts.micros());
            fields.put("moves_cpu_us", moves.all());
            fields.put("moves_cpu_us_of", moves.micros());
            fields.put("bar_per_s", BAR);
            System.out.println(JSON.writeValueAsString(fields));
        } else {
            System.out.print(Measured.table(List.of(
                    Measured.informs("receipts kept (202)", Measured.number(receipts.kept()) + " /s"),
                    Measured.atLeast("receipts in stock", receipts.inStock(), BAR, "/s"),
                    Measured.informs("a receipt takes", receipts.told()),
                    Measured.informs("moves kept (202)", Measured.number(moves.kept()) + " /s"),
                    Measured.atLeast("moves in stock", moves.inStock(), BAR, "/s"),
                    Measured.informs("a move takes", moves.told()),
                    Measured.informs(
                            "just started",
                            Measured.number(receiptsBefore.getFirst().inStock()) + " receipts/s, "
                                    + Measured.number(movesBefore.getFirst().inStock()) + " moves/s"))));
            var system = ManagementFactory.getOperatingSystemMXBean();
            System.out.println(system.getAvailableProcessors() + " processors, load "
                    + Measured.number(system.getSystemLoadAverage()) + " at the end; everything on this machine");
        }
        return slowest >= BAR ? 0 : 1;
    }

    private String[] options() {
        return jfr == null
                ? new String[] {"-Xmx" + heap}
                : new String[] {
                    "-Xmx" + heap, "-XX:StartFlightRecording=settings=profile,filename=" + jfr.toAbsolutePath()
                };
    }

    private static void say(String text) {
        System.err.println(text);
    }

    private static void makeNetwork(Connection session) throws SQLException {
        try (Statement sql = session.createStatement()) {
            sql.execute(
                    "insert into region values ('e', 'E'); insert into node values ('e', 'e', 'E', 'cold_store', 'UTC');"
                            + " insert into storage_profile values ('e', 'E', 2, 8, 'bench', '[]');"
                            + " insert into unit (id, node_id, name, kind, profile_id) values ('e-1', 'e', 'One', 'cold_room', 'e'), ('e-2', 'e', 'Two', 'cold_room', 'e');"
                            + " insert into product (id, name, profile_id) values ('milk', 'Milk', 'e'); insert into lot values ('L1', 'milk', null);"
                            + " insert into identifier values ('https://id.gs1.org/01/04012345123456', 'product', 'milk');"
                            + " update network_version set version = version + 1");
        }
    }

    private static List<String> receipts(int from, int count) {
        return documents(from, count, """
                {"type": "ObjectEvent", "eventID": "urn:x:receipt:%1$d", "eventTime": "2026-11-20T06:00:00Z", "eventTimeZoneOffset": "+00:00",
                 "action": "ADD", "bizStep": "receiving", "disposition": "in_progress", "epcList": ["urn:epc:id:sgtin:4012345.012345.%1$d"],
                 "readPoint": {"id": "urn:frostproof:unit:e-1"}, "bizLocation": {"id": "urn:frostproof:unit:e-1"},
                 "bizTransactionList": [{"type": "po", "bizTransaction": "urn:epc:id:gdti:4012345.00002.77"}], "ilmd": {"cbvmda:lotNumber": "L1"}}""");
    }

    private static List<String> moves(int from, int count) {
        return documents(from, count, """
                {"type": "ObjectEvent", "eventID": "urn:x:move:%1$d", "eventTime": "2026-11-20T09:00:00Z", "eventTimeZoneOffset": "+00:00",
                 "action": "OBSERVE", "bizStep": "storing", "disposition": "in_progress", "epcList": ["urn:epc:id:sgtin:4012345.012345.%1$d"],
                 "readPoint": {"id": "urn:frostproof:unit:e-2"}, "bizLocation": {"id": "urn:frostproof:unit:e-2"}}""");
    }

    private static List<String> documents(int from, int count, String event) {
        var documents = new ArrayList<String>();
        for (int first = from; first < from + count; first += IN_DOCUMENT) {
            var events = new ArrayList<String>();
            for (int i = first; i < Math.min(from + count, first + IN_DOCUMENT); i++) {
                events.add(event.formatted(i));
            }
            documents.add(
                    "{\"type\": \"EPCISDocument\", \"schemaVersion\": \"2.0\", \"creationDate\": \"2026-11-20T10:00:00Z\", \"epcisBody\": {\"eventList\": ["
                            + String.join(",", events) + "]}}");
        }
        return documents;
    }

    private Rates run(String what, Connection session, String address, String token, List<String> documents)
            throws Exception {
        say(what + ": " + documents.size() + " documents ...");
        long before = counted(session);
        Map<String, Double> busy = busy();
        long begun = System.nanoTime();
        try (var senders = Executors.newFixedThreadPool(SENDERS)) {
            var sent = new ArrayList<Future<?>>();
            for (String document : documents) {
                sent.add(senders.submit(() -> {
                    post(address + "/api/v1/epcis/capture", token, document, 202);
                    return null;
                }));
            }
            for (Future<?> each : sent) {
                each.get();
            }
        }
        double kept = (System.nanoTime() - begun) / 1e9;
        say(what + ": kept after " + Measured.number(kept) + " s");
        long deadline = System.nanoTime() + WITHIN.toNanos();
        long told = System.nanoTime();
        // Asked so that asking costs nothing beside.
        while (number(session, "select count(*) from (select from epcis_state where state = 'pending' limit 1) p")
                > 0) {
            if (System.nanoTime() > deadline) {
                throw new IOException("events are still pending after " + WITHIN.toMinutes() + " min");
            }
            if (System.nanoTime() - told > TELL_EVERY.toNanos()) {
                told = System.nanoTime();
                say(what + ": " + (counted(session) - before) + " in stock");
            }
            Thread.sleep(20);
        }
        double inStock = (System.nanoTime() - begun) / 1e9;
        Map<String, Double> busyAfter = busy();
        long counted = counted(session) - before;
        say(what + ": " + counted + " in stock after " + Measured.number(inStock) + " s");
        if (counted == 0 || number(session, "select count(*) from epcis_state where state <> 'counted'") > 0) {
            throw new IOException("not every event was counted, only " + counted);
        }
        return new Rates(counted / kept, counted / inStock, ProcessCpu.perMillion(busy, busyAfter, counted));
    }

    private static long counted(Connection session) throws SQLException {
        return number(session, "select count(*) from epcis_state where state = 'counted'");
    }

    private Map<String, Double> busy() throws IOException {
        return Objects.requireNonNull(cpu, "not started").seconds();
    }

    private static long number(Connection session, String query) throws SQLException {
        try (Statement sql = session.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private String token(String address, String password) throws IOException, InterruptedException {
        String answer = post(
                address + "/api/v1/session",
                "",
                JSON.writeValueAsString(Map.of("user", "admin", "password", password)),
                201);
        String session = JSON.readTree(answer).required("token").asText();
        String made = post(
                address + "/api/v1/tokens",
                session,
                JSON.writeValueAsString(Map.of(
                        "name",
                        "bench",
                        "scopes",
                        List.of("stock"),
                        "expires_at",
                        Instant.now().plus(Duration.ofDays(1)).toString())),
                201);
        return JSON.readTree(made).required("token").asText();
    }

    private String post(String uri, String bearer, String body, int expected) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IOException(uri + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static String found(String regex, String text) throws IOException {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        if (!matcher.find()) {
            throw new IOException("the server did not say '" + regex + "':\n" + text);
        }
        return matcher.group(1);
    }
}
