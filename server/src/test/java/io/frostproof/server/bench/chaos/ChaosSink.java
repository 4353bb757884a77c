package io.frostproof.server.bench.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/**
 * The receiver of alarms, a process that nothing happens to: {@code ChaosSink FOLDER}. It prints its port, answers 204 and notes each notice
 * as {@code N wallMillis key kind unit incident startedAt}.
 */
final class ChaosSink {

    static final String FILE = "sink.log";
    private static final int NO_CONTENT = 204;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ChaosSink() {}

    public static void main(String[] arguments) throws IOException {
        BufferedWriter log = Files.newBufferedWriter(Path.of(arguments[0], FILE), StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> handle(exchange, log));
        server.start();
        System.out.println(server.getAddress().getPort());
        System.out.flush();
        Children.whenParentIsGone(() -> System.exit(0));
    }

    private static void handle(HttpExchange exchange, BufferedWriter log) throws IOException {
        long now = System.currentTimeMillis();
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody());
            synchronized (log) {
                log.write(String.join(
                        " ",
                        "N",
                        Long.toString(now),
                        body.path("key").asText(),
                        body.path("kind").asText(),
                        body.path("unit_id").asText(),
                        body.path("incident_id").asText(),
                        body.path("started_at").asText()));
                log.newLine();
                log.flush();
            }
            exchange.sendResponseHeaders(NO_CONTENT, -1);
        }
    }
}
