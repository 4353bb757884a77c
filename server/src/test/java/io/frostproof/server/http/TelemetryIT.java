package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.TelemetryEncoder;
import io.frostproof.testing.PostgresFlavour;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Telemetry over HTTP: what is answered 200 is in the log, and everything else is told. */
@ParameterizedClass
@EnumSource(PostgresFlavour.class)
class TelemetryIT {

    private static final String PATH = "/api/v1/telemetry?node=n1&device=probe-1";
    private static final String JSON = "application/json";
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static @Nullable ApiFixture fixture;

    TelemetryIT(PostgresFlavour flavour) {
        assertThat(flavour).isNotNull();
    }

    @BeforeParameterizedClassInvocation
    static void open(PostgresFlavour flavour) throws Exception {
        fixture = ApiFixture.on(flavour);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        api().close();
    }

    private static ApiFixture api() {
        return Objects.requireNonNull(fixture);
    }

    @BeforeEach
    void nothingIsFull() {
        api().work.full = false;
    }

    private static HttpResponse<String> send(String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api().port + path))
                .header("Authorization", "Bearer " + api().administrator)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        ContractedResponses.check("POST", path, response);
        return response;
    }

    private static HttpResponse<String> send(String body) throws Exception {
        return send(PATH, utf8(body), "Content-Type", JSON);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    /** A reading of {@code t1} so many seconds before now. */
    private static String reading(int secondsAgo, double value) {
        return "{\"ch\":\"t1\",\"t\":" + NOW.minusSeconds(secondsAgo).toEpochMilli() + ",\"v\":" + value + "}";
    }

    private static String message(int seq, String... readings) {
        return "{\"boot\":9,\"seq\":" + seq + ",\"readings\":[" + String.join(",", readings) + "]}";
    }

    private static long rows(int secondsAgo) throws Exception {
        return api().number("select count(*) from reading r join channel c on c.id = r.channel_id where c.device_id ="
                + " 'probe-1' and c.name = 't1' and r.time = '" + NOW.minusSeconds(secondsAgo) + "'");
    }

    private static long letters(String reason) throws Exception {
        return api().number("select count(*) from dead_letter where source = 'http' and reason = '" + reason + "'");
    }

    private static JsonNode ok(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ApiFixture.json(response);
    }

    @Test
    void whatIsAnsweredIsInTheLog() throws Exception {
        JsonNode stored = ok(send(message(1, reading(31, 4.5), reading(32, 4.25))));

        assertThat(rows(31)).isEqualTo(1);
        assertThat(rows(32)).isEqualTo(1);
        assertThat(stored)
                .hasToString(
                        "{\"readings\":2,\"suspect\":0,\"rejected\":[],\"receipt\":{\"boot\":9,\"from\":1,\"seq\":1}}");
    }

    @Test
    void theSameMessageAgainChangesNothing() throws Exception {
        JsonNode first = ok(send(message(2, reading(33, 4.5))));
        long duplicates = api().counters.readingsDuplicate.sum();
        JsonNode second = ok(send(message(2, reading(33, 4.5))));

        assertThat(second).isEqualTo(first);
        assertThat(rows(33)).isEqualTo(1);
        assertThat(api().counters.readingsDuplicate.sum() - duplicates).isEqualTo(1);
    }

    @Test
    void takesFrames() throws Exception {
        byte[] frame = TelemetryEncoder.encode(
                new Telemetry(
                        new MessageId(9, 3),
                        List.of(new Sample("t1", NOW.minusSeconds(34).toEpochMilli() * 1000, 4.5))),
                Form.BINARY,
                null);

        JsonNode stored = ok(send(PATH, frame, "Content-Type", "application/octet-stream"));

        assertThat(stored.at("/receipt/seq").asLong()).isEqualTo(3);
        assertThat(rows(34)).isEqualTo(1);
    }

    @Test
    void takesPackedBodies() throws Exception {
        ok(send(PATH, gzip(utf8(message(4, reading(35, 4.5)))), "Content-Type", JSON, "Content-Encoding", "gzip"));

        assertThat(rows(35)).isEqualTo(1);
    }

    @Test
    void unpacksNoFurtherThanAMessageMayBeLarge() throws Exception {
        byte[] bomb = gzip(new byte[64 * 1024 * 1024]);
        assertThat(bomb.length).isLessThan(256 * 1024);
        assertProblem(send(PATH, bomb, "Content-Type", JSON, "Content-Encoding", "gzip"), 413, "256 KiB");
        assertProblem(send(PATH, new byte[256 * 1024 + 1], "Content-Type", JSON), 413, "256 KiB");
    }

    @Test
    void saysWhenABodyCannotBeUnpacked() throws Exception {
        byte[] packed = gzip(utf8(message(5, reading(36, 4.5))));
        byte[] cut = Arrays.copyOf(packed, packed.length - 12);
        assertProblem(send(PATH, cut, "Content-Encoding", "gzip"), 400, "gzip");
        assertProblem(send(PATH, utf8("{}"), "Content-Encoding", "gzip"), 400, "gzip");
        assertProblem(send(PATH, utf8("{}"), "Content-Encoding", "br"), 400, "gzip, identity");
        assertThat(rows(36)).isZero();
    }

    private static void assertProblem(HttpResponse<String> response, int status, String part) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(ApiFixture.json(response).get("detail").asText()).contains(part);
    }

    @Test
    void tellsWhichPartsOfAMessageCannotBeUsed() throws Exception {
        long letters = letters("unknown_channel");
        JsonNode stored = ok(send(message(
                6,
                reading(37, 4.5),
                reading(-86_400, 4.5),
                "{\"ch\":\"t9\",\"t\":" + NOW.toEpochMilli() + ",\"v\":1}")));

        assertThat(stored.get("readings").asInt()).isEqualTo(1);
        assertThat(stored.get("suspect").asInt()).isEqualTo(1);
        assertThat(stored.at("/rejected/0/reason").asText()).isEqualTo("unknown_channel");
        assertThat(stored.at("/rejected/0/detail").asText())
                .isEqualTo("readings[2].ch was 't9', expected one of [door, t1]");
        assertThat(letters("unknown_channel")).isEqualTo(letters + 1);
        assertThat(rows(37)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "n1 | probe-1 | {\"readings\": | 422 | not_json",
                "n1 | probe-1 | `` | 422 | not_json",
                "n1 | probe-1 | {\"boot\":9,\"seq\":7} | 422 | missing_field",
                "n1 | probe-1 | {\"readings\":[{\"ch\":\"t1\",\"v\":\"warm\"}]} | 422 | wrong_type",
                "n1 | nobody | {\"readings\":[{\"ch\":\"t1\",\"v\":1}]} | 404 | unknown_device",
                "n2 | probe-1 | {\"readings\":[{\"ch\":\"t1\",\"v\":1}]} | 409 | wrong_node",
            })
    void keepsWhatCannotBeUsedAndSaysWhy(String node, String device, String body, int status, String reason)
            throws Exception {
        HttpResponse<String> response =
                send("/api/v1/telemetry?node=" + node + "&device=" + device, utf8(body), "Content-Type", JSON);

        assertProblem(response, status, "dead letter");
        JsonNode rejected = ApiFixture.json(response).get("rejected");
        assertThat(rejected).hasSize(1);
        assertThat(rejected.at("/0/reason").asText()).isEqualTo(reason);
        assertThat(rejected.at("/0/detail").asText()).isNotBlank();
        assertThat(api().number("select count(*) from dead_letter where source = 'http' and reason = '" + reason
                        + "' and payload_sha256 = sha256(convert_to('" + body + "', 'UTF8'))"))
                .isEqualTo(1);
    }

    @Test
    void needsToKnowWhoseMessageItIs() throws Exception {
        HttpResponse<String> response = send("/api/v1/telemetry?device=a/b", utf8(message(8, reading(38, 4))));

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode errors = ApiFixture.json(response).get("errors");
        assertThat(errors.findValuesAsText("field")).containsExactlyInAnyOrder("node", "device");
        assertThat(errors.findValuesAsText("value")).contains("a/b");
        assertThat(errors.findValuesAsText("expected")).allMatch(text -> text.startsWith("1 to 64 characters"));
    }

    @Test
    void takesNoForms() throws Exception {
        HttpResponse<String> response =
                send(PATH, utf8(message(8, reading(38, 4))), "Content-Type", "application/x-www-form-urlencoded");

        assertProblem(response, 415, "Content-Type: expected application/json or application/octet-stream");
        assertThat(rows(38)).isZero();
    }

    @Test
    void takesItOnlyFromThoseWhoMay() throws Exception {
        for (String token : new String[] {api().viewer, api().operator}) {
            assertThat(api().send("POST", PATH, token, message(8, reading(38, 4)), "Content-Type", JSON)
                            .statusCode())
                    .isEqualTo(403);
        }
        HttpResponse<String> made = api().send(
                        "POST",
                        "/api/v1/tokens",
                        api().administrator,
                        "{\"name\": \"gateway\", \"scopes\": [\"ingest\"], \"expires_at\": \"2027-11-01T00:00:00Z\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String gateway = ApiFixture.json(made).get("token").asText();

        ok(api().send("POST", PATH, gateway, message(8, reading(39, 4)), "Content-Type", JSON));
        assertThat(api().send("GET", "/api/v1/units", gateway, null).statusCode())
                .isEqualTo(403);
        assertThat(rows(38)).isZero();
    }

    @Test
    void whileTheDatabaseIsAwayATokenThatWasGoodLatelyStillSends() throws Exception {
        String gateway = ApiFixture.json(
                        api().send(
                                        "POST",
                                        "/api/v1/tokens",
                                        api().administrator,
                                        "{\"name\": \"lately\", \"scopes\": [\"ingest\", \"read\"], \"expires_at\": \"2027-11-01T00:00:00Z\"}"))
                .get("token")
                .asText();
        ok(api().send("POST", PATH, gateway, message(11, reading(41, 4)), "Content-Type", JSON));
        // Only the memory can know it from here on.
        api().execute("delete from api_token where name = 'lately'");
        api().away.set(true);
        try {
            ok(api().send("POST", PATH, gateway, message(12, reading(42, 4)), "Content-Type", JSON));
            assertThat(rows(42)).isEqualTo(1);
            // It may read, but nobody can say now whether it still may.
            assertProblem(api().send("GET", "/api/v1/units", gateway, null), 503, "the database does not answer");
            // Who is not remembered is still looked up.
            ok(send(message(13, reading(43, 4))));
        } finally {
            api().away.set(false);
        }
        for (boolean away : new boolean[] {false, true}) {
            api().away.set(away);
            assertThat(api().send("POST", PATH, gateway, message(14, reading(44, 4)), "Content-Type", JSON)
                            .statusCode())
                    .isEqualTo(401);
        }
        api().away.set(false);
        assertThat(rows(44)).isZero();
    }

    @Test
    void aFullLaneTurnsAwayAndCountsNothing() throws Exception {
        long messages = api().counters.messagesReceived.sum();
        long readings = api().counters.readingsReceived.sum();
        api().work.full = true;

        HttpResponse<String> response = send(message(10, reading(40, 4.5)));

        assertProblem(response, 503, "nothing of this message is stored");
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(api().counters.messagesReceived.sum()).isEqualTo(messages);
        assertThat(api().counters.readingsReceived.sum()).isEqualTo(readings);
        api().work.full = false;
        ok(send(message(10, reading(40, 4.5))));
        assertThat(rows(40)).isEqualTo(1);
    }

    @Test
    void everyReadingThatCameIsCountedWhereItWent() throws Exception {
        for (int i = 0; i < 40; i++) {
            int ago = 3600 + 2 * i;
            ok(send(message(100 + i, reading(ago, i), reading(ago + 1, i))));
        }
        ok(send(message(100, reading(3600, 0), reading(3601, 0)))); // again
        ok(send(message(200, reading(3600, 7)))); // another value for a time that is taken
        ok(send(message(201, reading(-100_000, 7), reading(9000, 1)))); // in the future, and late
        assertThat(send("{").statusCode()).isEqualTo(422);
        ok(send(message(202, reading(5, 7), "{\"ch\":\"t9\",\"v\":1}")));

        String page = metricsAtRest();

        assertThat(metric(page, "ingest_received_readings_total")).isGreaterThanOrEqualTo(86);
        assertThat(metric(page, "ingest_duplicate_readings_total")).isGreaterThanOrEqualTo(2);
        assertThat(metric(page, "ingest_conflicting_readings_total")).isGreaterThanOrEqualTo(1);
        assertThat(metric(page, "ingest_suspect_readings_total")).isGreaterThanOrEqualTo(1);
        assertThat(metric(page, "ingest_received_readings_total") + metric(page, "ingest_leftover_readings_total"))
                .isEqualTo(metric(page, "ingest_stored_readings_total")
                        + metric(page, "ingest_duplicate_readings_total")
                        + metric(page, "ingest_conflicting_readings_total")
                        + metric(page, "ingest_suspect_readings_total")
                        + metric(page, "ingest_refused_readings_total")
                        + metric(page, "ingest_in_flight_readings")
                        + metric(page, "spool_readings"));
        assertThat(metric(page, "ingest_in_flight_readings")).isZero();
        assertThat(metric(page, "ingest_received_messages_total"))
                .isEqualTo(metric(page, "ingest_acknowledged_messages_total"));
    }

    /** The lane answers first and counts then. */
    private static String metricsAtRest() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            String page =
                    api().send("GET", "/metrics", api().administrator, null).body();
            boolean rests = metric(page, "ingest_in_flight_readings") == 0
                    && metric(page, "ingest_received_messages_total")
                            == metric(page, "ingest_acknowledged_messages_total");
            if (rests || System.nanoTime() > deadline) {
                return page;
            }
        }
    }

    private static double metric(String page, String name) {
        List<MatchResult> found = Pattern.compile("^frostproof_" + name + " (\\S+)$", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .toList();
        assertThat(found).as(name).hasSize(1);
        return Double.parseDouble(found.getFirst().group(1));
    }

    /** With the very curl of the page: what people copy has to work. */
    @Test
    void theExamplesOfTheDocsWork() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "http-ingest.md"));
        List<String> examples = Pattern.compile("^(?:printf .*\\| )?curl (?:.*\\\\\\n)*.*$", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .filter(example -> example.contains("/telemetry"))
                .toList();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
        for (String example : examples) {
            var builder = new ProcessBuilder("bash", "-c", example).redirectErrorStream(true);
            builder.environment().put("BASE", "http://127.0.0.1:" + api().port);
            builder.environment().put("TOKEN", api().administrator);
            Process curl = builder.start();
            String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(curl.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(answer).as(example).contains("\"receipt\":{\"boot\":7,");
        }
    }
}
