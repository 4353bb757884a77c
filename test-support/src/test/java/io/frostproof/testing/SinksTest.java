package io.frostproof.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinksTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void webhookSinkAnswersAsToldAndRecordsEveryAttempt() throws Exception {
        try (WebhookSink sink = WebhookSink.start();
                HttpClient client = HttpClient.newHttpClient()) {
            sink.answerNext(503);
            HttpRequest request = HttpRequest.newBuilder(sink.uri())
                    .header("Idempotency-Key", "k1")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"unit\":\"Kühlraum\"}"))
                    .build();

            int first =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            int second =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();

            assertThat(List.of(first, second)).containsExactly(503, 204);
            assertThat(sink.awaitRequests(2, SOON)).hasSize(2).allSatisfy(recorded -> {
                assertThat(recorded.method()).isEqualTo("POST");
                assertThat(recorded.uri()).isEqualTo("/hook");
                assertThat(recorded.header("idempotency-key")).contains("k1");
                assertThat(recorded.body()).isEqualTo("{\"unit\":\"Kühlraum\"}");
            });
        }
    }

    @Test
    void smtpSinkKeepsEnvelopeHeadersAndUnstuffedBody() throws IOException {
        try (SmtpSink sink = SmtpSink.start()) {
            List<String> replies = converse(
                    sink,
                    "EHLO test",
                    "MAIL FROM:<frost@example.org>",
                    "RCPT TO:<duty@example.org>",
                    "RCPT TO:<chief@example.org>",
                    "DATA",
                    "Subject: Cold room 3\r\n is warm\r\n\r\nline\r\n..dot\r\n.",
                    "QUIT");

            assertThat(replies).containsExactly("220", "250", "250", "250", "250", "354", "250", "221");
            SmtpSink.Mail mail = sink.awaitMails(1, SOON).getFirst();
            assertThat(mail.from()).isEqualTo("frost@example.org");
            assertThat(mail.to()).containsExactly("duty@example.org", "chief@example.org");
            assertThat(mail.header("subject")).contains("Cold room 3 is warm");
            assertThat(mail.body()).isEqualTo("line\n.dot\n");
        }
    }

    @Test
    void smtpSinkRefusesAsManyMailsAsTold() throws IOException {
        try (SmtpSink sink = SmtpSink.start()) {
            sink.refuseNext(1);

            assertThat(converse(sink, "EHLO a", "MAIL FROM:<a@b>", "RSET", "MAIL FROM:<a@b>", "QUIT"))
                    .containsExactly("220", "250", "451", "250", "250", "221");
            assertThat(sink.refused()).isEqualTo(1);
            assertThat(sink.mails()).isEmpty();
        }
    }

    @Test
    void smtpSinkAcceptsNoMailWithoutRecipients() throws IOException {
        try (SmtpSink sink = SmtpSink.start()) {
            assertThat(converse(sink, "EHLO a", "RCPT TO:<a@b>", "MAIL FROM:<a@b>", "DATA", "VRFY x", "NOOP", "QUIT"))
                    .containsExactly("220", "250", "503", "250", "503", "502", "250", "221");
        }
    }

    @Test
    void waitingForTooMuchSaysWhatThereIs() {
        Received<String> received = new Received<>();
        received.add("only this");

        assertThatThrownBy(() -> received.await(2, Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("only this");
    }

    @Test
    void fakeClockMovesOnlyWhenTold() {
        FakeClock clock = FakeClock.at("2026-11-21T02:00:00Z");

        assertThat(clock.advance(Duration.ofMinutes(90))).isEqualTo(Instant.parse("2026-11-21T03:30:00Z"));
        clock.set(Instant.EPOCH);

        assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
    }

    /** Sends each line after the reply to the one before; returns the reply codes, the greeting's first. */
    private static List<String> converse(SmtpSink sink, String... lines) throws IOException {
        List<String> replies = new java.util.ArrayList<>();
        try (Socket socket = new Socket(sink.host(), sink.port())) {
            socket.setSoTimeout(10_000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            replies.add(in.readLine().substring(0, 3));
            for (String line : lines) {
                socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
                replies.add(in.readLine().substring(0, 3));
            }
        }
        return replies;
    }
}
