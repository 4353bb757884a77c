package io.frostproof.server.notify;

import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.NoticeText;
import io.frostproof.alerts.notify.Outcome;
import io.vertx.core.Vertx;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Mails each notice as plain text to the people on duty. A repeated notice carries the same Message-ID, by which mail
 * systems drop the second copy. Accepted means that the mail server took it for at least one recipient. Thread-safe.
 */
public final class EmailChannel implements NotificationChannel, AutoCloseable {
    /** The target name of e-mail messages. */
    public static final String NAME = "email";

    private final Mailer mailer;
    private final @Nullable URI baseUrl;

    /**
     * Makes a channel; no connection is opened yet.
     *
     * @param vertx runs the mail client; not closed here
     * @param baseUrl public address of this server, for links; null for none
     */
    public EmailChannel(Vertx vertx, EmailSettings settings, @Nullable URI baseUrl) {
        this.mailer = new Mailer(vertx, settings);
        this.baseUrl = baseUrl;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outcome deliver(Notice notice) throws InterruptedException {
        NoticeText text = NoticeText.of(notice, baseUrl);
        return mailer.send(notice.key(), text.subject(), text.body());
    }

    @Override
    public void close() {
        mailer.close();
    }

    @Override
    public String toString() {
        return mailer.toString().replace("Mailer", "EmailChannel");
    }
}
