package io.frostproof.store;

import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Users. Sees only hashes of passwords. Every change is recorded in {@code account_event} in its own transaction. Thread-safe; calls
 * block.
 */
public final class Access {

    private static final String ADMINISTRATOR = "administrator";
    private static final PageCursor BY_NAME = PageCursor.of("users", Part.ascending("name", Kind.TEXT));

    private final Database database;

    public Access(Database database) {
        this.database = database;
    }

    /** A user as others may see it. */
    public record User(String name, String role, Instant createdAt) {}

    /** What a sign-in is checked against; {@link #toString} keeps the hash to itself. */
    public record Login(String name, String role, String passwordHash) {
        @Override
        public String toString() {
            return name + " (" + role + ")";
        }
    }

    /**
     * Who changes something, and when.
     *
     * @param actor a user's name, or in parentheses what acted without one
     */
    public record Change(String actor, Instant at) {}

    /** What became of {@link #put}. */
    public enum Put {
        ADDED,
        /** Changed, or already so. */
        KEPT,
        /** There is no user of this name, and without a password none can be made. */
        NEEDS_PASSWORD,
        /** Without this role nobody could manage users any more. Nothing was changed. */
        LAST_ADMINISTRATOR
    }

    /** What became of {@link #remove}. */
    public enum Removal {
        REMOVED,
        UNKNOWN,
        /** Nobody could manage users any more. Nothing was changed. */
        LAST_ADMINISTRATOR
    }

    /** The sessions of these users. */
    public UserSessions sessions() {
        return new UserSessions(database);
    }

    /** The API tokens of these users. */
    public ApiTokens tokens() {
        return new ApiTokens(database);
    }

    /** Whether there is any user. */
    public boolean hasUsers() {
        return database.read(
                connection -> Sql.first(connection, row -> true, "select 1 from app_user limit 1") != null);
    }

    public Optional<Login> login(String name) {
        return Optional.ofNullable(database.read(connection -> Sql.first(
                connection,
                row -> new Login(row.getString("name"), row.getString("role"), row.getString("password_hash")),
                "select name, role, password_hash from app_user where name = ?",
                name)));
    }

    public Optional<User> user(String name) {
        return Optional.ofNullable(database.read(connection -> Sql.first(
                connection, Access::user, "select name, role, created_at from app_user where name = ?", name)));
    }

    /**
     * Users by name.
     *
     * @throws IllegalCursorException if the cursor is none of this list
     */
    public Page<User> users(PageRequest request) {
        return database.read(connection -> Pages.of(
                connection,
                request,
                BY_NAME,
                Access::user,
                user -> List.of(user.name()),
                "select name, role, created_at from app_user",
                new Filter()));
    }

    /**
     * Adds a user, or gives the one of this name another role and, if one is given, another password, which ends all its sessions.
     * Another role counts from the next request on.
     *
     * @param passwordHash null to keep the password
     */
    public Put put(String name, String role, @Nullable String passwordHash, Change change) {
        return database.write(connection -> {
            holdOthersOff(connection);
            String before = Sql.first(
                    connection, row -> row.getString("role"), "select role from app_user where name = ?", name);
            if (before == null) {
                return passwordHash == null ? Put.NEEDS_PASSWORD : add(connection, name, role, passwordHash, change);
            }
            if (!before.equals(role)) {
                if (before.equals(ADMINISTRATOR) && administrators(connection) == 1) {
                    return Put.LAST_ADMINISTRATOR;
                }
                Sql.update(connection, "update app_user set role = ? where name = ?", role, name);
                AccountEvents.append(connection, change, "role_changed", name, Map.of("from", before, "to", role));
            }
            if (passwordHash != null) {
                Sql.update(connection, "update app_user set password_hash = ? where name = ?", passwordHash, name);
                Sql.update(connection, "delete from user_session where user_name = ?", name);
                AccountEvents.append(connection, change, "password_set", name, Map.of());
            }
            return Put.KEPT;
        });
    }

    private static Put add(Connection connection, String name, String role, String passwordHash, Change change)
            throws SQLException {
        Sql.update(
                connection,
                "insert into app_user (name, password_hash, role, created_at) values (?, ?, ?, ?)",
                name,
                passwordHash,
                role,
                change.at());
        AccountEvents.append(connection, change, "user_added", name, Map.of("role", role));
        return Put.ADDED;
    }

    /** Removes a user with all sessions and API tokens. */
    public Removal remove(String name, Change change) {
        return database.write(connection -> {
            holdOthersOff(connection);
            String role = Sql.first(
                    connection, row -> row.getString("role"), "select role from app_user where name = ?", name);
            if (role == null) {
                return Removal.UNKNOWN;
            }
            if (role.equals(ADMINISTRATOR) && administrators(connection) == 1) {
                return Removal.LAST_ADMINISTRATOR;
            }
            Sql.update(connection, "delete from app_user where name = ?", name);
            AccountEvents.append(connection, change, "user_removed", name, Map.of("role", role));
            return Removal.REMOVED;
        });
    }

    /**
     * Changes a user's own password and ends all other sessions of the user.
     *
     * @param expectedHash the hash the old password was checked against
     * @param keptSession SHA-256 of the token of the session that goes on
     * @return false if the password was changed meanwhile; then nothing was
     */
    public boolean changePassword(
            String name, String expectedHash, String passwordHash, byte[] keptSession, Change change) {
        return database.write(connection -> {
            if (replaceHash(connection, name, expectedHash, passwordHash) == 0) {
                return false;
            }
            Sql.update(
                    connection,
                    "delete from user_session where user_name = ? and token_sha256 <> ?",
                    name,
                    keptSession);
            AccountEvents.append(connection, change, "password_changed", name, Map.of());
            return true;
        });
    }

    /** Replaces the hash of a password by another one of the same password, unless the password was changed meanwhile. */
    public void rehash(String name, String expectedHash, String passwordHash) {
        database.write(connection -> replaceHash(connection, name, expectedHash, passwordHash));
    }

    private static int replaceHash(Connection connection, String name, String expectedHash, String passwordHash)
            throws SQLException {
        return Sql.update(
                connection,
                "update app_user set password_hash = ? where name = ? and password_hash = ?",
                passwordHash,
                name,
                expectedHash);
    }

    /** One change of users at a time: two administrators who demote each other must not both see the other one left. */
    private static void holdOthersOff(Connection connection) throws SQLException {
        Sql.update(connection, "lock table app_user in share row exclusive mode");
    }

    private static long administrators(Connection connection) throws SQLException {
        return Sql.number(connection, "select count(*) from app_user where role = ?", ADMINISTRATOR);
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(row.getString("name"), row.getString("role"), Sql.instant(row, "created_at"));
    }
}
