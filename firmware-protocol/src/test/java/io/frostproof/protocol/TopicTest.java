package io.frostproof.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {

    @ParameterizedTest
    @EnumSource
    void readsAndWritesEveryUpTopic(UpTopic.Kind kind) {
        UpTopic topic = new UpTopic("hub-1", "dev_2.a", kind);

        assertThat(topic.topic()).isEqualTo("frostproof/1/hub-1/dev_2.a/" + kind.id());
        assertThat(kind.subscription()).isEqualTo("frostproof/1/+/+/" + kind.id());
        assertThat(UpTopic.parse(topic.topic())).contains(topic);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frostproof/1/n/d",
                "frostproof/1/n/d/telemetry/",
                "frostproof/1/n//telemetry",
                "frostproof/2/n/d/telemetry",
                "/frostproof/1/n/d/telemetry",
                "Frostproof/1/n/d/telemetry",
                "frostproof/1/n/d/down",
                "frostproof/1/n/d/Status",
                "frostproof/1/n/-d/telemetry",
                "frostproof/1/n/d e/telemetry",
                "frostproof/1/n/\u00e9/telemetry",
                "frostproof/1/n/d\n/telemetry",
                "frostproof/1/+/+/telemetry",
                "frostproof/1/n/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/telemetry"
            })
    void ignoresOtherTopics(String topic) {
        assertThat(UpTopic.parse(topic)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void readsAndWritesEveryDownTopic(DownTopic.Kind kind) {
        DownTopic topic = new DownTopic("n", "d", kind);

        assertThat(topic.topic()).isEqualTo("frostproof/1/n/d/down/" + kind.id());
        assertThat(DownTopic.parse(topic.topic())).contains(topic);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"frostproof/1/n/d/down", "frostproof/1/n/d/down/RECEIPT", "frostproof/1/n/d/up/receipt", ""})
    void ignoresOtherDownTopics(String topic) {
        assertThat(DownTopic.parse(topic)).isEmpty();
    }

    @Test
    void refusesIdsThatMeanSomethingToMqtt() {
        assertThatThrownBy(() -> UpTopic.telemetry("n/x", "d")).hasMessageContaining("node id 'n/x'");
        assertThatThrownBy(() -> new DownTopic("n", "+", DownTopic.Kind.TIME)).hasMessageContaining("device id '+'");
    }
}
