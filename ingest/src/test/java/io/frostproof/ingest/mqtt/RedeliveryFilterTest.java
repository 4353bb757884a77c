package io.frostproof.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RedeliveryFilterTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private final RedeliveryFilter filter = new RedeliveryFilter();

    RedeliveryFilterTest() {
        filter.connected(NOON.minus(Duration.ofHours(1)));
    }

    private boolean comes(String payload, Duration afterNoon) {
        return filter.redelivered("topic", payload.getBytes(StandardCharsets.UTF_8), NOON.plus(afterNoon));
    }

    private void reconnects(Duration afterNoon) {
        filter.connected(NOON.plus(afterNoon));
    }

    private static Duration s(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void theSameContentOnOneConnectionIsANewMessage() {
        assertThat(comes("4.0", s(0))).isFalse();
        assertThat(comes("4.0", s(1))).isFalse();
    }

    @Test
    void theSameContentAfterAReconnectIsARedeliveryOnce() {
        comes("4.0", s(0));
        reconnects(s(5));
        assertThat(comes("4.1", s(6))).isFalse();
        assertThat(comes("4.0", s(6))).isTrue();
        assertThat(comes("4.0", s(7))).isFalse();
    }

    @Test
    void anotherTopicIsAnotherMessage() {
        comes("4.0", s(0));
        reconnects(s(5));
        assertThat(filter.redelivered("other", "4.0".getBytes(StandardCharsets.UTF_8), NOON.plus(s(6))))
                .isFalse();
    }

    @Test
    void theWindowEndsAfterTheReconnect() {
        comes("in", s(0));
        comes("out", s(0));
        reconnects(s(5));
        assertThat(comes("in", s(5).plus(RedeliveryFilter.WINDOW))).isTrue();
        assertThat(comes("out", s(5).plus(RedeliveryFilter.WINDOW).plusMillis(1)))
                .isFalse();
    }

    @Test
    void whatCameLongBeforeTheReconnectIsForgotten() {
        comes("old", s(0));
        comes("young", s(1));
        reconnects(RedeliveryFilter.MEMORY.plusMillis(1));
        assertThat(comes("old", s(62))).isFalse();
        assertThat(comes("young", s(62))).isTrue();
    }

    @Test
    void aConnectionThatIsLostAgainAtOnceForgetsNothing() {
        comes("4.0", s(0));
        reconnects(s(5));
        reconnects(s(6));
        reconnects(s(7));
        assertThat(comes("4.0", s(8))).isTrue();
    }

    @Test
    void whatIsRedeliveredCanBeRedeliveredAfterTheNextReconnectToo() {
        comes("4.0", s(0));
        reconnects(s(5));
        assertThat(comes("4.0", s(6))).isTrue();
        reconnects(s(7));
        assertThat(comes("4.0", s(8))).isTrue();
    }

    @Test
    void remembersTheNewestWhenThereAreTooMany() {
        comes("first", s(0));
        comes("again", s(0));
        for (int i = 0; i < RedeliveryFilter.REMEMBERED - 1; i++) {
            comes("message " + i, s(1));
            if (i == 5_000) {
                comes("again", s(1));
            }
        }
        reconnects(s(2));
        assertThat(comes("first", s(3))).isFalse();
        assertThat(comes("again", s(3))).isTrue();
    }
}
