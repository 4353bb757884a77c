package io.frostproof.server.notify;

import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.NoticeText;
import io.frostproof.alerts.notify.Outcome;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Posts each notice as signed JSON to one address; {@code docs/webhooks.md} is its contract. The address may carry a
 * token in its path or query, so only its host is ever shown. Thread-safe.
 */
public final class WebhookChannel implements NotificationChannel, AutoCloseable {
    /** The target name of webhook messages. */
    public static final String NAME = "webhook";

    private final SignedPost post;
    private final @Nullable URI baseUrl;
    private final String host;

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
        this.post = new SignedPost(address, secret, timeout, clock);
        this.baseUrl = baseUrl;
        this.host = address.getHost();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outcome deliver(Notice notice) throws InterruptedException {
        byte[] body = WebhookBody.of(
                notice, NoticeText.of(notice, baseUrl), baseUrl == null ? null : NoticeText.link(notice, baseUrl));
        return post.post(notice.key(), body).outcome();
    }

    @Override
    public void close() {
        post.close();
    }

    @Override
    public String toString() {
        return "WebhookChannel[host=" + host + "]";
    }
}
