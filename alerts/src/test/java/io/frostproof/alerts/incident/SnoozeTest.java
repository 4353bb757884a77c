package io.frostproof.alerts.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SnoozeTest {

    private static final Instant NOW = Instant.parse("2026-11-21T23:00:00Z");

    @Test
    void lastsAtMostTwelveHours() {
        assertThat(Snooze.expected(NOW.plusMillis(1), NOW)).isEmpty();
        assertThat(Snooze.expected(NOW.plus(Duration.ofHours(12)), NOW)).isEmpty();
        assertThat(Snooze.expected(NOW.plus(Duration.ofHours(12)).plusMillis(1), NOW))
                .hasValue("a time after now, 2026-11-21T23:00:00Z, and at most 12 h after it");
    }

    @Test
    void endsInTheFuture() {
        assertThat(Snooze.expected(NOW, NOW)).isPresent();
        assertThat(Snooze.expected(NOW.minusSeconds(1), NOW)).isPresent();
    }
}
