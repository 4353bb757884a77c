package io.frostproof.server.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.server.endtoend.ServerProcess;
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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of its own process with a small heap, Mosquitto and a database with the data of {@link BenchWorld}. Thread-safe. */
final class BenchRig implements AutoCloseable {

    /** Room for a server of a small deployment; the default heap would be a quarter of this machine. */
    static final String HEAP = "256m";

    private final MosquittoBroker broker;
    private final ServerProcess server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final String password;
    private final String token;

    private BenchRig(MosquittoBroker broker, ServerProcess server) throws IOException, InterruptedException {
        this.broker = broker;
        this.server = server;
        String said = server.output();
        address = "http://127.0.0.1:" + found("serves http://127\\.0\\.0\\.1:([0-9]+)", said);
        password = found("with the password (\\S+)", said);
        HttpResponse<String> session = http.send(
                HttpRequest.newBuilder(URI.create(address + "/api/v1/session"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                new ObjectMapper().writeValueAsString(Map.of("user", "admin", "password", password))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        token = new ObjectMapper().readTree(session.body()).required("token").asText();
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
        return HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", "Bearer " + token)
                .build();
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
