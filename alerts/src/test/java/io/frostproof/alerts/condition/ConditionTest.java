package io.frostproof.alerts.condition;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ConditionTest {

    private static Condition missing(Operator operator, double threshold, double margin, @Nullable Period per) {
        return new Condition(
                "silent",
                Level.WARNING,
                Quantity.TEMPERATURE,
                new Measure.Missing(),
                operator,
                threshold,
                Duration.ofMinutes(30),
                margin,
                per,
                Schedule.ALWAYS);
    }

    @Test
    void missingComparesNothing() {
        assertThatNoException().isThrownBy(() -> missing(Operator.ABOVE, 0, 0, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> missing(Operator.ABOVE, 30, 0, null))
                .withMessage(
                        "condition silent: threshold of missing must be 0, since its delay says how long, was 30.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> missing(Operator.BELOW, 0, 0, null))
                .withMessage("condition silent: operator of missing must be >, since its delay says how long, was <");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> missing(Operator.ABOVE, 0, 1, null))
                .withMessageContaining("clear margin of missing must be 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> missing(Operator.ABOVE, 0, 0, Period.DAY))
                .withMessageContaining("per of missing must be none");
    }
}
