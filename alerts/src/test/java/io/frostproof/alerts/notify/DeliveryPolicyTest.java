package io.frostproof.alerts.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.notify.DeliveryPolicy.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-21T01:00:00Z");
    private static final RandomGenerator MIDDLE = BackoffTest.fixed(0.5);

    @Test
    void acceptedIsDelivered() {
        assertThat(DeliveryPolicy.decide(new Outcome.Accepted("200"), 3, NOW, MIDDLE))
                .isEqualTo(new Decision.Delivered());
    }

    @Test
    void aRefusalForGoodIsGivenUp() {
        assertThat(DeliveryPolicy.decide(new Outcome.Permanent("400"), 0, NOW, MIDDLE))
                .isEqualTo(new Decision.GiveUp(DeliveryPolicy.Reason.REFUSED));
    }

    @ParameterizedTest(name = "failed before {0}, Retry-After {1} s: wait {2} s")
    @CsvSource({"0,,2", "1,,4", "0,30,30", "0,1,2", "0,0,2", "0,-5,2", "0,86400,3600", "20,60,900"})
    void aTemporaryFailureWaitsForTheBackoffOrLongerIfAskedTo(
            int failedBefore, @Nullable Long retryAfterSeconds, long expectedSeconds) {
        Duration retryAfter = retryAfterSeconds == null ? null : Duration.ofSeconds(retryAfterSeconds);

        Decision decision = DeliveryPolicy.decide(new Outcome.Temporary("503", retryAfter), failedBefore, NOW, MIDDLE);

        assertThat(decision).isEqualTo(new Decision.RetryAt(NOW.plusSeconds(expectedSeconds)));
    }

    @Test
    void theLastAttemptIsGivenUp() {
        Outcome failure = new Outcome.Temporary("timeout", null);

        assertThat(DeliveryPolicy.decide(failure, DeliveryPolicy.MAX_ATTEMPTS - 2, NOW, MIDDLE))
                .isInstanceOf(Decision.RetryAt.class);
        assertThat(DeliveryPolicy.decide(failure, DeliveryPolicy.MAX_ATTEMPTS - 1, NOW, MIDDLE))
                .isEqualTo(new Decision.GiveUp(DeliveryPolicy.Reason.ATTEMPTS_EXHAUSTED));
    }
}
