package io.frostproof.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server that records every request and answers 204, or what it was told to answer. Thread-safe. */
public final class WebhookSink implements AutoCloseable {
    private static final int NO_CONTENT = 204;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Received<Request> received = new Received<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

    /**
     * One request as it came in.
     *
     * @param method such as {@code POST}
     * @param uri path and query
     * @param headers names in lower case
     * @param body decoded as UTF-8, which for UTF-8 content keeps every byte
     */
    public record Request(String method, String uri, Map<String, List<String>> headers, String body) {
        public Request {
            headers = Map.copyOf(headers);
        }

        /** The first value of a header, whose name may be in any case. */
        public Optional<String> header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                    .findFirst();
        }

        /** The bytes of the body, to check a signature over them. */
        public byte[] bodyBytes() {
            return body.getBytes(StandardCharsets.UTF_8);
        }
    }

    private WebhookSink(HttpServer server) {
        this.server = server;
    }

    /** Starts a sink on a free loopback port. */
    public static WebhookSink start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            WebhookSink sink = new WebhookSink(server);
            server.setExecutor(sink.threads);
            server.createContext("/", sink::handle);
            server.start();
            return sink;
        } catch (IOException e) {
            throw new UncheckedIOException("webhook sink", e);
        }
    }

    /** Such as {@code http://127.0.0.1:34567/hook}; every path is accepted. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    /** The next requests are answered with these statuses, one each; after them it is 204 again. They are recorded all the same. */
    public void answerNext(int... statuses) {
        for (int status : statuses) {
            answers.add(status);
        }
    }

    /** All requests so far, in the order in which they were read. */
    public List<Request> requests() {
        return received.all();
    }

    /** All requests as soon as there are {@code count}; an AssertionError after {@code atMost}. */
    public List<Request> awaitRequests(int count, Duration atMost) {
        return received.await(count, atMost);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, List<String>> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
            Integer told = answers.poll();
            received.add(new Request(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
            exchange.sendResponseHeaders(told == null ? NO_CONTENT : told, -1);
        }
    }
}
