package io.frostproof.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.Outcome;
import io.frostproof.server.notify.EmailSettings.Login;
import io.frostproof.server.notify.EmailSettings.Security;
import io.frostproof.testing.notify.OutboxContract;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmailChannelTest {
    private static Vertx vertx;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void mailsPlainTextToEveryone() throws Exception {
        try (MailReceiver server = new MailReceiver()) {
            assertThat(deliver(server.port(), Security.NONE, null))
                    .isEqualTo(new Outcome.Accepted("accepted for 2 of 2"));

            MailReceiver.Mail mail = server.next();
            assertThat(mail.to()).containsExactly("duty@example.org", "chief@example.org");
            assertThat(mail.header("From")).isEqualTo("frostproof@example.org");
            assertThat(mail.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(mail.header("X-Frostproof-Key")).isEqualTo("incident:1");
            assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
            assertThat(mail.header("Subject")).contains("APPROVE");
            assertThat(text(mail)).contains("Rule:     > 8 °C for 10 h, version 17\n");
        }
    }

    @Test
    void aRepeatedNoticeHasTheSameMessageIdAndAnotherNoticeAnother() throws Exception {
        try (MailReceiver server = new MailReceiver()) {
            EmailChannel channel = channel(server.port(), Security.NONE, null);
            channel.deliver(OutboxContract.notice("a"));
            channel.deliver(OutboxContract.notice("a"));
            channel.deliver(OutboxContract.notice("b"));

            String first = server.next().header("Message-ID");
            assertThat(first).matches("<[0-9a-f]{32}@example\\.org>");
            assertThat(server.next().header("Message-ID")).isEqualTo(first);
            assertThat(server.next().header("Message-ID")).isNotEqualTo(first);
        }
    }

    @Test
    void oneDeadMailboxDoesNotKeepTheAlarmFromTheOthers() throws Exception {
        try (MailReceiver server = new MailReceiver()) {
            server.refusedRecipient = "duty@example.org";

            assertThat(deliver(server.port(), Security.NONE, null))
                    .isEqualTo(new Outcome.Accepted("accepted for 1 of 2, refused: duty@example.org"));
            assertThat(server.next().to()).containsExactly("chief@example.org");
        }
    }

    @Test
    void repliesOf4yzAreTemporaryAndOf5yzPermanent() throws Exception {
        try (MailReceiver server = new MailReceiver()) {
            server.answerToMail = "451 later";
            assertThat(deliver(server.port(), Security.NONE, null))
                    .isInstanceOfSatisfying(
                            Outcome.Temporary.class, t -> assertThat(t.detail()).startsWith("451"));

            server.answerToMail = "554 never";
            assertThat(deliver(server.port(), Security.NONE, null))
                    .isInstanceOfSatisfying(
                            Outcome.Permanent.class, p -> assertThat(p.detail()).startsWith("554"));
        }
    }

    @Test
    void sendsNothingWhenTheServerOffersNoTls() throws Exception {
        try (MailReceiver server = new MailReceiver("AUTH PLAIN")) {
            assertThat(deliver(server.port(), Security.STARTTLS, new Login("frost", "pa55word")))
                    .isInstanceOf(Outcome.Temporary.class);
            assertThat(server.isEmpty()).isTrue();
        }
    }

    @Test
    void logsInOverTlsOnlyToAServerItTrustsAndTriesAgainAfterARefusedLogin(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.make(folder);
        try (MailReceiver server = new MailReceiver(certificate.listen(), "AUTH PLAIN")) {
            Login login = new Login("frost", "pa55word");
            assertThat(deliver(server.port(), Security.TLS, login))
                    .as("a certificate that the platform does not know")
                    .isInstanceOf(Outcome.Temporary.class);
            assertThat(server.isEmpty()).isTrue();

            EmailSettings trusting = new EmailSettings(
                    "127.0.0.1",
                    server.port(),
                    Security.TLS,
                    "frostproof@example.org",
                    List.of("duty@example.org"),
                    login,
                    Duration.ofSeconds(10),
                    certificate.pem());
            EmailChannel channel = new EmailChannel(vertx, trusting, null);
            assertThat(channel.deliver(OutboxContract.notice("a")))
                    .isEqualTo(new Outcome.Accepted("accepted for 1 of 1"));

            server.answerToAuth = "535 wrong password";
            assertThat(channel.deliver(OutboxContract.notice("b")))
                    .isInstanceOfSatisfying(
                            Outcome.Temporary.class,
                            t -> assertThat(t.detail()).contains("535").doesNotContain("pa55word"));
        }
    }

    @Test
    void takesRefusedConnectionsAndSilenceForTemporary() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(deliver(port, Security.NONE, null)).isInstanceOf(Outcome.Temporary.class);

        try (MailReceiver server = new MailReceiver()) {
            server.silent = true;
            EmailChannel hasty =
                    new EmailChannel(vertx, settings(server.port(), Security.NONE, null, Duration.ofMillis(300)), null);
            assertThat(hasty.deliver(OutboxContract.notice("a"))).isInstanceOf(Outcome.Temporary.class);
        }
    }

    @Test
    void settingsNameWhatIsWrongAndShowNoPassword() {
        assertThat(settings(25, Security.TLS, new Login("frost", "pa55word"), Duration.ofSeconds(1))
                        .toString())
                .contains("frost")
                .doesNotContain("pa55word");
        assertThatThrownBy(() -> settings(25, Security.NONE, new Login("frost", "pa55word"), Duration.ofSeconds(1)))
                .hasMessageContaining("email login")
                .hasMessageNotContaining("pa55word");
        assertThatThrownBy(() -> new EmailSettings(
                        "h",
                        25,
                        Security.NONE,
                        "a@example.org\r\nBcc: x@example.org",
                        List.of("b@example.org"),
                        null,
                        Duration.ofSeconds(1),
                        null))
                .hasMessageContaining("email from");
    }

    private static Outcome deliver(int port, Security security, @Nullable Login login) throws InterruptedException {
        Notice notice = OutboxContract.notice("incident:1");
        return channel(port, security, login).deliver(notice);
    }

    private static EmailChannel channel(int port, Security security, @Nullable Login login) {
        return new EmailChannel(vertx, settings(port, security, login, Duration.ofSeconds(10)), null);
    }

    private static EmailSettings settings(int port, Security security, @Nullable Login login, Duration timeout) {
        return new EmailSettings(
                "127.0.0.1",
                port,
                security,
                "frostproof@example.org",
                List.of("duty@example.org", "chief@example.org"),
                login,
                timeout,
                null);
    }

    /** Undoes quoted-printable (RFC 2045, 6.7). */
    private static String text(MailReceiver.Mail mail) throws IOException {
        String body = mail.body();
        if (!mail.header("Content-Transfer-Encoding").equals("quoted-printable")) {
            return body;
        }
        String joined = body.replace("=\n", "");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < joined.length(); i++) {
            if (joined.charAt(i) == '=') {
                bytes.write(Integer.parseInt(joined.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(joined.charAt(i));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
