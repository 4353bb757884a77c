package io.frostproof.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    static final Argon2id CHEAP = new Argon2id(64, 1);

    /** Of "pässwörd", as the version before this wrote it, with 10 iterations. */
    static final String EARLIER = "pbkdf2-sha512$10$AAECAwQFBgcICQoLDA0ODw$"
            + "hLXdeBjHL7mquR0kAD6EDKja0vyEM6vWCUBfaAOO3q62zJptCXWK2D+y2OJCHncTUeMcRikCnZrHD6Luv52HxA";

    private static Passwords passwords() {
        return new Passwords(new SecureRandom(), CHEAP);
    }

    @Test
    void derivesWhatTheReferenceImplementationDerives() {
        // From test.c of the reference implementation: version 0x13, t=2, m=64 KiB * 1024, p=1.
        byte[] hash = new Argon2id(65_536, 2).derive("password", "somesalt".getBytes(StandardCharsets.UTF_8), 32);
        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }

    @Test
    void matchesItsOwnPasswordOnly() {
        String hash = new Passwords(new SecureRandom(), Argon2id.USUAL).hash("pässwörd");
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(Passwords.matches("pässwörd", hash)).isTrue();
        assertThat(Passwords.matches("password", hash)).isFalse();
    }

    @Test
    void doesNotCareHowTheKeyboardComposesLetters() {
        String hash = passwords().hash("p\u00e4ssw\u00f6rd");
        assertThat(Passwords.matches("pa\u0308sswo\u0308rd", hash)).isTrue();
    }

    @Test
    void saltsSoThatTheSamePasswordHashesDifferently() {
        assertThat(passwords().hash("x")).isNotEqualTo(passwords().hash("x"));
    }

    @Test
    void readsTheCostOutOfTheHash() {
        String hash = passwords().hash("x");
        assertThat(Passwords.matches("x", hash)).isTrue();
        assertThat(Passwords.matches("x", hash.replace("t=1", "t=2"))).isFalse();
        assertThat(Passwords.matches("x", hash.replace("m=64", "m=65"))).isFalse();
    }

    @Test
    void stillKnowsTheHashesOfTheVersionBefore() {
        assertThat(Passwords.matches("pässwörd", EARLIER)).isTrue();
        assertThat(Passwords.matches("password", EARLIER)).isFalse();
    }

    @Test
    void replacesWhatIsOfAnotherKindOrCost() {
        Passwords usual = new Passwords(new SecureRandom(), Argon2id.USUAL);
        assertThat(usual.outdated(EARLIER)).isTrue();
        assertThat(usual.outdated(passwords().hash("x"))).isTrue();
        assertThat(passwords().outdated(passwords().hash("x"))).isFalse();
    }

    @Test
    void nobodysHashIsOfNoPassword() {
        Passwords passwords = passwords();
        assertThat(passwords.outdated(passwords.nobodysHash())).isFalse();
        assertThat(Passwords.matches("", passwords.nobodysHash())).isFalse();
    }

    @Test
    void refusesWhatIsNoHash() {
        assertThatThrownBy(() -> Passwords.matches("x", "plain")).hasMessageContaining("expected $argon2id$");
        assertThatThrownBy(() -> Passwords.matches("secret", "$argon2id$v=16$m=64,t=1,p=1$AA$AA"))
                .hasMessageNotContaining("secret");
    }

    @Test
    void asksForTwelveCharactersAndTakesTwoHundred() {
        assertThat(Passwords.wrong("x".repeat(11))).contains("12 to 200 characters");
        assertThat(Passwords.wrong("x".repeat(12))).isEmpty();
        // Characters, not chars: each of these is two.
        assertThat(Passwords.wrong("\ud83d\udd11".repeat(11))).isPresent();
        assertThat(Passwords.wrong("\ud83d\udd11".repeat(200))).isEmpty();
        assertThat(Passwords.wrong("x".repeat(201))).isPresent();
    }
}
