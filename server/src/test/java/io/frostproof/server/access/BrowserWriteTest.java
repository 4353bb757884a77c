package io.frostproof.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserWriteTest {

    private static final SignedIn SESSION = new SignedIn(
            Principal.of("ann", Role.OPERATOR),
            SignedIn.Kind.COOKIE,
            Instant.parse("2026-11-21T12:00:00Z"),
            "key",
            Optional.of("csrf"));

    private static Optional<String> refusal(
            @Nullable String token, @Nullable String fetchSite, @Nullable String origin, @Nullable String host) {
        return new BrowserWrite(token, fetchSite, origin, host).refusal(SESSION);
    }

    @ParameterizedTest
    @CsvSource({
        "same-origin,,",
        "none,,",
        ",https://frost.example,frost.example",
        ",http://FROST.example:8080,frost.example:8080",
        // A proxy has put another host in; the browser itself says that it is the same origin.
        "same-origin,https://frost.example,127.0.0.1:8080",
        ",,frost.example",
    })
    void takesWhatComesFromOurOwnPages(@Nullable String fetchSite, @Nullable String origin, @Nullable String host) {
        assertThat(refusal("csrf", fetchSite, origin, host)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cross-site,,,Sec-Fetch-Site",
        "same-site,,,Sec-Fetch-Site",
        "cross-site,https://frost.example,frost.example,Sec-Fetch-Site",
        ",https://evil.example,frost.example,Origin",
        ",https://evilfrost.example,frost.example,Origin",
        ",https://frost.example:444,frost.example,Origin",
        ",null,frost.example,Origin",
        ",https://frost.example,,Origin",
    })
    void refusesWhatComesFromElsewhereWhateverItKnows(
            @Nullable String fetchSite, @Nullable String origin, @Nullable String host, String named) {
        assertThat(refusal("csrf", fetchSite, origin, host))
                .hasValueSatisfying(why -> assertThat(why).contains(named));
    }

    @Test
    void refusesAWriteWithoutTheTokenAndNamesTheHeader() {
        for (String wrong : new String[] {null, "", "csrf2", "CSRF"}) {
            assertThat(refusal(wrong, "same-origin", null, null))
                    .hasValueSatisfying(
                            why -> assertThat(why).contains("X-CSRF-Token").doesNotContain("\"csrf\""));
        }
    }

    @Test
    void aSessionWithoutATokenOfItsOwnIsNotMatchedByNothing() {
        var bearer =
                new SignedIn(SESSION.principal(), SignedIn.Kind.BEARER, SESSION.expiresAt(), "key", Optional.empty());
        assertThat(new BrowserWrite("", "same-origin", null, null).refusal(bearer))
                .isPresent();
    }
}
