package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Shared answers, as clients meet them. */
@Timeout(60)
class SharedRoutesTest {

    private static final String CONTRACT = """
            openapi: 3.1.0
            paths:
              /api/v1/things:
                get: {operationId: things, x-permission: read, x-shared: true}
                post: {operationId: change, x-permission: incidents}
              /api/v1/full:
                get: {operationId: full, x-permission: read}
            """;

    private final AtomicReference<String> state = new AtomicReference<>("old");
    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch firstLooks = new CountDownLatch(1);
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);
    private final DoorFixture door;

    SharedRoutesTest() throws Exception {
        door = new DoorFixture(
                CONTRACT,
                new Operations()
                        .on("things", request -> things())
                        .on("change", request -> {
                            state.set("new");
                            return Reply.noContent();
                        })
                        .on("full", request -> {
                            throw Places.busy();
                        }));
    }

    private Reply things() {
        String seen = state.get();
        if (looks.incrementAndGet() == 1) {
            firstLooks.countDown();
            try {
                if (!firstMayEnd.await(20, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody let it go on");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return Reply.json(Map.of("state", seen));
    }

    private CompletableFuture<HttpResponse<String>> ask() {
        return door.client.sendAsync(door.request("/api/v1/things").build(), HttpResponse.BodyHandlers.ofString());
    }

    @BeforeEach
    void begin() {
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void close() {
        firstMayEnd.countDown();
        logger.detachAppender(lines);
        door.close();
    }

    private final Logger logger = (Logger) LoggerFactory.getLogger(Traffic.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @Test
    void whoHasChangedSomethingOrHeardOfItIsToldTheNewState() throws Exception {
        CompletableFuture<HttpResponse<String>> before = ask();
        assertThat(firstLooks.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(door.send("POST", "/api/v1/things", null).statusCode()).isEqualTo(204);
        CompletableFuture<HttpResponse<String>> after = ask();
        firstMayEnd.countDown();

        assertThat(before.get(10, TimeUnit.SECONDS).body()).contains("old");
        assertThat(after.get(10, TimeUnit.SECONDS).body()).contains("new");
    }

    @Test
    void whoMayNotAskGetsNoAnswerOfOthers() throws Exception {
        CompletableFuture<HttpResponse<String>> one = ask();
        assertThat(firstLooks.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<HttpResponse<String>> two = ask();
        door.signedIn.set(false);

        assertThat(door.send("GET", "/api/v1/things", null).statusCode()).isEqualTo(401);

        firstMayEnd.countDown();
        assertThat(one.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(two.get(10, TimeUnit.SECONDS).statusCode()).isIn(200, 401);
    }

    @Test
    void eachClientIsTold304ByWhatItHasItself() throws Exception {
        firstMayEnd.countDown();
        HttpResponse<String> first = door.send("GET", "/api/v1/things", null);
        String etag = first.headers().firstValue("ETag").orElseThrow();

        assertThat(door.send("GET", "/api/v1/things", null, "If-None-Match", etag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(door.send("GET", "/api/v1/things", null, "If-None-Match", "\"other\"")
                        .body())
                .isEqualTo(first.body());
    }

    @Test
    void aFloodOfRefusalsIsOneWarning() throws Exception {
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> refused = door.send("GET", "/api/v1/full", null);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        }

        assertThat(lines.list)
                .filteredOn(line -> line.getLevel() == Level.WARN)
                .singleElement()
                .satisfies(line -> assertThat(line.getFormattedMessage())
                        .isEqualTo("event=api_requests_refused status=503 times=1"));
    }
}
