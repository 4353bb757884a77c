package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.Housekeeping;
import io.frostproof.store.KeptAnswers;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** States have names, requests with keys are done once. */
final class AnswersIT {

    private static final String CONTRACT = """
            openapi: 3.1.0
            paths:
              /api/v1/things/{id}:
                parameters: [{name: id, in: path, required: true, schema: {type: string}}]
                get: {operationId: thing, x-permission: read}
              /api/v1/things/{id}/move:
                parameters: [{name: id, in: path, required: true, schema: {type: string}}]
                post:
                  operationId: move
                  x-permission: incidents
                  parameters:
                    - {name: If-Match, in: header, schema: {type: string}}
                    - {name: Idempotency-Key, in: header, schema: {type: string, minLength: 1, maxLength: 200}}
                  requestBody:
                    content:
                      application/json: {schema: {type: object, additionalProperties: false, properties: {to: {type: string}}}}
              /api/v1/open:
                post: {operationId: open, x-permission: incidents}
              /api/v1/stream:
                get: {operationId: stream, x-permission: read, x-stream: true}
            """;

    private static final String THING = "/api/v1/things/t1";
    private static final String MOVE = THING + "/move";

    private final FakeClock clock = FakeClock.at("2026-11-21T12:00:00Z");
    private final AtomicReference<String> state = new AtomicReference<>("new");
    private final AtomicInteger moves = new AtomicInteger();
    private final CountDownLatch moving = new CountDownLatch(1);
    private final CountDownLatch mayMove = new CountDownLatch(1);
    private @Nullable Database database;
    private @Nullable DoorFixture fixture;

    @BeforeEach
    void open() throws Exception {
        TestDatabase server = TestDatabases.shared(PostgresFlavour.PLAIN);
        var made =
                Database.open(new DatabaseSettings(server.newDatabase("answers"), server.user(), server.password(), 4));
        database = made;
        fixture = door(made);
    }

    private DoorFixture door(Database of) throws Exception {
        return new DoorFixture(
                CONTRACT,
                new Operations()
                        .on("thing", this::told)
                        .on("move", this::move)
                        .on("open", this::move)
                        .on(
                                "stream",
                                request -> new Reply.Streamed(
                                        "text/csv; charset=utf-8", Map.of(), out -> out.write("a,b\n".repeat(1000)))),
                new Once(new KeptAnswers(of), clock)::answer);
    }

    private Reply told(Request request) {
        return Reply.json(Map.of("id", request.id(), "state", state.get()));
    }

    private Reply move(Request request) {
        moves.incrementAndGet();
        String to = request.text("to");
        switch (to == null ? "" : to) {
            case "wait" -> {
                moving.countDown();
                try {
                    if (!mayMove.await(20, TimeUnit.SECONDS)) {
                        throw new IllegalStateException("nobody let it go on");
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            case "nowhere" -> throw new ProblemException(Problem.conflict("it cannot", state.get()));
            case "trouble" -> throw new IllegalStateException("trouble");
            default -> {}
        }
        state.set(to == null ? "moved" : to);
        return Reply.json(Map.of("id", "t1", "state", state.get()));
    }

    @AfterEach
    void close() {
        door().close();
        if (database != null) {
            database.close();
        }
    }

    private DoorFixture door() {
        if (fixture == null) {
            throw new IllegalStateException("not open");
        }
        return fixture;
    }

    private static String etag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    private HttpResponse<String> move(String to, String key) throws Exception {
        return door().send("POST", MOVE, "{\"to\": \"" + to + "\"}", "Idempotency-Key", key);
    }

    @Test
    void aStateThatIsKnownIsNotSentAgain() throws Exception {
        HttpResponse<String> first = door().send("GET", THING, null);
        assertThat(etag(first)).matches("\"[0-9a-f]{32}\"");
        HttpResponse<String> same = door().send("GET", THING, null, "If-None-Match", "\"x\", " + etag(first));
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(etag(same)).isEqualTo(etag(first));
        state.set("other");
        HttpResponse<String> other = door().send("GET", THING, null, "If-None-Match", etag(first));
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(etag(other)).isNotEqualTo(etag(first));
        assertThat(door().send("GET", "/api/v1/stream", null).headers().firstValue("ETag"))
                .isEmpty();
    }

    @Test
    void aMoveFromAStateThatIsNoMoreIsRefusedWithTheOneThatIs() throws Exception {
        String seen = etag(door().send("GET", THING, null));
        state.set("taken");
        HttpResponse<String> late = door().send("POST", MOVE, null, "If-Match", seen);
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(late.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(ApiJson.read(late.body()).get("state").asText()).isEqualTo("taken");
        assertThat(moves).hasValue(0);
        HttpResponse<String> made = door().send("POST", MOVE, null, "If-Match", etag(late));
        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(etag(made)).isEqualTo(etag(door().send("GET", THING, null)));
        assertThat(door().send("POST", MOVE, null, "If-Match", "*").statusCode())
                .isEqualTo(200);
        assertThat(door().send("POST", MOVE, null).statusCode()).isEqualTo(200);
    }

    @Test
    void theSameRequestWithTheSameKeyIsDoneOnceAndAnsweredTheSame() throws Exception {
        HttpResponse<String> first = move("there", "k1");
        HttpResponse<String> again = move("there", "k1");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Content-Type"))
                .isEqualTo(first.headers().firstValue("Content-Type"));
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(moves).hasValue(1);
        move("there", "k2");
        assertThat(moves).hasValue(2);
    }

    @Test
    void aRefusalIsKeptLikeAnyAnswer() throws Exception {
        assertThat(move("nowhere", "k").statusCode()).isEqualTo(409);
        HttpResponse<String> again = move("nowhere", "k");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(moves).hasValue(1);
    }

    @Test
    void whatTheServerFailedAtIsDoneAgain() throws Exception {
        assertThat(move("trouble", "k").statusCode()).isEqualTo(500);
        assertThat(move("trouble", "k").statusCode()).isEqualTo(500);
        assertThat(moves).hasValue(2);
        assertThat(move("there", "k").statusCode()).isEqualTo(200);
    }

    @Test
    void aMoveThatWasTooLateDoesNotUseItsKeyUp() throws Exception {
        assertThat(door().send("POST", MOVE, null, "If-Match", "\"0\"", "Idempotency-Key", "k")
                        .statusCode())
                .isEqualTo(412);
        String seen = etag(door().send("GET", THING, null));
        assertThat(door().send("POST", MOVE, null, "If-Match", seen, "Idempotency-Key", "k")
                        .statusCode())
                .isEqualTo(200);
        // Its answer got lost, say: the state is another one now, and still it is answered the same.
        assertThat(door().send("POST", MOVE, null, "If-Match", seen, "Idempotency-Key", "k")
                        .statusCode())
                .isEqualTo(200);
        assertThat(moves).hasValue(1);
    }

    @Test
    void aKeyThatMeansAnotherRequestIsRefused() throws Exception {
        move("there", "k");
        HttpResponse<String> other = move("elsewhere", "k");
        assertThat(other.statusCode()).isEqualTo(422);
        JsonNode error = ApiJson.read(other.body()).get("errors").get(0);
        assertThat(error.get("field").asText()).isEqualTo("Idempotency-Key");
        assertThat(error.get("value").asText()).isEqualTo("k");
        assertThat(door().send("POST", "/api/v1/things/t2/move", "{\"to\": \"there\"}", "Idempotency-Key", "k")
                        .statusCode())
                .isEqualTo(422);
        assertThat(moves).hasValue(1);
        assertThat(move("there", "").statusCode()).isEqualTo(400);
    }

    @Test
    void aRequestWhoseFirstIsAtWorkIsRefusedUntilThatIsDone() throws Exception {
        CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> {
            try {
                return move("wait", "k");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(moving.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(move("wait", "k").statusCode()).isEqualTo(409);
        mayMove.countDown();
        assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(move("wait", "k").statusCode()).isEqualTo(200);
        assertThat(moves).hasValue(1);
    }

    @Test
    void aRequestThatAStopCutShortIsNotDoneAgainUnseen() throws Exception {
        var keyed = new KeptAnswers.Keyed("ann", "k", "POST " + MOVE, sha256Hex("{\"to\": \"there\"}"));
        if (database == null) {
            throw new IllegalStateException("not open");
        }
        assertThat(new KeptAnswers(database).begin(keyed, clock.instant())).isInstanceOf(KeptAnswers.Known.First.class);
        HttpResponse<String> response = move("there", "k");
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("look whether it was done");
        assertThat(moves).hasValue(0);
    }

    @Test
    void aKeyIsForgottenAfterADay() throws Exception {
        move("there", "k");
        clock.advance(KeptAnswers.KEPT.plusSeconds(1));
        assertThat(move("elsewhere", "k").statusCode()).isEqualTo(200);
        if (database == null) {
            throw new IllegalStateException("not open");
        }
        assertThat(new Housekeeping(database).run(clock.instant())).isZero();
        clock.advance(KeptAnswers.KEPT.plusSeconds(1));
        assertThat(new Housekeeping(database).run(clock.instant())).isEqualTo(1);
    }

    @Test
    void operationsThatTakeNoKeyIgnoreIt() throws Exception {
        assertThat(door().send("POST", "/api/v1/open", null, "Idempotency-Key", "k")
                        .statusCode())
                .isEqualTo(200);
        assertThat(door().send("POST", "/api/v1/open", null, "Idempotency-Key", "k")
                        .statusCode())
                .isEqualTo(200);
        assertThat(moves).hasValue(2);
    }

    @Test
    void answersAreCompressedForThoseWhoCanReadThat() throws Exception {
        HttpResponse<byte[]> response = door().client
                .send(
                        door().request("/api/v1/stream")
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(response.body()).hasSizeLessThan(1000);
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
        assertThat(new String(plain, StandardCharsets.UTF_8)).isEqualTo("a,b\n".repeat(1000));
        assertThat(door().send("GET", "/api/v1/stream", null).headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    private static String sha256Hex(String text) {
        return java.util.HexFormat.of().formatHex(Etag.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }
}
