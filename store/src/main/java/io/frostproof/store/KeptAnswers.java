package io.frostproof.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Answers to requests that carry a key of the caller's choice, so that a request that is sent again is not done again. Thread-safe; calls block. */
public final class KeptAnswers {

    /** How long a key means the same request. */
    public static final Duration KEPT = Duration.ofHours(24);

    private final Database database;

    public KeptAnswers(Database database) {
        this.database = database;
    }

    /**
     * A request with a key.
     *
     * @param principal name of the user who asks
     * @param key of the caller's choice
     * @param request method and path
     * @param bodySha256Hex SHA-256 of the body
     */
    public record Keyed(String principal, String key, String request, String bodySha256Hex) {}

    /** An answer; {@code contentType} is null when it has no body. */
    public record Answer(int status, @Nullable String contentType, String body) {}

    /** What is known about a request with a key. */
    public sealed interface Known {

        /** Nobody has used the key; it is the caller's now, until {@link #finish} or {@link #release}. */
        record First() implements Known {}

        /** The same request was answered. */
        record Answered(Answer answer) implements Known {}

        /** The same request was begun and is not answered. */
        record Begun() implements Known {}

        /** The key was used for another request. */
        record Different() implements Known {}
    }

    /** Takes the key of a request, unless it was used within the last {@link #KEPT}. */
    public Known begin(Keyed keyed, Instant now) {
        byte[] sha256 = HexFormat.of().parseHex(keyed.bodySha256Hex());
        return database.write(connection -> {
            int taken = Sql.update(
                    connection,
                    "insert into kept_answer as k (principal, key, request, body_sha256, created_at) values (?, ?, ?, ?, ?)"
                            + " on conflict (principal, key) do update set request = excluded.request,"
                            + " body_sha256 = excluded.body_sha256, status = null, content_type = null, body = null,"
                            + " created_at = excluded.created_at where k.created_at < ?",
                    keyed.principal(),
                    keyed.key(),
                    keyed.request(),
                    sha256,
                    now,
                    now.minus(KEPT));
            return taken == 1 ? new Known.First() : known(connection, keyed, sha256);
        });
    }

    private static Known known(Connection connection, Keyed keyed, byte[] sha256) throws SQLException {
        Known known = Sql.first(
                connection,
                row -> known(row, keyed, sha256),
                "select request, body_sha256, status, content_type, body from kept_answer where principal = ? and key = ?",
                keyed.principal(),
                keyed.key());
        // Gone between the two statements: whoever had it has released it, and the caller may try again.
        return known == null ? new Known.Begun() : known;
    }

    private static Known known(ResultSet row, Keyed keyed, byte[] sha256) throws SQLException {
        if (!row.getString("request").equals(keyed.request()) || !Arrays.equals(row.getBytes("body_sha256"), sha256)) {
            return new Known.Different();
        }
        Integer status = row.getObject("status", Integer.class);
        return status == null
                ? new Known.Begun()
                : new Known.Answered(new Answer(status, row.getString("content_type"), row.getString("body")));
    }

    /** Keeps the answer to a request whose key was taken. */
    public void finish(Keyed keyed, Answer answer) {
        database.write(connection -> Sql.update(
                connection,
                "update kept_answer set status = ?, content_type = ?, body = ? where principal = ? and key = ?",
                answer.status(),
                answer.contentType(),
                answer.body(),
                keyed.principal(),
                keyed.key()));
    }

    /** Gives a key back: the request was not done. */
    public void release(Keyed keyed) {
        database.write(connection -> Sql.update(
                connection, "delete from kept_answer where principal = ? and key = ?", keyed.principal(), keyed.key()));
    }
}
