package io.frostproof.server.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A receiver of notices on a loopback port, which takes everything, once for each key, and writes down when. It believes whoever reaches it:
 * it is up for the time of one score. Thread-safe.
 */
final class TestWebhook implements AutoCloseable {

    private static final int TAKEN = 204;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final InstantSource clock;
    private final Set<String> keys = new HashSet<>();
    private final List<HandedOver> taken = new ArrayList<>();

    /** @param clock says when a notice was handed over */
    TestWebhook(InstantSource clock) throws IOException {
        this.clock = clock;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/notices", this::take);
        http.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/notices");
    }

    /** Everything that was handed over so far, in order. */
    synchronized List<HandedOver> taken() {
        return List.copyOf(taken);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            long atMillis = clock.millis();
            JsonNode notice = JSON.readTree(exchange.getRequestBody());
            keep(notice, atMillis);
            exchange.sendResponseHeaders(TAKEN, -1);
        }
    }

    private synchronized void keep(JsonNode notice, long atMillis) {
        if (keys.add(notice.get("key").asText())) {
            JsonNode ended = notice.get("ended_at");
            taken.add(new HandedOver(
                    atMillis,
                    notice.get("kind").asText(),
                    notice.get("incident_id").asText(),
                    notice.get("unit_id").asText(),
                    notice.get("slot").asText(),
                    millis(notice.get("started_at")),
                    ended == null || ended.isNull() ? null : millis(ended),
                    notice.get("late").asBoolean(),
                    notice.get("quiet").asBoolean(),
                    notice.has("probe_came_off"),
                    members(notice.get("members"))));
        }
    }

    private static List<HandedOver.Member> members(JsonNode of) {
        var members = new ArrayList<HandedOver.Member>();
        of.forEach(member -> {
            JsonNode ended = member.get("ended_at");
            members.add(new HandedOver.Member(
                    member.get("incident_id").asText(),
                    member.get("unit_id").asText(),
                    member.get("slot").asText(),
                    millis(member.get("started_at")),
                    ended == null || ended.isNull() ? null : millis(ended)));
        });
        return members;
    }

    private static long millis(JsonNode time) {
        return Instant.parse(time.asText()).toEpochMilli();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
