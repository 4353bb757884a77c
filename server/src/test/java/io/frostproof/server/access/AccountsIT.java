package io.frostproof.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.server.access.SignedIn.Kind;
import io.frostproof.store.Access;
import io.frostproof.store.ApiTokens;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.PageRequest;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import io.vertx.core.http.HttpMethod;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountsIT {

    private static final String PASSWORD = "correct horse";

    private final FakeClock clock = FakeClock.at("2026-11-21T12:00:00Z");
    private final TestDatabase server = TestDatabases.shared(PostgresFlavour.PLAIN);
    private final String url = server.newDatabase("accounts");
    private @Nullable Database database;
    private @Nullable Accounts opened;

    @BeforeEach
    void open() {
        database = Database.open(new DatabaseSettings(url, server.user(), server.password(), 4));
        opened = new Accounts(new Access(database), clock, PasswordsTest.CHEAP, new HashingGate(1));
    }

    @AfterEach
    void close() {
        if (database != null) {
            database.close();
        }
    }

    private Accounts accounts() {
        return Objects.requireNonNull(opened, "not open");
    }

    private SignIn signIn(String user, String password) {
        return accounts().signIn(user, password, Kind.BEARER, "192.0.2.1");
    }

    private SignIn.Granted granted(String user, String password, Kind kind) {
        SignIn outcome = accounts().signIn(user, password, kind, "192.0.2.1");
        assertThat(outcome).isInstanceOf(SignIn.Granted.class);
        return (SignIn.Granted) outcome;
    }

    private Credential bearer(String user) {
        return new Credential(granted(user, PASSWORD, Kind.BEARER).token(), false);
    }

    private Optional<Principal> principal(Credential credential) {
        return accounts().authenticate(credential).map(SignedIn::principal);
    }

    private String passwordHash(String user) throws Exception {
        try (Connection connection = server.connect(url);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select password_hash from app_user where name = '" + user + "'")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = server.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    // ---- users

    @Test
    void makesAnAdministratorOnceAndTellsThePasswordOnce() {
        String password = accounts().ensureAdministrator().orElseThrow();
        assertThat(password).hasSize(20);
        assertThat(accounts().ensureAdministrator()).isEmpty();
        assertThat(granted("admin", password, Kind.BEARER).signedIn().principal())
                .isEqualTo(Principal.of("admin", Role.ADMINISTRATOR));
    }

    @Test
    void aNewPasswordEndsTheOldOneAndItsSessions() {
        String before = accounts().resetAdministrator();
        String token = granted("admin", before, Kind.BEARER).token();
        String after = accounts().resetAdministrator();
        assertThat(principal(new Credential(token, false))).isEmpty();
        assertThat(signIn("admin", before)).isEqualTo(new SignIn.Refused());
        assertThat(granted("admin", after, Kind.BEARER).token()).hasSize(43);
    }

    @Test
    void refusesNamesAndPasswordsThatAUserMayNotHave() {
        assertThatThrownBy(() -> accounts().put("ann b", PASSWORD, Role.VIEWER)).hasMessageContaining("name 'ann b'");
        assertThatThrownBy(() -> accounts().put("ann", "short", Role.VIEWER))
                .hasMessageContaining("12 to 200 characters")
                .hasMessageNotContaining("short");
        assertThat(accounts().put("ann", Role.VIEWER, Optional.empty(), "root")).isEqualTo(new UserPut.NeedsPassword());
    }

    @Test
    void aRoleCountsFromTheNextRequestOnAndLeavesSessionsAlone() {
        accounts().put("ann", PASSWORD, Role.OPERATOR);
        Credential session = bearer("ann");
        accounts().put("ann", Role.AUDITOR, Optional.empty(), "root");
        assertThat(principal(session)).contains(Principal.of("ann", Role.AUDITOR));
    }

    @Test
    void nobodyRemovesHimselfNorTheLastAdministrator() {
        accounts().put("root", PASSWORD, Role.ADMINISTRATOR);
        accounts().put("ann", PASSWORD, Role.ADMINISTRATOR);
        assertThat(accounts().remove("root", "root")).isEqualTo(UserRemoval.ONESELF);
        assertThat(accounts().remove("root", "ann")).isEqualTo(UserRemoval.REMOVED);
        assertThat(accounts().remove("root", "ann")).isEqualTo(UserRemoval.UNKNOWN);
        assertThat(accounts().remove("ann", "(command line)")).isEqualTo(UserRemoval.LAST_ADMINISTRATOR);
        assertThat(accounts().put("ann", Role.QA, Optional.empty(), "ann")).isEqualTo(new UserPut.LastAdministrator());
    }

    @Test
    void aRemovedUserIsSignedOut() {
        accounts().put("root", PASSWORD, Role.ADMINISTRATOR);
        accounts().put("ann", PASSWORD, Role.VIEWER);
        Credential session = bearer("ann");
        accounts().remove("ann", "root");
        assertThat(principal(session)).isEmpty();
        assertThat(signIn("ann", PASSWORD)).isEqualTo(new SignIn.Refused());
    }

    // ---- passwords

    @Test
    void replacesTheHashOfTheVersionBeforeAtTheNextSignIn() throws Exception {
        accounts().put("ann", PASSWORD, Role.VIEWER);
        // PBKDF2-HMAC-SHA512 of "pässwörd", 10 iterations.
        execute("update app_user set password_hash = '" + PasswordsTest.EARLIER + "' where name = 'ann'");
        assertThat(signIn("ann", "wrong")).isEqualTo(new SignIn.Refused());
        assertThat(passwordHash("ann")).isEqualTo(PasswordsTest.EARLIER);

        String token = granted("ann", "pässwörd", Kind.BEARER).token();
        String after = passwordHash("ann");
        assertThat(after).startsWith("$argon2id$");
        assertThat(principal(new Credential(token, false))).isPresent();
        granted("ann", "pässwörd", Kind.BEARER);
        assertThat(passwordHash("ann")).isEqualTo(after);
    }

    @Test
    void changingOnesPasswordKeepsThisSessionAndEndsTheOthers() {
        accounts().put("ann", PASSWORD, Role.VIEWER);
        Credential here = bearer("ann");
        Credential elsewhere = bearer("ann");
        assertThat(accounts().changePassword("ann", PASSWORD, "battery staple", here))
                .isEqualTo(new PasswordChange.Changed());
        assertThat(principal(here)).isPresent();
        assertThat(principal(elsewhere)).isEmpty();
        assertThat(signIn("ann", PASSWORD)).isEqualTo(new SignIn.Refused());
        granted("ann", "battery staple", Kind.BEARER);
    }

    @Test
    void aSessionCannotGuessThePasswordWithoutEnd() {
        accounts().put("ann", PASSWORD, Role.VIEWER);
        Credential stolen = bearer("ann");
        for (int i = 0; i < 5; i++) {
            assertThat(accounts().changePassword("ann", "a guess", "battery staple", stolen))
                    .isEqualTo(new PasswordChange.WrongPassword());
        }
        assertThat(accounts().changePassword("ann", PASSWORD, "battery staple", stolen))
                .isEqualTo(new PasswordChange.LockedOut(Duration.ofMinutes(15)));
        assertThat(signIn("ann", PASSWORD)).isEqualTo(new SignIn.LockedOut(Duration.ofMinutes(15)));
    }

    // ---- sessions

    @Test
    void aSessionLastsTwelveHours() {
        accounts().put("ann", PASSWORD, Role.OPERATOR);
        Credential session = bearer("ann");
        clock.advance(Duration.ofHours(12).minusMillis(1));
        assertThat(principal(session)).contains(Principal.of("ann", Role.OPERATOR));
        clock.advance(Duration.ofMillis(1));
        assertThat(principal(session)).isEmpty();
        assertThat(principal(new Credential("", false))).isEmpty();
        assertThat(principal(new Credential("frostproof_", false))).isEmpty();
    }

    @Test
    void aSessionCountsOnlyTheWayItWasMadeFor() {
        accounts().put("ann", PASSWORD, Role.VIEWER);
        String bearer = granted("ann", PASSWORD, Kind.BEARER).token();
        String cookie = granted("ann", PASSWORD, Kind.COOKIE).token();
        assertThat(principal(new Credential(bearer, true))).isEmpty();
        assertThat(principal(new Credential(cookie, false))).isEmpty();
        assertThat(principal(new Credential(cookie, true))).isPresent();
    }

    @Test
    void tellsTheSameCsrfTokenWheneverAskedAndAnotherToEverySession() {
        accounts().put("ann", PASSWORD, Role.VIEWER);
        SignIn.Granted one = granted("ann", PASSWORD, Kind.COOKIE);
        SignIn.Granted other = granted("ann", PASSWORD, Kind.COOKIE);
        String csrf = one.signedIn().csrfToken().orElseThrow();
        assertThat(accounts()
                        .authenticate(new Credential(one.token(), true))
                        .orElseThrow()
                        .csrfToken())
                .contains(csrf);
        assertThat(csrf).isNotEqualTo(one.token()).hasSize(43);
        assertThat(other.signedIn().csrfToken())
                .isPresent()
                .isNotEqualTo(one.signedIn().csrfToken());
        assertThat(granted("ann", PASSWORD, Kind.BEARER).signedIn().csrfToken()).isEmpty();
    }

    @Test
    void signingOutEndsThisSessionOnly() {
        accounts().put("ann", PASSWORD, Role.VIEWER);
        Credential one = bearer("ann");
        Credential other = bearer("ann");
        accounts().signOut(one);
        assertThat(principal(one)).isEmpty();
        assertThat(principal(other)).isPresent();
    }

    // ---- limits

    @Test
    void locksANameOutAfterFiveFailuresUntilTheOldestIsAQuarterOfAnHourOld() {
        accounts().put("ann", PASSWORD, Role.VIEWER);
        for (int i = 0; i < 5; i++) {
            assertThat(signIn("ann", "wrong")).isEqualTo(new SignIn.Refused());
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(signIn("ann", PASSWORD)).isEqualTo(new SignIn.LockedOut(Duration.ofMinutes(10)));
        clock.advance(Duration.ofMinutes(10));
        granted("ann", PASSWORD, Kind.BEARER);
        assertThat(signIn("ann", "wrong")).isEqualTo(new SignIn.Refused());
    }

    @Test
    void doesNotTellWhoExists() {
        for (int i = 0; i < 5; i++) {
            assertThat(signIn("nobody", "guess")).isEqualTo(new SignIn.Refused());
        }
        assertThat(signIn("nobody", "guess")).isEqualTo(new SignIn.LockedOut(Duration.ofMinutes(15)));
    }

    @Test
    void anAddressHasThirtyFailuresInFiveMinutesWhateverTheNames() {
        accounts().put("ann", PASSWORD, Role.VIEWER);
        for (int i = 0; i < 30; i++) {
            assertThat(signIn("name-" + i, "guess")).isEqualTo(new SignIn.Refused());
        }
        assertThat(signIn("ann", PASSWORD)).isEqualTo(new SignIn.TooMany(Duration.ofSeconds(10)));
        assertThat(accounts().signIn("ann", PASSWORD, Kind.BEARER, "192.0.2.2")).isInstanceOf(SignIn.Granted.class);
        clock.advance(Duration.ofSeconds(10));
        granted("ann", PASSWORD, Kind.BEARER);
    }

    @Test
    void signingInRightAsOftenAsOneLikesIsNoFailure() {
        accounts().put("ann", PASSWORD, Role.VIEWER);
        for (int i = 0; i < 50; i++) {
            granted("ann", PASSWORD, Kind.BEARER);
        }
    }

    @Test
    void turnsSignInsAwayWhileTooManyAreAtWork() {
        accounts().put("ann", PASSWORD, Role.VIEWER);
        try (Database second = Database.open(new DatabaseSettings(url, server.user(), server.password(), 2))) {
            // No place at all stands for places that are all taken.
            var crowded =
                    new Accounts(new Access(second), clock, PasswordsTest.CHEAP, new HashingGate(-HashingGate.WAITING));
            for (int i = 0; i < 40; i++) {
                assertThat(crowded.signIn("ann", "wrong", Kind.BEARER, "192.0.2.1"))
                        .isEqualTo(new SignIn.Busy());
            }
        }
    }

    @Test
    void eachSignInHasFourHundredRequestsAtOnceAndAHundredASecond() {
        accounts().put("ann", PASSWORD, Role.VIEWER);
        var gatekeeper = new Gatekeeper(accounts(), clock, () -> false);
        Map<String, String> one =
                Map.of("Authorization", "Bearer " + bearer("ann").token());
        Map<String, String> other =
                Map.of("Authorization", "Bearer " + bearer("ann").token());
        for (int i = 0; i < 400; i++) {
            assertThat(gatekeeper.authenticate(HttpMethod.GET, one::get)).isInstanceOf(Authentication.Caller.class);
        }
        assertThat(gatekeeper.authenticate(HttpMethod.GET, one::get))
                .isEqualTo(new Authentication.TooMany(Duration.ofMillis(10)));
        assertThat(gatekeeper.authenticate(HttpMethod.GET, other::get)).isInstanceOf(Authentication.Caller.class);
        clock.advance(Duration.ofMillis(10));
        assertThat(gatekeeper.authenticate(HttpMethod.GET, one::get)).isInstanceOf(Authentication.Caller.class);
    }

    // ---- API tokens

    private NewToken.Made token(Principal owner, Set<Permission> scopes) {
        NewToken made = accounts()
                .programTokens()
                .create(owner, "export", scopes, clock.instant().plus(Duration.ofHours(1)));
        assertThat(made).isInstanceOf(NewToken.Made.class);
        return (NewToken.Made) made;
    }

    @Test
    void aTokenThatCanOnlySendTelemetryHasTwoThousandRequestsAtOnceAndAThousandASecond() {
        accounts().put("ann", PASSWORD, Role.ADMINISTRATOR);
        var gatekeeper = new Gatekeeper(accounts(), clock, () -> false);
        Principal ann = Principal.of("ann", Role.ADMINISTRATOR);
        Map<String, String> gateway = Map.of(
                "Authorization",
                "Bearer " + token(ann, Set.of(Permission.INGEST)).secret());
        Map<String, String> more = Map.of(
                "Authorization",
                "Bearer "
                        + token(ann, Set.of(Permission.INGEST, Permission.READ)).secret());
        for (int i = 0; i < 2000; i++) {
            assertThat(gatekeeper.authenticate(HttpMethod.POST, gateway::get))
                    .isInstanceOf(Authentication.Caller.class);
        }
        assertThat(gatekeeper.authenticate(HttpMethod.POST, gateway::get))
                .isEqualTo(new Authentication.TooMany(Duration.ofMillis(1)));
        for (int i = 0; i < 400; i++) {
            assertThat(gatekeeper.authenticate(HttpMethod.POST, more::get)).isInstanceOf(Authentication.Caller.class);
        }
        assertThat(gatekeeper.authenticate(HttpMethod.POST, more::get))
                .isEqualTo(new Authentication.TooMany(Duration.ofMillis(10)));
    }

    @Test
    void anApiTokenMayDoWhatItsScopesAndItsUsersRoleBothAllow() {
        accounts().put("ann", PASSWORD, Role.OPERATOR);
        String secret = token(
                        Principal.of("ann", Role.OPERATOR),
                        EnumSet.of(Permission.READ, Permission.STOCK, Permission.DECISIONS))
                .secret();
        Credential credential = new Credential(secret, false);
        assertThat(secret).startsWith("frostproof_").hasSize(54);
        assertThat(principal(credential).orElseThrow().permissions())
                .containsExactlyInAnyOrder(Permission.READ, Permission.STOCK, Permission.DECISIONS);

        accounts().put("ann", Role.QA, Optional.empty(), "root");
        assertThat(principal(credential).orElseThrow().permissions())
                .containsExactlyInAnyOrder(Permission.READ, Permission.DECISIONS);
        accounts().put("ann", Role.OPERATOR, Optional.empty(), "root");
        assertThat(principal(credential).orElseThrow().may(Permission.STOCK)).isTrue();
    }

    @Test
    void anApiTokenIsNoCookieAndEndsOnItsDay() {
        accounts().put("ann", PASSWORD, Role.VIEWER);
        String secret = token(Principal.of("ann", Role.VIEWER), EnumSet.of(Permission.READ))
                .secret();
        assertThat(principal(new Credential(secret, true))).isEmpty();
        clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(accounts()
                        .authenticate(new Credential(secret, false))
                        .orElseThrow()
                        .kind())
                .isEqualTo(Kind.API_TOKEN);
        clock.advance(Duration.ofMillis(1));
        assertThat(principal(new Credential(secret, false))).isEmpty();
    }

    @Test
    void notesTheMinuteOfUseAndWritesOncePerMinute() throws Exception {
        accounts().put("ann", PASSWORD, Role.VIEWER);
        Principal ann = Principal.of("ann", Role.VIEWER);
        Credential credential =
                new Credential(token(ann, EnumSet.of(Permission.READ)).secret(), false);
        clock.set(Instant.parse("2026-11-21T12:07:31Z"));
        principal(credential);
        execute("alter table api_token add check (last_used_at = '2026-11-21T12:07:00Z' or last_used_at >="
                + " '2026-11-21T12:08:00Z'); create function refuse() returns trigger language plpgsql as"
                + " $$begin raise 'written again'; end$$; create trigger refuse before update on api_token"
                + " for each row execute function refuse()");
        clock.set(Instant.parse("2026-11-21T12:07:59Z"));
        assertThat(principal(credential)).isPresent();
        execute("drop trigger refuse on api_token");
        clock.set(Instant.parse("2026-11-21T12:08:02Z"));
        principal(credential);
        assertThat(accounts().programTokens().list(PageRequest.first(10), ann).items())
                .extracting(ApiTokens.Token::lastUsedAt)
                .containsExactly(Instant.parse("2026-11-21T12:08:00Z"));
    }

    @Test
    void onlyWhoManagesAccountsSeesAndEndsTokensOfOthers() {
        accounts().put("ann", PASSWORD, Role.VIEWER);
        accounts().put("root", PASSWORD, Role.ADMINISTRATOR);
        Principal root = Principal.of("root", Role.ADMINISTRATOR);
        Principal auditor = Principal.of("aud", Role.AUDITOR);
        ApiTokens.Token token = token(Principal.of("ann", Role.VIEWER), EnumSet.of(Permission.READ))
                .token();
        ProgramTokens tokens = accounts().programTokens();
        assertThat(tokens.list(PageRequest.first(10), root).items()).containsExactly(token);
        assertThat(tokens.list(PageRequest.first(10), auditor).items()).isEmpty();
        assertThat(tokens.revoke(token.id(), auditor)).isFalse();
        assertThat(tokens.revoke(token.id(), root)).isTrue();
    }

    @Test
    void keepsSecretsOutOfTexts() {
        String password = accounts().resetAdministrator();
        SignIn.Granted session = granted("admin", password, Kind.COOKIE);
        assertThat(session.toString())
                .doesNotContain(session.token())
                .doesNotContain(session.signedIn().csrfToken().orElseThrow());
        NewToken.Made made = token(Principal.of("admin", Role.ADMINISTRATOR), EnumSet.of(Permission.READ));
        assertThat(made.toString()).doesNotContain(made.secret());
        assertThat(new Access.Login("ann", "viewer", "a hash").toString()).doesNotContain("a hash");
    }
}
