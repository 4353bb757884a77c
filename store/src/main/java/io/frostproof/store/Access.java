package io.frostproof.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** Users and their tokens; it sees only hashes of passwords and tokens. Thread-safe; calls block. */
public final class Access {

    private final Database database;

    public Access(Database database) {
        this.database = database;
    }

    /** A user; {@link #toString} keeps the hash to itself. */
    public record User(String name, String passwordHash, String role) {
        @Override
        public String toString() {
            return name + " (" + role + ")";
        }
    }

    /** Who a token belongs to. */
    public record Holder(String name, String role) {}

    /** Whether there is any user. */
    public boolean hasUsers() {
        return database.read(
                connection -> Sql.first(connection, row -> true, "select 1 from app_user limit 1") != null);
    }

    /** The user of this name. */
    public Optional<User> user(String name) {
        return Optional.ofNullable(database.read(connection -> Sql.first(
                connection,
                row -> new User(row.getString("name"), row.getString("password_hash"), row.getString("role")),
                "select name, password_hash, role from app_user where name = ?",
                name)));
    }

    /** Adds a user, unless there is one of this name; says whether it did. */
    public boolean add(User user, Instant now) {
        return database.write(connection -> Sql.update(
                        connection,
                        "insert into app_user (name, password_hash, role, created_at) values (?, ?, ?, ?)"
                                + " on conflict (name) do nothing",
                        user.name(),
                        user.passwordHash(),
                        user.role(),
                        now))
                == 1;
    }

    /** Adds a user, or gives the one of this name another password and role and ends all its sessions. */
    public void put(User user, Instant now) {
        database.write(connection -> {
            Sql.update(connection, "delete from api_token where user_name = ?", user.name());
            return Sql.update(
                    connection,
                    "insert into app_user (name, password_hash, role, created_at) values (?, ?, ?, ?)"
                            + " on conflict (name) do update set password_hash = excluded.password_hash,"
                            + " role = excluded.role",
                    user.name(),
                    user.passwordHash(),
                    user.role(),
                    now);
        });
    }

    /**
     * Keeps a token, and forgets those that have expired.
     *
     * @param sha256Hex SHA-256 of the token
     */
    public void addToken(String sha256Hex, String user, Instant now, Instant expiresAt) {
        database.write(connection -> {
            Sql.update(connection, "delete from api_token where expires_at <= ?", now);
            return Sql.update(
                    connection,
                    "insert into api_token (token_sha256, user_name, created_at, expires_at) values (?, ?, ?, ?)",
                    HexFormat.of().parseHex(sha256Hex),
                    user,
                    now,
                    expiresAt);
        });
    }

    /** Who holds the token of this hash, if it has not expired. */
    public Optional<Holder> holder(String sha256Hex, Instant now) {
        return Optional.ofNullable(database.read(connection -> Sql.first(
                connection,
                Access::holder,
                "select u.name, u.role from api_token t join app_user u on u.name = t.user_name"
                        + " where t.token_sha256 = ? and t.expires_at > ?",
                HexFormat.of().parseHex(sha256Hex),
                now)));
    }

    private static Holder holder(ResultSet row) throws SQLException {
        return new Holder(row.getString("name"), row.getString("role"));
    }
}
