package io.frostproof.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.alerts.notify.Outcome;
import io.frostproof.server.notify.HttpReceiver.Answer;
import io.frostproof.testing.notify.OutboxContract;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookChannelTest {
    private static final byte[] SECRET = "example-secret-for-docs".getBytes(StandardCharsets.UTF_8);
    private static final URI BASE = URI.create("https://frostproof.example");

    private final ManualClock clock = new ManualClock();
    private HttpReceiver receiver;
    private WebhookChannel channel;

    @BeforeEach
    void open() throws IOException {
        receiver = new HttpReceiver();
        channel = new WebhookChannel(receiver.address(), SECRET, Duration.ofSeconds(5), clock, BASE);
    }

    @AfterEach
    void close() {
        channel.close();
        receiver.close();
    }

    @Test
    void sendsTheDocumentedBody() throws Exception {
        assertThat(deliver()).isEqualTo(new Outcome.Accepted("200"));

        HttpReceiver.Request request = receiver.next();
        assertThat(request.body()).isEqualTo(golden());
        assertThat(request.contentType()).isEqualTo("application/json");
        assertThat(request.key()).isEqualTo("incident:1");
        assertThat(request.timestamp()).isEqualTo("1795222800");
    }

    @Test
    void signsTimestampAndBody() throws Exception {
        deliver();

        HttpReceiver.Request request = receiver.next();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        byte[] expected = mac.doFinal((request.timestamp() + "." + request.body()).getBytes(StandardCharsets.UTF_8));
        assertThat(request.signature()).isEqualTo("v1=" + HexFormat.of().formatHex(expected));
    }

    /** docs/webhooks.md shows the golden body and its signature for readers to check their own code with. */
    @Test
    void theDocumentedSignatureIsTheOneSent() throws Exception {
        deliver();

        String docs = Files.readString(Path.of("..", "docs", "webhooks.md"));
        assertThat(docs).contains("Frostproof-Signature: " + receiver.next().signature() + "\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 425, 429, 500, 502, 503, 504})
    void takesTheseForTemporary(int status) throws Exception {
        receiver.willAnswer(Answer.of(status));

        assertThat(deliver()).isEqualTo(new Outcome.Temporary(Integer.toString(status), null));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 413, 422})
    void takesTheseForPermanent(int status) throws Exception {
        receiver.willAnswer(Answer.of(status));

        assertThat(deliver()).isEqualTo(new Outcome.Permanent(Integer.toString(status)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void followsNoRedirect(int status) throws Exception {
        receiver.willAnswer(Answer.of(status));

        assertThat(deliver()).isInstanceOf(Outcome.Permanent.class);
        receiver.next();
        assertThat(receiver.isEmpty()).isTrue();
    }

    @Test
    void understandsRetryAfterInSecondsAndAsADate() throws Exception {
        receiver.willAnswer(
                new Answer(503, "121", "", false),
                new Answer(429, "Sat, 21 Nov 2026 01:01:01 GMT", "", false),
                new Answer(503, "soon", "", false));

        assertThat(deliver()).isEqualTo(new Outcome.Temporary("503", Duration.ofSeconds(121)));
        assertThat(deliver()).isEqualTo(new Outcome.Temporary("429", Duration.ofSeconds(61)));
        assertThat(deliver()).isEqualTo(new Outcome.Temporary("503", null));
    }

    @Test
    void keepsTwoHundredCharactersOfTheAnswerOnOneLine() throws Exception {
        receiver.willAnswer(new Answer(500, null, "first\r\nsecond " + "ä".repeat(100_000), false));

        assertThat(deliver().detail()).startsWith("500: first second ä").hasSize("500: ".length() + 200);
    }

    @Test
    void givesUpWaitingAfterTheTimeout() throws Exception {
        receiver.hang();

        assertThat(hasty()).isEqualTo(new Outcome.Temporary("no answer within 300 ms", null));
    }

    @Test
    void aBodyThatNeverEndsDoesNotTurnAnAcceptanceIntoAFailure() throws Exception {
        receiver.willAnswer(new Answer(200, null, "tak", true));

        assertThat(hasty()).isEqualTo(new Outcome.Accepted("200"));
    }

    @Test
    void takesARefusedConnectionForTemporary() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (WebhookChannel nowhere = new WebhookChannel(
                URI.create("http://127.0.0.1:" + port + "/?token=t0ken"), SECRET, Duration.ofSeconds(5), clock, null)) {
            assertThat(nowhere.deliver(OutboxContract.notice("k")))
                    .isInstanceOfSatisfying(
                            Outcome.Temporary.class,
                            temporary -> assertThat(temporary.detail())
                                    .startsWith("ConnectException")
                                    .doesNotContain("t0ken"));
        }
    }

    @Test
    void showsNeitherSecretNorPath() {
        assertThat(channel).hasToString("WebhookChannel[host=127.0.0.1]");
        assertThat(new HmacSigner(SECRET).toString()).doesNotContain("example");
        assertThatThrownBy(() -> new WebhookChannel(
                        receiver.address(),
                        "tiny".getBytes(StandardCharsets.UTF_8),
                        Duration.ofSeconds(1),
                        clock,
                        null))
                .hasMessageContaining("at least 16 bytes, was 4")
                .hasMessageNotContaining("tiny");
        assertThatThrownBy(() -> new WebhookChannel(
                        URI.create("https://user:pass@example.org"), SECRET, Duration.ofSeconds(1), clock, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("pass@");
    }

    private Outcome deliver() throws InterruptedException {
        return channel.deliver(OutboxContract.notice("incident:1"));
    }

    private Outcome hasty() throws InterruptedException {
        try (WebhookChannel hasty =
                new WebhookChannel(receiver.address(), SECRET, Duration.ofMillis(300), clock, null)) {
            return hasty.deliver(OutboxContract.notice("k"));
        }
    }

    private static String golden() throws IOException {
        try (InputStream in = WebhookChannelTest.class.getResourceAsStream("/notify/webhook.json")) {
            return new String(Objects.requireNonNull(in, "golden file").readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
