package io.frostproof.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A server that is not allowed to listen must not think that it does. */
class SubscriptionsTest {

    @Test
    void listensToReadingsStatusesAndAnswers() {
        assertThat(Subscriptions.all())
                .extracting(subscription -> subscription.getTopic())
                .containsExactly("frostproof/1/+/+/telemetry", "frostproof/1/+/+/status", "frostproof/1/+/+/answer");
    }

    @Test
    void acceptsWhatWasGranted() {
        assertThatCode(() -> Subscriptions.check(1, 1, 0)).doesNotThrowAnyException();
    }

    @Test
    void namesEveryTopicThatWasRefused() {
        assertThatThrownBy(() -> Subscriptions.check(1, 0x87, 0x97))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "frostproof/1/+/+/status (not authorized), frostproof/1/+/+/answer (quota exceeded)")
                .hasMessageNotContaining("telemetry");
        assertThatThrownBy(() -> Subscriptions.check(1, 1)).hasMessageContaining("frostproof/1/+/+/answer");
    }
}
