package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.frostproof.testing.PostgresFlavour;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of requests, and what it does not. */
class RequestLogIT {

    private final Logger logger = (Logger) LoggerFactory.getLogger(Traffic.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final ApiFixture api;

    RequestLogIT() throws Exception {
        api = ApiFixture.on(PostgresFlavour.PLAIN);
    }

    @BeforeEach
    void listen() {
        lines.list = new CopyOnWriteArrayList<>(); // other threads go on logging while a test looks
        lines.start();
        logger.setLevel(Level.DEBUG);
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        api.close();
    }

    /** A request's line is written before the next one of its connection begins. */
    private void ended() throws Exception {
        api.get("/health/live");
    }

    @Test
    void namesRequestUserOperationStatusAndDurationAndNothingElse() throws Exception {
        api.send("GET", "/api/v1/units/no-such-unit?limit=77", api.viewer, null, "X-Request-Id", "trace-1");
        ended();

        assertThat(lines.list)
                .filteredOn(line -> line.getFormattedMessage().contains("trace-1"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
                    assertThat(line.getFormattedMessage())
                            .matches(
                                    "event=api_request request=trace-1 operation=getUnit user=vic status=4\\d\\d took_ms=\\d+");
                });
    }

    @Test
    void holdsNoPasswordAndNoToken() throws Exception {
        api.send(
                "POST",
                "/api/v1/session",
                null,
                "{\"user\": \"ann\", \"password\": \"open sesame please\"}",
                "X-Request-Id",
                "trace-2");
        api.get("/api/v1/units?token=" + api.viewer);
        ended();

        assertThat(lines.list)
                .isNotEmpty()
                .noneSatisfy(line -> assertThat(line.getFormattedMessage()).containsAnyOf("sesame", api.viewer));
        assertThat(lines.list)
                .anySatisfy(line -> assertThat(line.getFormattedMessage())
                        .contains("request=trace-2 operation=signIn user=- status=401"));
    }

    @Test
    void warnsOfWhatTheServerFailed() throws Exception {
        api.execute("alter table unit rename to unit_away");

        api.send("GET", "/api/v1/units/lk-1", api.viewer, null, "X-Request-Id", "trace-3");
        ended();

        assertThat(lines.list)
                .filteredOn(line -> line.getFormattedMessage().contains("trace-3"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getLevel()).isEqualTo(Level.WARN);
                    assertThat(line.getFormattedMessage()).contains("status=5");
                });
    }
}
