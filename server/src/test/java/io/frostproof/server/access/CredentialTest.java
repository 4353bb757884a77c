package io.frostproof.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CredentialTest {

    @Test
    void findsTheTokenInEitherHeader() {
        assertThat(Credential.of("Bearer abc", null)).contains(new Credential("abc", false));
        assertThat(Credential.of("bearer  abc ", null)).contains(new Credential("abc", false));
        assertThat(Credential.of(null, "theme=dark; frostproof_session=abc; x=y"))
                .contains(new Credential("abc", true));
        assertThat(Credential.of(null, "frostproof_session=a=b")).contains(new Credential("a=b", true));
        assertThat(Credential.of(null, null)).isEmpty();
        assertThat(Credential.of(null, "not_frostproof_session=abc; frostproof_session"))
                .isEmpty();
    }

    @Test
    void theHeaderThatSomebodyWroteGoesFirstEvenIfItIsWrong() {
        assertThat(Credential.of("Bearer abc", "frostproof_session=def")).contains(new Credential("abc", false));
        assertThat(Credential.of("Basic abc", "frostproof_session=def")).isEmpty();
    }

    @Test
    void keepsTheTokenToItself() {
        assertThat(new Credential("abc", true).toString()).doesNotContain("abc");
    }
}
