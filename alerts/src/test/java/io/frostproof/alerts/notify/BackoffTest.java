package io.frostproof.alerts.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    /** Draws the middle, where jitter is nothing. */
    private static final RandomGenerator MIDDLE = fixed(0.5);

    @ParameterizedTest
    @CsvSource({"1,0", "2,2", "3,4", "4,8", "10,512", "11,900", "12,900", "400,900", "2147483647,900"})
    void doublesFromTwoSecondsToAQuarterHour(int attempt, long seconds) {
        assertThat(Backoff.before(attempt, MIDDLE)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void spreadsByAFifthToBothSides() {
        assertThat(Backoff.before(2, fixed(0))).isEqualTo(Duration.ofMillis(1600));
        assertThat(Backoff.before(2, fixed(Math.nextDown(1.0)))).isEqualTo(Duration.ofMillis(2400));
        Random random = new Random(42);
        assertThat(java.util.stream.Stream.generate(() -> Backoff.before(20, random))
                        .limit(100)
                        .distinct()
                        .count())
                .isGreaterThan(90);
    }

    @Test
    void refusesAttemptZero() {
        assertThatThrownBy(() -> Backoff.before(0, MIDDLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was 0");
    }

    static RandomGenerator fixed(double draw) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public double nextDouble() {
                return draw;
            }
        };
    }
}
