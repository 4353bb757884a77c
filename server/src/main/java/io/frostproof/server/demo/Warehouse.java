package io.frostproof.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.frostproof.alerts.action.ActionKind;
import io.frostproof.alerts.action.Targets;
import io.frostproof.server.action.Way;
import io.frostproof.server.action.WebhookExecutor;
import io.frostproof.server.notify.SignedPost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the warehouse system that a real server tells of decisions: a receiver on a loopback port, written after docs/webhooks.md and docs/actions.md alone. It refuses what is not signed
 * with its secret, says of each call one line, and answers that it is done. Thread-safe.
 */
final class Warehouse implements AutoCloseable {

    static final String NAME = "warehouse";

    private static final String PATH = "/frostproof";
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int SECRET_BYTES = 32;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final byte[] secret = new byte[SECRET_BYTES];
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final InstantSource clock;
    private final Consumer<String> out;
    private final Set<String> known = new HashSet<>();

    /** Begins to listen; {@code out} receives a line for each call. */
    Warehouse(InstantSource clock, Consumer<String> out) throws IOException {
        this.clock = clock;
        this.out = out;
        new SecureRandom().nextBytes(secret);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext(PATH, this::take);
        http.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + PATH);
    }

    /** The way to it, for a server that is to tell it everything. */
    Way way() {
        return new Way(
                ActionKind.WEBHOOK,
                NAME,
                Targets.ALL,
                true,
                new WebhookExecutor(new SignedPost(address(), secret, TIMEOUT, clock)));
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Instant now = clock.instant();
            if (!genuine(
                    exchange.getRequestHeaders().getFirst("Frostproof-Timestamp"),
                    exchange.getRequestHeaders().getFirst("Frostproof-Signature"),
                    body,
                    now)) {
                out.accept(TerminalChannel.line(now, "WAREHOUSE refuses a call that is not signed with its secret"));
                exchange.sendResponseHeaders(UNAUTHORIZED, -1);
                return;
            }
            JsonNode action = JSON.readTree(body);
            if (remember(action.path("key").asText())) {
                out.accept(TerminalChannel.line(now, line(action)));
            }
            byte[] answer = "{\"confirmed\": true}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(OK, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    /** Whether it has not been told before: the same may come again. */
    private synchronized boolean remember(String key) {
        return known.add(key);
    }

    private static String line(JsonNode action) {
        String undone = action.path("change").asText().equals("reverted") ? "taken back: " : "";
        String by = action.path("by").asText();
        return "WAREHOUSE is told, signature valid, and confirms: " + undone
                + action.path("subject").asText() + "; decided by " + by;
    }

    private boolean genuine(@Nullable String timestamp, @Nullable String signature, byte[] body, Instant now) {
        if (timestamp == null || signature == null || !timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        return off.abs().compareTo(CLOCKS_DIFFER) <= 0
                && MessageDigest.isEqual(
                        signed(timestamp, body).getBytes(StandardCharsets.US_ASCII),
                        signature.getBytes(StandardCharsets.US_ASCII));
    }

    private String signed(String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
