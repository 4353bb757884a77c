package io.frostproof.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventEncoderTest {

    private static LoggingEvent event(@Nullable Throwable thrown, String message, @Nullable Object... arguments) {
        var event = new LoggingEvent(
                "caller",
                new LoggerContext().getLogger("io.frostproof.server.http.Traffic"),
                Level.WARN,
                message,
                thrown,
                arguments);
        event.setInstant(Instant.parse("2026-11-21T12:00:00.250Z"));
        return event;
    }

    private static JsonNode json(LoggingEvent event) throws Exception {
        String line = EventEncoder.json(event);
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        return new ObjectMapper().readTree(line);
    }

    @Test
    void writesKeysAndValuesAsText() {
        assertThat(EventEncoder.text(event(null, "event=x n={} who=\"{}\" where={}", 7, "ann lee", "here")))
                .isEqualTo("2026-11-21T12:00:00.250Z WARN  Traffic event=x n=7 who=\"ann lee\" where=here\n");
    }

    @Test
    void writesTheSameKeysAsJsonAndKeepsNumbers() throws Exception {
        JsonNode line = json(event(null, "event=x n={} ok={} who=\"{}\" range={}..{}", 7, true, "ann lee", 1, 2));

        assertThat(line.properties().stream().map(java.util.Map.Entry::getKey))
                .containsExactly("time", "level", "logger", "event", "n", "ok", "who", "range");
        assertThat(line.get("time").asText()).isEqualTo("2026-11-21T12:00:00.250Z");
        assertThat(line.get("n").isInt()).isTrue();
        assertThat(line.get("ok").isBoolean()).isTrue();
        assertThat(line.get("who").asText()).isEqualTo("ann lee");
        assertThat(line.get("range").asText()).isEqualTo("1..2");
    }

    @Test
    void letsNoValuePassForALineOrAKey() throws Exception {
        String evil = "x\" level=ERROR\n2026-11-21T12:00:00Z ERROR Door event=forged";
        LoggingEvent event = event(null, "event=x reason=\"{}\" bare={}", evil, evil);

        assertThat(EventEncoder.text(event).lines()).hasSize(1);
        assertThat(json(event).get("reason").asText()).isEqualTo(evil);
        assertThat(json(event).get("level").asText()).isEqualTo("WARN");
        assertThat(EventEncoder.text(event(null, "said {}", "a\nb")).lines()).hasSize(1);
    }

    @Test
    void putsWhatIsNoEventIntoAMessage() throws Exception {
        assertThat(json(event(null, "Started {} in {} ms", "it", 5))
                        .get("message")
                        .asText())
                .isEqualTo("Started it in 5 ms");
        assertThat(json(event(null, "event=x but then prose")).get("message").asText())
                .isEqualTo("event=x but then prose");
    }

    @Test
    void keepsTheStackInOneJsonLineAndBelowTheTextLine() throws Exception {
        LoggingEvent event = event(new IllegalStateException("broken"), "event=x level={}", 3);

        assertThat(json(event).get("error").asText()).isEqualTo("java.lang.IllegalStateException: broken");
        assertThat(json(event).get("stack").asText()).contains("EventEncoderTest");
        assertThat(json(event).get("event_level").asInt()).isEqualTo(3);
        assertThat(EventEncoder.text(event)).contains("event=x level=3\n").contains("EventEncoderTest");
    }
}
