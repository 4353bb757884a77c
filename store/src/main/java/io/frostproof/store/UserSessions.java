package io.frostproof.store;

import java.time.Instant;
import java.util.Optional;

/** Who is signed in. Sees only hashes of tokens. Thread-safe; calls block. */
public final class UserSessions {

    private final Database database;

    UserSessions(Database database) {
        this.database = database;
    }

    /**
     * A session and whose it is.
     *
     * @param role of the user, now
     */
    public record Session(String user, String role, Instant expiresAt) {}

    /**
     * Keeps a session, and forgets those that have expired.
     *
     * @param sha256 of the token
     * @param kind {@code bearer} or {@code cookie}
     * @param passwordHash the hash that the password was checked against
     * @return false if the user was removed or has got another password meanwhile
     */
    public boolean add(byte[] sha256, String kind, String user, String passwordHash, Instant now, Instant expiresAt) {
        return database.write(connection -> {
            Sql.update(connection, "delete from user_session where expires_at <= ?", now);
            // The share lock waits for a change of the password that is under way, which ends sessions that are there
            // already.
            return Sql.update(
                            connection,
                            "insert into user_session (token_sha256, user_name, kind, created_at, expires_at)"
                                    + " select ?, name, ?, ?, ? from app_user where name = ? and password_hash = ?"
                                    + " for share",
                            sha256,
                            kind,
                            now,
                            expiresAt,
                            user,
                            passwordHash)
                    == 1;
        });
    }

    /** The session of this token, if it came the way it was made for and has not expired. */
    public Optional<Session> find(byte[] sha256, String kind, Instant now) {
        return Optional.ofNullable(database.look(connection -> Sql.first(
                connection,
                row -> new Session(row.getString("name"), row.getString("role"), Sql.instant(row, "expires_at")),
                "select u.name, u.role, s.expires_at from user_session s join app_user u on u.name = s.user_name"
                        + " where s.token_sha256 = ? and s.kind = ? and s.expires_at > ?",
                sha256,
                kind,
                now)));
    }

    /** Ends a session; nothing happens if it has ended. */
    public void end(byte[] sha256) {
        database.write(connection -> Sql.update(connection, "delete from user_session where token_sha256 = ?", sha256));
    }
}
