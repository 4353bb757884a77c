package io.frostproof.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.store.Access;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountsIT {

    private final FakeClock clock = FakeClock.at("2026-11-21T12:00:00Z");
    private @Nullable Database database;
    private @Nullable Accounts opened;

    @BeforeEach
    void open() {
        TestDatabase server = TestDatabases.shared(PostgresFlavour.PLAIN);
        database = Database.open(
                new DatabaseSettings(server.newDatabase("accounts"), server.user(), server.password(), 4));
        opened = new Accounts(new Access(database), clock, 10);
    }

    @AfterEach
    void close() {
        if (database != null) {
            database.close();
        }
    }

    private Accounts accounts() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    private SignIn.Granted granted(String user, String password) {
        SignIn outcome = accounts().signIn(user, password);
        assertThat(outcome).isInstanceOf(SignIn.Granted.class);
        return (SignIn.Granted) outcome;
    }

    @Test
    void makesAnAdministratorOnceAndTellsThePasswordOnce() {
        String password = accounts().ensureAdministrator().orElseThrow();
        assertThat(password).hasSize(20);
        assertThat(accounts().ensureAdministrator()).isEmpty();
        assertThat(granted("admin", password).principal()).isEqualTo(Principal.of("admin", Role.ADMINISTRATOR));
    }

    @Test
    void aNewPasswordEndsTheOldOneAndItsSessions() {
        String before = accounts().resetAdministrator();
        String token = granted("admin", before).token();
        String after = accounts().resetAdministrator();
        assertThat(accounts().principal(token)).isEmpty();
        assertThat(accounts().signIn("admin", before)).isEqualTo(new SignIn.Refused());
        assertThat(granted("admin", after).token()).hasSize(43);
    }

    @Test
    void aTokenLastsTwelveHours() {
        accounts().put("ann", "correct horse", Role.OPERATOR);
        SignIn.Granted session = granted("ann", "correct horse");
        clock.advance(Duration.ofHours(12).minusMillis(1));
        assertThat(accounts().principal(session.token())).contains(Principal.of("ann", Role.OPERATOR));
        clock.advance(Duration.ofMillis(1));
        assertThat(accounts().principal(session.token())).isEmpty();
        assertThat(accounts().principal("")).isEmpty();
    }

    @Test
    void locksANameOutAfterFiveFailuresUntilTheOldestIsAQuarterOfAnHourOld() {
        accounts().put("ann", "correct horse", Role.VIEWER);
        for (int i = 0; i < 5; i++) {
            assertThat(accounts().signIn("ann", "wrong")).isEqualTo(new SignIn.Refused());
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(accounts().signIn("ann", "correct horse")).isEqualTo(new SignIn.LockedOut(Duration.ofMinutes(10)));
        clock.advance(Duration.ofMinutes(10));
        granted("ann", "correct horse");
        assertThat(accounts().signIn("ann", "wrong")).isEqualTo(new SignIn.Refused());
    }

    @Test
    void doesNotTellWhoExists() {
        for (int i = 0; i < 5; i++) {
            assertThat(accounts().signIn("nobody", "guess")).isEqualTo(new SignIn.Refused());
        }
        assertThat(accounts().signIn("nobody", "guess")).isEqualTo(new SignIn.LockedOut(Duration.ofMinutes(15)));
    }

    @Test
    void keepsSecretsOutOfTexts() {
        String password = accounts().resetAdministrator();
        SignIn.Granted session = granted("admin", password);
        assertThat(session.toString()).doesNotContain(session.token());
    }
}
