package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessIT {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Access.Change BY_ROOT = new Access.Change("root", NOW);

    private static byte[] hash(int fill) {
        var hash = new byte[32];
        java.util.Arrays.fill(hash, (byte) fill);
        return hash;
    }

    private static List<String> events(Database database) {
        return database.read(connection -> Sql.list(
                connection,
                row -> row.getString("actor") + " " + row.getString("event") + " " + row.getString("subject") + " "
                        + row.getString("detail"),
                "select actor, event, subject, detail from account_event order by id"));
    }

    private static ApiTokens.Token token(int number, Instant createdAt) {
        return new ApiTokens.Token(
                new UUID(0, number),
                "export " + number,
                "ann",
                List.of("read", "metrics"),
                createdAt,
                createdAt.plus(Duration.ofDays(366)),
                null);
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void keepsUsersAndSaysWhoChangedThem(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            var access = new Access(database);
            assertThat(access.hasUsers()).isFalse();
            assertThat(access.put("ann", "operator", null, BY_ROOT)).isEqualTo(Access.Put.NEEDS_PASSWORD);
            assertThat(access.put("ann", "operator", "hash", BY_ROOT)).isEqualTo(Access.Put.ADDED);
            assertThat(access.put("ann", "qa", null, BY_ROOT)).isEqualTo(Access.Put.KEPT);
            assertThat(access.put("ann", "qa", null, BY_ROOT)).isEqualTo(Access.Put.KEPT);
            assertThat(access.login("ann")).contains(new Access.Login("ann", "qa", "hash"));
            assertThat(access.put("ann", "qa", "new", BY_ROOT)).isEqualTo(Access.Put.KEPT);
            assertThat(access.remove("bob", BY_ROOT)).isEqualTo(Access.Removal.UNKNOWN);
            assertThat(access.remove("ann", BY_ROOT)).isEqualTo(Access.Removal.REMOVED);

            assertThat(access.login("ann")).isEmpty();
            assertThat(events(database))
                    .containsExactly(
                            "root user_added ann {\"role\": \"operator\"}",
                            "root role_changed ann {\"to\": \"qa\", \"from\": \"operator\"}",
                            "root password_set ann {}",
                            "root user_removed ann {\"role\": \"qa\"}");
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void refusesARoleThatThereIsNot(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            assertThatThrownBy(() -> new Access(database).put("ann", "owner", "hash", BY_ROOT))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("app_user_role_known");
            assertThat(events(database)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void keepsTheLastAdministrator(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            var access = new Access(database);
            access.put("root", "administrator", "hash", BY_ROOT);
            access.put("ann", "viewer", "hash", BY_ROOT);

            assertThat(access.remove("root", BY_ROOT)).isEqualTo(Access.Removal.LAST_ADMINISTRATOR);
            assertThat(access.put("root", "viewer", "new", BY_ROOT)).isEqualTo(Access.Put.LAST_ADMINISTRATOR);
            assertThat(access.login("root")).contains(new Access.Login("root", "administrator", "hash"));

            access.put("ann", "administrator", null, BY_ROOT);
            assertThat(access.put("root", "viewer", null, BY_ROOT)).isEqualTo(Access.Put.KEPT);
            assertThat(access.remove("ann", BY_ROOT)).isEqualTo(Access.Removal.LAST_ADMINISTRATOR);
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void keepsAnAdministratorWhenAllAreDemotedAtTheSameTime(PostgresFlavour flavour) throws Exception {
        try (Database database = TestStore.open(flavour);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            var access = new Access(database);
            var demotions = new ArrayList<Callable<Access.Put>>();
            for (int i = 0; i < 4; i++) {
                String name = "root-" + i;
                access.put(name, "administrator", "hash", BY_ROOT);
                demotions.add(() -> access.put(name, "viewer", null, BY_ROOT));
            }
            var outcomes = new ArrayList<Access.Put>();
            for (var outcome : threads.invokeAll(demotions)) {
                outcomes.add(outcome.get());
            }
            assertThat(outcomes)
                    .containsExactlyInAnyOrder(
                            Access.Put.KEPT, Access.Put.KEPT, Access.Put.KEPT, Access.Put.LAST_ADMINISTRATOR);
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void listsUsersByNameInPages(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            var access = new Access(database);
            for (String name : List.of("bob", "Zoe", "ann")) {
                access.put(name, "viewer", "hash", BY_ROOT);
            }
            Page<Access.User> first = access.users(PageRequest.first(2));
            assertThat(first.items()).extracting(Access.User::name).containsExactly("Zoe", "ann");
            Page<Access.User> second = access.users(new PageRequest(2, first.next()));
            assertThat(second.items()).containsExactly(new Access.User("bob", "viewer", NOW));
            assertThat(second.next()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aSessionHoldsUntilItEndsOrExpiresOrThePasswordIsSet(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            var access = new Access(database);
            var sessions = new UserSessions(database);
            access.put("ann", "operator", "hash", BY_ROOT);
            Instant end = NOW.plusSeconds(60);
            for (int i = 1; i <= 3; i++) {
                assertThat(sessions.add(hash(i), "bearer", "ann", "hash", NOW, end))
                        .isTrue();
            }
            assertThat(sessions.find(hash(1), "bearer", end.minusMillis(1)))
                    .contains(new UserSessions.Session("ann", "operator", end));
            assertThat(sessions.find(hash(1), "cookie", NOW)).isEmpty();
            assertThat(sessions.find(hash(1), "bearer", end)).isEmpty();
            assertThat(sessions.find(hash(9), "bearer", NOW)).isEmpty();

            access.put("ann", "viewer", null, BY_ROOT);
            assertThat(sessions.find(hash(1), "bearer", NOW).orElseThrow().role())
                    .isEqualTo("viewer");

            sessions.end(hash(1));
            assertThat(sessions.find(hash(1), "bearer", NOW)).isEmpty();

            assertThat(access.changePassword("ann", "other", "new", hash(2), BY_ROOT))
                    .isFalse();
            assertThat(access.changePassword("ann", "hash", "new", hash(2), BY_ROOT))
                    .isTrue();
            assertThat(sessions.find(hash(2), "bearer", NOW)).isPresent();
            assertThat(sessions.find(hash(3), "bearer", NOW)).isEmpty();

            assertThat(sessions.add(hash(4), "bearer", "ann", "hash", NOW, end)).isFalse();
            access.put("ann", "viewer", "newer", BY_ROOT);
            assertThat(sessions.find(hash(2), "bearer", NOW)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aTokenHoldsUntilItIsRevokedOrExpiresOrItsUserIsRemoved(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            var access = new Access(database);
            var tokens = new ApiTokens(database);
            access.put("ann", "auditor", "hash", BY_ROOT);
            for (int i = 1; i <= 3; i++) {
                assertThat(tokens.add(token(i, NOW.plusSeconds(i)), hash(i), BY_ROOT))
                        .isTrue();
            }
            assertThat(tokens.find(hash(1), NOW)).contains(new ApiTokens.Held(token(1, NOW.plusSeconds(1)), "auditor"));
            assertThat(tokens.find(hash(1), NOW.plusSeconds(1).plus(Duration.ofDays(366))))
                    .isEmpty();

            tokens.used(new UUID(0, 1), NOW);
            tokens.used(new UUID(0, 1), NOW.minusSeconds(60));
            assertThat(tokens.find(hash(1), NOW).orElseThrow().token().lastUsedAt())
                    .isEqualTo(NOW);

            Page<ApiTokens.Token> first = tokens.list(PageRequest.first(2), "ann");
            assertThat(first.items()).extracting(ApiTokens.Token::name).containsExactly("export 3", "export 2");
            assertThat(tokens.list(new PageRequest(2, first.next()), null).items())
                    .extracting(ApiTokens.Token::name)
                    .containsExactly("export 1");
            assertThat(tokens.list(PageRequest.first(2), "bob").items()).isEmpty();

            assertThat(tokens.revoke(new UUID(0, 1), "bob", BY_ROOT)).isFalse();
            assertThat(tokens.revoke(new UUID(0, 1), "ann", BY_ROOT)).isTrue();
            assertThat(tokens.revoke(new UUID(0, 1), null, BY_ROOT)).isFalse();
            assertThat(tokens.find(hash(1), NOW)).isEmpty();

            assertThat(events(database))
                    .contains("root token_revoked ann {\"id\": \"00000000-0000-0000-0000-000000000001\", \"name\":"
                            + " \"export 1\"}")
                    .filteredOn(event -> event.contains("token_created"))
                    .hasSize(3);
            access.remove("ann", BY_ROOT);
            assertThat(tokens.find(hash(2), NOW)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void keepsAHundredLiveTokensOfAUserAtMost(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            new Access(database).put("ann", "auditor", "hash", BY_ROOT);
            var tokens = new ApiTokens(database);
            for (int i = 1; i <= ApiTokens.MOST_PER_USER; i++) {
                tokens.add(token(i, NOW), hash(i), BY_ROOT);
            }
            assertThat(tokens.add(token(101, NOW), hash(101), BY_ROOT)).isFalse();
            Instant later = NOW.plus(Duration.ofDays(366));
            assertThat(tokens.add(token(101, later), hash(101), new Access.Change("root", later)))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void forgetsSessionsAtTheirEndAndTokensAMonthLater(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            new Access(database).put("ann", "auditor", "hash", BY_ROOT);
            new UserSessions(database).add(hash(1), "cookie", "ann", "hash", NOW, NOW.plusSeconds(60));
            new ApiTokens(database).add(token(1, NOW), hash(1), BY_ROOT);
            var housekeeping = new Housekeeping(database);

            assertThat(housekeeping.run(NOW.plusSeconds(59))).isZero();
            assertThat(housekeeping.run(NOW.plusSeconds(60))).isEqualTo(1);
            assertThat(housekeeping.run(NOW.plus(Duration.ofDays(396)).minusMillis(1)))
                    .isZero();
            assertThat(housekeeping.run(NOW.plus(Duration.ofDays(396)))).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void whoeverIsSignedInStaysSoThroughTheMigration(PostgresFlavour flavour) throws Exception {
        TestDatabase server = TestDatabases.shared(flavour);
        String url = server.newDatabase("access_upgrade");
        Flavour detected;
        try (Connection connection = server.connect(url)) {
            // Also brings the extension into the database.
            detected = Flavour.detect(connection);
        }
        Flyway.configure()
                .dataSource(url, server.user(), server.password())
                .locations(
                        "classpath:io/frostproof/store/migrations",
                        "classpath:io/frostproof/store/flavours/" + detected.folder())
                .table("schema_version")
                .target("6")
                .load()
                .migrate();
        try (Connection connection = server.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("insert into app_user values ('ann', 'hash', 'administrator', '2026-11-01T00:00:00Z');"
                    + " insert into api_token values (decode(repeat('07', 32), 'hex'), 'ann',"
                    + " '2026-11-21T11:00:00Z', '2026-11-21T23:00:00Z')");
        }
        try (Database database = Database.open(new DatabaseSettings(url, server.user(), server.password(), 2))) {
            assertThat(new UserSessions(database).find(hash(7), "bearer", NOW))
                    .contains(new UserSessions.Session("ann", "administrator", Instant.parse("2026-11-21T23:00:00Z")));
            assertThat(new ApiTokens(database).list(PageRequest.first(10), null).items())
                    .isEmpty();
            assertThat(new Access(database).put("ann", "administrator", null, BY_ROOT))
                    .isEqualTo(Access.Put.KEPT);
        }
    }
}
