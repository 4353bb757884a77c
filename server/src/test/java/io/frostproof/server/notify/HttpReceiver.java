package io.frostproof.server.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A webhook receiver that answers as told, can hang, and keeps each request. */
final class HttpReceiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable CountDownLatch> hanging = new AtomicReference<>();

    record Request(String key, String timestamp, String signature, String contentType, String body) {}

    record Answer(int status, @Nullable String retryAfter, String body, boolean hangInBody) {
        static Answer of(int status) {
            return new Answer(status, null, "", false);
        }
    }

    HttpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?token=not-to-be-shown");
    }

    /** These answers in turn, then 200. */
    void willAnswer(Answer... given) {
        answers.addAll(List.of(given));
    }

    /** Requests get no answer until {@link #release}. */
    void hang() {
        hanging.set(new CountDownLatch(1));
    }

    void release() {
        CountDownLatch latch = hanging.getAndSet(null);
        if (latch != null) {
            latch.countDown();
        }
    }

    /** The next request, within ten seconds. */
    Request next() throws InterruptedException {
        Request request = requests.poll(10, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request within ten seconds");
        }
        return request;
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add(new Request(
                    header(exchange, "Idempotency-Key"),
                    header(exchange, "Frostproof-Timestamp"),
                    header(exchange, "Frostproof-Signature"),
                    header(exchange, "Content-Type"),
                    new String(body, StandardCharsets.UTF_8)));
            await(hanging.get());
            Answer answer = answers.poll();
            if (answer == null) {
                answer = Answer.of(200);
            }
            if (answer.retryAfter() != null) {
                exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
            }
            if (answer.status() >= 300 && answer.status() < 400) {
                exchange.getResponseHeaders().set("Location", "/elsewhere");
            }
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    answer.status(), bytes.length == 0 ? -1 : answer.hangInBody() ? 0 : bytes.length);
            OutputStream out = exchange.getResponseBody();
            out.write(bytes);
            if (answer.hangInBody()) {
                out.flush();
                hang();
                await(hanging.get());
            }
        }
    }

    private static void await(@Nullable CountDownLatch latch) {
        try {
            if (latch != null && !latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody released the receiver");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}
