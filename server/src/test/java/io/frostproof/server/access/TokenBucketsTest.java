package io.frostproof.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final TokenBuckets buckets = new TokenBuckets(3, 0.5);

    private void empty(String key) {
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take(key, NOW)).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void givesTheBurstAtOnceAndThenKeepsThePace() {
        empty("ann");
        assertThat(buckets.take("ann", NOW)).isEqualTo(Duration.ofSeconds(2));
        assertThat(buckets.take("ann", NOW.plusMillis(1500))).isEqualTo(Duration.ofMillis(500));
        assertThat(buckets.take("ann", NOW.plusSeconds(2))).isEqualTo(Duration.ZERO);
        assertThat(buckets.take("ann", NOW.plusSeconds(2))).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void savesNoMoreThanTheBurst() {
        empty("ann");
        Instant nextYear = NOW.plus(Duration.ofDays(365));
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take("ann", nextYear)).isEqualTo(Duration.ZERO);
        }
        assertThat(buckets.take("ann", nextYear)).isPositive();
    }

    @Test
    void countsEachKeyByItself() {
        empty("ann");
        assertThat(buckets.take("bob", NOW)).isEqualTo(Duration.ZERO);
    }

    @Test
    void takesBackWhatDidNotCount() {
        empty("ann");
        buckets.giveBack("ann", NOW);
        assertThat(buckets.take("ann", NOW)).isEqualTo(Duration.ZERO);
        assertThat(buckets.take("ann", NOW)).isPositive();
        buckets.giveBack("new", NOW);
        empty("new");
        assertThat(buckets.take("new", NOW)).isPositive();
    }

    @Test
    void aClockThatIsSetBackGivesNothing() {
        empty("ann");
        assertThat(buckets.take("ann", NOW.minusSeconds(3600))).isEqualTo(Duration.ofSeconds(2));
        assertThat(buckets.take("ann", NOW.minusSeconds(3598))).isEqualTo(Duration.ZERO);
    }

    @Test
    void remembersTheKeysThatWereUsedLast() {
        empty("ann");
        for (int i = 0; i < 9_999; i++) {
            assertThat(buckets.take("other-" + i, NOW)).isEqualTo(Duration.ZERO);
        }
        assertThat(buckets.take("ann", NOW)).isPositive();
        for (int i = 0; i < 10_000; i++) {
            assertThat(buckets.take("another-" + i, NOW)).isEqualTo(Duration.ZERO);
        }
        assertThat(buckets.take("ann", NOW)).isEqualTo(Duration.ZERO);
    }

    @Test
    void refusesLimitsThatLetNothingThrough() {
        assertThatThrownBy(() -> new TokenBuckets(0, 1)).hasMessageContaining("burst 0");
        assertThatThrownBy(() -> new TokenBuckets(1, 0)).hasMessageContaining("0.0 per second");
    }
}
