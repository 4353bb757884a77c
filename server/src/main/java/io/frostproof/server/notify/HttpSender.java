package io.frostproof.server.notify;

import io.frostproof.alerts.notify.OneLine;
import io.frostproof.alerts.notify.Outcome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends one request and says what its answer means for what was sent. Follows no redirect. Thread-safe. */
public final class HttpSender implements AutoCloseable {

    private final Duration timeout;
    private final InstantSource clock;
    private final int keptBytes;
    private final HttpClient http;

    /**
     * A sender; nothing is sent yet.
     *
     * @param timeout for one attempt from connecting to the last byte that is read, above zero
     * @param clock for waits that an answer asks for until a date
     * @param keptBytes of an answer that are read; the others are left
     */
    public HttpSender(Duration timeout, InstantSource clock, int keptBytes) {
        this.timeout = timeout;
        this.clock = clock;
        this.keptBytes = keptBytes;
        this.http = HttpClient.newBuilder()
                // HTTP/2 over clear text starts with an upgrade that small receivers stumble over; one message needs
                // none.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    /**
     * What came back.
     *
     * @param outcome what it means
     * @param body as far as it was read; empty without an answer
     * @param location header of that name
     */
    public record Answer(Outcome outcome, String body, Optional<String> location) {}

    /**
     * Checks an address to send to.
     *
     * @param name of it, for the message
     * @throws IllegalArgumentException it is none of http or https with a host and without user and password; it is not shown
     */
    public static URI checked(String name, URI address) {
        if (!("http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme()))
                || address.getHost() == null
                || address.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    name + ": expected http:// or https:// with a host and without user and password"
                            + " (not shown, as it may hold a secret)");
        }
        return address;
    }

    /** Sends and waits. */
    public Answer send(HttpRequest request) throws InterruptedException {
        AtomicReference<HttpResponse.@Nullable ResponseInfo> head = new AtomicReference<>();
        CompletableFuture<HttpResponse<String>> exchange = http.sendAsync(request, info -> {
            head.set(info);
            return new FirstBytes(keptBytes);
        });
        try {
            // The client's own time-out ends with the headers; this one covers the body as well.
            String body =
                    exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS).body();
            return answer(Objects.requireNonNull(head.get(), "an answer has a head"), body);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            HttpResponse.ResponseInfo info = head.get();
            return info == null ? failed("no answer within " + timeout.toMillis() + " ms") : answer(info, "");
        } catch (InterruptedException e) {
            exchange.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            return failed(reason(e));
        }
    }

    private static Answer failed(String detail) {
        return new Answer(new Outcome.Temporary(detail, null), "", Optional.empty());
    }

    private Answer answer(HttpResponse.ResponseInfo head, String body) {
        String retryAfter = head.headers().firstValue("Retry-After").orElse(null);
        return new Answer(
                WebhookAnswer.of(head.statusCode(), body, retryAfter, clock.instant()),
                body,
                head.headers().firstValue("Location"));
    }

    /** The kind of failure and the innermost message; those of the JDK name hosts and certificates, never paths. */
    private static String reason(ExecutionException failure) {
        Throwable outer = failure.getCause() == null ? failure : failure.getCause();
        Throwable inner = outer;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        String message = inner.getMessage() == null ? "" : ": " + inner.getMessage();
        return OneLine.of(outer.getClass().getSimpleName() + message, WebhookAnswer.KEPT_CHARACTERS);
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
