package io.frostproof.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SecretTest {

    @Test
    void isNeverShownInText() {
        var database = new ServerConfig.Database(
                "jdbc:postgresql://db/frostproof", Optional.of("fp"), Optional.of(new Secret("hunter2")), 8);

        assertThat(new Secret("hunter2").toString()).isEqualTo("(hidden)");
        assertThat(database.toString()).contains("(hidden)").doesNotContain("hunter2");
    }

    @Test
    void comesOutWhenAskedForByName() {
        assertThat(new Secret("hunter2").reveal()).isEqualTo("hunter2");
    }

    @Test
    void equalsASecretOfTheSameText() {
        assertThat(new Secret("a")).isEqualTo(new Secret("a")).hasSameHashCodeAs(new Secret("a"));
        assertThat(new Secret("a")).isNotEqualTo(new Secret("b"));
    }

    @Test
    void isNeverEmpty() {
        assertThatThrownBy(() -> new Secret("")).hasMessage("a secret must not be empty");
    }
}
