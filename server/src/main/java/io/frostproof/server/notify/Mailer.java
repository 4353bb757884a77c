package io.frostproof.server.notify;

import io.frostproof.alerts.notify.OneLine;
import io.frostproof.alerts.notify.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Mails plain text to a few people. What is sent again carries the same Message-ID, by which mail systems drop the second
 * copy. Accepted means that the mail server took it for at least one recipient. Thread-safe.
 */
public final class Mailer implements AutoCloseable {
    private static final int KEPT_CHARACTERS = 200;

    private final EmailSettings settings;
    private final MailClient client;

    /**
     * Makes a way out; no connection is opened yet.
     *
     * @param vertx runs the mail client; not closed here
     */
    public Mailer(Vertx vertx, EmailSettings settings) {
        this.settings = settings;
        this.client = MailClient.create(vertx, config(settings));
    }

    /**
     * Tries once to hand a mail over.
     *
     * @param key the same whenever the same is sent
     */
    public Outcome send(String key, String subject, String text) throws InterruptedException {
        try {
            MailResult result = client.sendMail(mail(key, subject, text))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return new Outcome.Accepted(accepted(result));
        } catch (TimeoutException e) {
            // The mail may still go out; the next attempt has the same Message-ID.
            return new Outcome.Temporary(
                    "no answer within " + settings.timeout().toMillis() + " ms", null);
        } catch (ExecutionException e) {
            return failure(e.getCause() == null ? e : e.getCause());
        }
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "Mailer[host=" + settings.host() + ", port=" + settings.port() + "]";
    }

    private MailMessage mail(String key, String subject, String text) {
        return new MailMessage()
                .setFrom(settings.from())
                .setTo(settings.to())
                .setSubject(OneLine.of(subject))
                .setText(text)
                .addHeader("Message-ID", messageId(key))
                .addHeader("X-Frostproof-Key", OneLine.of(key))
                // Keeps holiday replies and their loops away (RFC 3834, 5).
                .addHeader("Auto-Submitted", "auto-generated");
    }

    /** Keys may hold characters that a Message-ID may not, so its left part is a digest of the key. */
    private String messageId(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "<" + HexFormat.of().formatHex(digest, 0, 16) + "@" + settings.domain() + ">";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private String accepted(MailResult result) {
        List<String> refused = new ArrayList<>(settings.to());
        refused.removeAll(result.getRecipients());
        String detail = "accepted for " + result.getRecipients().size() + " of "
                + settings.to().size();
        return OneLine.of(
                refused.isEmpty() ? detail : detail + ", refused: " + String.join(", ", refused), KEPT_CHARACTERS);
    }

    /**
     * A 5yz reply refuses for good (RFC 5321, 4.2.1), except those about the login (RFC 4954, 6): a wrong password says
     * nothing about the notice, and someone will mend it.
     */
    private static Outcome failure(Throwable cause) {
        if (cause instanceof SMTPException refused) {
            String detail = OneLine.of(refused.getReplyCode() + ": " + refused.getReplyMessage(), KEPT_CHARACTERS);
            boolean login = switch (refused.getReplyCode()) {
                case 530, 534, 535, 538 -> true;
                default -> false;
            };
            return refused.isPermanent() && !login
                    ? new Outcome.Permanent(detail)
                    : new Outcome.Temporary(detail, null);
        }
        String message = cause.getMessage() == null ? "" : ": " + cause.getMessage();
        return new Outcome.Temporary(OneLine.of(cause.getClass().getSimpleName() + message, KEPT_CHARACTERS), null);
    }

    private static MailConfig config(EmailSettings settings) {
        MailConfig config = new MailConfig(settings.host(), settings.port());
        config.setSsl(settings.security() == EmailSettings.Security.TLS);
        config.setStarttls(
                settings.security() == EmailSettings.Security.STARTTLS
                        ? StartTLSOptions.REQUIRED
                        : StartTLSOptions.DISABLED);
        config.setHostnameVerificationAlgorithm("HTTPS");
        if (settings.trustedCertificates() != null) {
            config.setTrustOptions(new PemTrustOptions()
                    .addCertPath(settings.trustedCertificates().toString()));
        }
        EmailSettings.Login login = settings.login();
        if (login == null) {
            config.setLogin(LoginOption.DISABLED);
        } else {
            config.setLogin(LoginOption.REQUIRED).setUsername(login.user()).setPassword(login.password());
        }
        // Alarms are rare: a kept connection would mostly be one that the server has closed meanwhile.
        config.setKeepAlive(false);
        // One dead mailbox must not keep the alarm from the others.
        config.setAllowRcptErrors(true);
        config.setConnectTimeout((int) Math.min(settings.timeout().toMillis(), Integer.MAX_VALUE));
        config.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        config.setIdleTimeout((int) Math.min(settings.timeout().toMillis(), Integer.MAX_VALUE));
        return config;
    }
}
