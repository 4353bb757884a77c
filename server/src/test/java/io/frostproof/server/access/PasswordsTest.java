package io.frostproof.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    @Test
    void matchesItsOwnPasswordOnly() {
        String hash = new Passwords(new SecureRandom(), Passwords.ITERATIONS).hash("pässwörd");
        assertThat(hash).startsWith("pbkdf2-sha512$210000$");
        assertThat(Passwords.matches("pässwörd", hash)).isTrue();
        assertThat(Passwords.matches("password", hash)).isFalse();
    }

    @Test
    void saltsSoThatTheSamePasswordHashesDifferently() {
        var passwords = new Passwords(new SecureRandom(), 10);
        assertThat(passwords.hash("x")).isNotEqualTo(passwords.hash("x"));
    }

    @Test
    void readsTheIterationsOutOfTheHash() {
        String hash = new Passwords(new SecureRandom(), 10).hash("x");
        assertThat(Passwords.matches("x", hash)).isTrue();
        assertThat(Passwords.matches("x", hash.replace("$10$", "$11$"))).isFalse();
    }

    @Test
    void refusesWhatIsNoHash() {
        assertThatThrownBy(() -> Passwords.matches("x", "plain")).hasMessageContaining("pbkdf2-sha512$iterations");
    }
}
