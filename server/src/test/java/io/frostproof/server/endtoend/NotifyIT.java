package io.frostproof.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.SmtpSink;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import io.frostproof.testing.WebhookSink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a cold reading to the people on duty: webhook and mail, at least once, with a key. */
class NotifyIT {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Duration WITHIN = Duration.ofSeconds(30);

    @Test
    void anExcursionIsToldByWebhookAndMailAndARefusedWebhookIsTriedAgain(@TempDir Path folder) throws Exception {
        TestDatabase database = TestDatabases.shared(PostgresFlavour.PLAIN);
        String url = MachineNetwork.imported(database, "notify");
        var rows = new LogRows(database, url);
        try (MosquittoBroker broker = MosquittoBroker.start();
                WebhookSink webhook = WebhookSink.start();
                SmtpSink mail = SmtpSink.start()) {
            Path config = ServerProcess.config(folder, database, url, broker.uri(), """
                    notify:
                      webhook: {url: "%s", secret: "%s"}
                      email: {smtp_host: %s, smtp_port: %d, tls: none, from: "cold@example.org", to: ["duty@example.org"]}
                    """.formatted(
                            webhook.uri(), SECRET, mail.host(), mail.port()));
            webhook.answerNext(503);
            try (ServerProcess server = ServerProcess.start(config);
                    FieldDevice device = FieldDevice.connect(broker.uri())) {
                Instant begin = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofHours(2));
                for (int seq = 0; seq <= 24; seq++) {
                    // Too cold at or below 55 °F for an hour.
                    device.publish(
                            FieldDevice.TOPIC,
                            FieldDevice.reading(seq, begin.plus(Duration.ofMinutes(5L * seq)), seq < 4 ? 80 : 50));
                }
                Instant since = begin.plus(Duration.ofMinutes(20));

                List<WebhookSink.Request> requests = webhook.awaitRequests(3, WITHIN);
                assertWebhook(requests, since);
                List<SmtpSink.Mail> mails = mail.awaitMails(1, WITHIN);
                assertMails(mails, since);

                awaitDelivered(rows);
                String refusedKey =
                        requests.getFirst().header("Idempotency-Key").orElseThrow();
                assertThat(rows.column("select a.attempt || ' ' || a.outcome from outbox_attempt a join outbox o on"
                                + " o.id = a.outbox_id where o.target = 'webhook' and o.key = '" + refusedKey
                                + "' order by a.attempt"))
                        .containsExactly("1 failed", "2 delivered");
                assertThat(rows.number("select count(*) from outbox")).isEqualTo(3);
                assertThat(rows.number("select count(*) from outbox_attempt")).isEqualTo(4);
                assertThat(webhook.requests()).hasSize(3);
                assertThat(mail.mails()).hasSize(1); // people are disturbed once: the incident names the proposal
                assertThat(server.stop()).as(server.output()).isIn(0, 143);
            }
        }
    }

    private static void assertWebhook(List<WebhookSink.Request> requests, Instant since) throws Exception {
        var json = new ObjectMapper();
        for (WebhookSink.Request request : requests) {
            JsonNode body = json.readTree(request.body());
            assertThat(request.header("Frostproof-Signature"))
                    .contains(signature(request.header("Frostproof-Timestamp").orElseThrow(), request.bodyBytes()));
            assertThat(request.header("Idempotency-Key"))
                    .contains(body.path("key").asText());
            assertThat(body.path("unit_id").asText()).isEqualTo("machine");
            assertThat(body.path("slot").asText()).isEqualTo("too_cold");
            assertThat(Instant.parse(body.path("started_at").asText())).isEqualTo(since);
            assertThat(body.path("worst_value").asDouble()).isEqualTo(10.0);
            assertThat(body.path("stock")).hasSize(3);
        }
        String refusedKey = requests.getFirst().header("Idempotency-Key").orElseThrow();
        List<WebhookSink.Request> attempts = requests.stream()
                .filter(request ->
                        request.header("Idempotency-Key").orElseThrow().equals(refusedKey))
                .toList();
        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(1).body()).isEqualTo(attempts.get(0).body());
        assertThat(requests.stream()
                        .map(request -> {
                            try {
                                return json.readTree(request.body())
                                        .path("kind")
                                        .asText();
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        })
                        .distinct())
                .containsExactlyInAnyOrder("incident_opened", "decision_proposed");
    }

    private static void assertMails(List<SmtpSink.Mail> mails, Instant since) {
        String minute = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm")
                .withZone(ZoneOffset.UTC)
                .format(since);
        assertThat(mails).allSatisfy(mail -> {
            assertThat(mail.from()).isEqualTo("cold@example.org");
            assertThat(mail.to()).containsExactly("duty@example.org");
            assertThat(text(mail))
                    .contains("The machine at The machine's plant") // where
                    .contains("too cold") // what
                    .contains("Since:    " + minute)
                    .contains("Worst:    10")
                    .contains("Stock inside: 3 handling units")
                    .contains("wg-1312-a")
                    .contains("wg-1312-c")
                    .contains("Decision: ")
                    .startsWith("CRITICAL: ");
        });
    }

    /** Undoes quoted-printable (RFC 2045, 6.7) when the body is. */
    private static String text(SmtpSink.Mail mail) {
        if (!mail.header("Content-Transfer-Encoding").orElse("").equalsIgnoreCase("quoted-printable")) {
            return mail.body();
        }
        String body = mail.body().replace("=\n", "");
        var bytes = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < body.length(); i++) {
            if (body.charAt(i) == '=') {
                bytes.write(HexFormat.fromHexDigits(body, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(body.charAt(i));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String signature(String timestamp, byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
        return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    private static void awaitDelivered(LogRows rows) throws Exception {
        long deadline = System.nanoTime() + WITHIN.toNanos();
        while (rows.number("select count(*) from outbox where state <> 'delivered'") > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
