package io.frostproof.server.notify;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Posts signed JSON to one address; docs/webhooks.md is its contract. The address may carry a token in its path or query, so only its host is ever
 * shown. Thread-safe.
 */
public final class SignedPost implements AutoCloseable {

    /** UTF-8 needs at most four bytes for a character. */
    private static final int KEPT_BYTES = 4 * WebhookAnswer.KEPT_CHARACTERS;

    private final URI address;
    private final HmacSigner signer;
    private final InstantSource clock;
    private final HttpSender http;

    /**
     * Makes a way out; nothing is sent yet.
     *
     * @param address http or https, without user and password in it
     * @param secret shared with the receiver, at least 16 bytes; copied
     * @param timeout for one attempt from connecting to the last byte that is read, above zero
     * @param clock for the signed timestamp
     * @throws IllegalArgumentException if an argument is none of these, naming which
     */
    public SignedPost(URI address, byte[] secret, Duration timeout, InstantSource clock) {
        this.address = HttpSender.checked("webhook address", address);
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("webhook timeout: expected more than zero, was " + timeout);
        }
        this.signer = new HmacSigner(secret);
        this.clock = clock;
        this.http = new HttpSender(timeout, clock, KEPT_BYTES);
    }

    /** Tries once to hand {@code body} over. */
    public HttpSender.Answer post(String key, byte[] body) throws InterruptedException {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        return http.send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Frostproof")
                .header("Idempotency-Key", key)
                .header("Frostproof-Timestamp", timestamp)
                .header("Frostproof-Signature", signer.sign(timestamp, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    @Override
    public void close() {
        http.close();
    }

    @Override
    public String toString() {
        return "SignedPost[host=" + address.getHost() + "]";
    }
}
