package io.frostproof.server.notify;

import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.NoticeText;
import io.frostproof.alerts.notify.OneLine;
import io.frostproof.alerts.notify.Outcome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Posts each notice as signed JSON to one address; {@code docs/webhooks.md} is its contract. The address may carry a
 * token in its path or query, so only its host is ever shown. Thread-safe.
 */
public final class WebhookChannel implements NotificationChannel, AutoCloseable {
    /** The target name of webhook messages. */
    public static final String NAME = "webhook";

    /** UTF-8 needs at most four bytes for a character. */
    private static final int KEPT_BYTES = 4 * WebhookAnswer.KEPT_CHARACTERS;

    private final URI address;
    private final HmacSigner signer;
    private final Duration timeout;
    private final InstantSource clock;
    private final @Nullable URI baseUrl;
    private final HttpClient http;

    /**
     * Makes a channel; nothing is sent yet.
     *
     * @param address http or https, without user and password in it
     * @param secret shared with the receiver, at least 16 bytes; copied
     * @param timeout for one attempt from connecting to the last byte that is read, above zero
     * @param clock for the signed timestamp
     * @param baseUrl public address of this server, for links; null for none
     * @throws IllegalArgumentException if an argument is none of these, naming which
     */
    public WebhookChannel(URI address, byte[] secret, Duration timeout, InstantSource clock, @Nullable URI baseUrl) {
        if (!("http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme()))
                || address.getHost() == null
                || address.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "webhook address: expected http:// or https:// with a host and without user and password"
                            + " (not shown, as it may hold a secret)");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("webhook timeout: expected more than zero, was " + timeout);
        }
        this.address = address;
        this.signer = new HmacSigner(secret);
        this.timeout = timeout;
        this.clock = clock;
        this.baseUrl = baseUrl;
        this.http = HttpClient.newBuilder()
                // HTTP/2 over clear text starts with an upgrade that small receivers stumble over; one notice needs
                // none.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outcome deliver(Notice notice) throws InterruptedException {
        AtomicReference<HttpResponse.@Nullable ResponseInfo> head = new AtomicReference<>();
        CompletableFuture<HttpResponse<String>> exchange = http.sendAsync(request(notice), info -> {
            head.set(info);
            return new FirstBytes(KEPT_BYTES);
        });
        try {
            // The client's own time-out ends with the headers; this one covers the body as well.
            String body =
                    exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS).body();
            return answer(Objects.requireNonNull(head.get(), "an answer has a head"), body);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            HttpResponse.ResponseInfo info = head.get();
            return info == null
                    ? new Outcome.Temporary("no answer within " + timeout.toMillis() + " ms", null)
                    : answer(info, "");
        } catch (InterruptedException e) {
            exchange.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            return new Outcome.Temporary(reason(e), null);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    @Override
    public String toString() {
        return "WebhookChannel[host=" + address.getHost() + "]";
    }

    private HttpRequest request(Notice notice) {
        byte[] body = WebhookBody.of(
                notice, NoticeText.of(notice, baseUrl), baseUrl == null ? null : NoticeText.link(notice, baseUrl));
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Frostproof")
                .header("Idempotency-Key", notice.key())
                .header("Frostproof-Timestamp", timestamp)
                .header("Frostproof-Signature", signer.sign(timestamp, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private Outcome answer(HttpResponse.ResponseInfo head, String body) {
        String retryAfter = head.headers().firstValue("Retry-After").orElse(null);
        return WebhookAnswer.of(head.statusCode(), body, retryAfter, clock.instant());
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
}
