package io.frostproof.server.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.server.endtoend.ServerProcess;
import io.frostproof.store.ApiTokens;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of its own process with a small heap, Mosquitto and a database with the data of {@link BenchWorld}. Thread-safe. */
final class BenchRig implements AutoCloseable {

    /** Room for a server of a small deployment; the default heap would be a quarter of this machine. */
    static final String HEAP = "256m";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final MosquittoBroker broker;
    private final ServerProcess server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;
    private final String password;
    private final String token;

    private BenchRig(MosquittoBroker broker, ServerProcess server) throws IOException, InterruptedException {
        this.broker = broker;
        this.server = server;
        String said = server.output();
        address = "http://127.0.0.1:" + found("serves http://127\\.0\\.0\\.1:([0-9]+)", said);
        password = found("with the password (\\S+)", said);
        token = ask("POST", "/api/v1/session", "", Map.of("user", "admin", "password", password))
                .required("token")
                .asText();
    }

    static BenchRig start(PostgresFlavour flavour, long bulkReadings) throws Exception {
        TestDatabase databases = TestDatabases.shared(flavour);
        String url = databases.newDatabase("bench");
        Database.open(new DatabaseSettings(url, databases.user(), databases.password(), 2))
                .close();
        BenchWorld.make(databases, url, bulkReadings);
        MosquittoBroker broker = MosquittoBroker.start();
        Path folder = Files.createTempDirectory("frostproof-bench");
        return new BenchRig(
                broker,
                ServerProcess.start(
                        ServerProcess.config(folder, databases, url, broker.uri(), "data_dir: " + folder),
                        "-Xmx" + HEAP));
    }

    private static String found(String regex, String text) throws IOException {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        if (!matcher.find()) {
            throw new IOException("the server did not say '" + regex + "':\n" + text);
        }
        return matcher.group(1);
    }

    String address() {
        return address;
    }

    String password() {
        return password;
    }

    String brokerUri() {
        return broker.uri();
    }

    HttpRequest get(String path) {
        return get(path, token);
    }

    HttpRequest get(String path, String bearer) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", "Bearer " + bearer)
                .build();
    }

    /**
     * API tokens that may read, each a sign-in of its own for the server's limits: of as many viewers as it takes, since a user has at most
     * {@value ApiTokens#MOST_PER_USER}.
     */
    List<String> readers(int count) throws IOException, InterruptedException {
        var tokens = new ArrayList<String>();
        String session = "";
        for (int i = 0; i < count; i++) {
            if (i % ApiTokens.MOST_PER_USER == 0) {
                String user = "reader-" + i;
                ask("PUT", "/api/v1/users/" + user, token, Map.of("role", "viewer", "password", password));
                session = ask("POST", "/api/v1/session", token, Map.of("user", user, "password", password))
                        .required("token")
                        .asText();
            }
            tokens.add(ask(
                            "POST",
                            "/api/v1/tokens",
                            session,
                            Map.of(
                                    "name",
                                    "bench",
                                    "scopes",
                                    List.of("read"),
                                    "expires_at",
                                    Instant.now().plus(1, ChronoUnit.DAYS).toString()))
                    .required("token")
                    .asText());
        }
        return tokens;
    }

    private JsonNode ask(String method, String path, String bearer, Map<String, ?> body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(address + path))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + bearer)
                        .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** What the server has used of the processors so far. */
    Duration serverCpu() {
        return ProcessHandle.of(server.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    HttpClient http() {
        return http;
    }

    /** Sum of a metric over its labels. */
    double metric(String beginning) throws IOException, InterruptedException {
        String page =
                http.send(get("/metrics"), HttpResponse.BodyHandlers.ofString()).body();
        return page.lines()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    double heapMegabytes() throws IOException, InterruptedException {
        return metric("jvm_memory_used_bytes{area=\"heap\"") / 1e6;
    }

    /** What is left after a full collection. */
    double liveHeapMegabytes() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!jcmd.waitFor(30, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
            throw new IOException("jcmd GC.run did not work");
        }
        return heapMegabytes();
    }

    /** Largest resident memory of the server so far; Linux only. */
    double residentPeakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1e3)
                .sum();
    }

    @Override
    public void close() {
        http.close();
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.close();
        }
        broker.close();
    }
}
