package io.frostproof.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Removes rows that nothing can need any more. */
public final class Housekeeping {

    /** A batch row is asked for within seconds of a lost connection; a week leaves room for looking into incidents of our own. */
    static final Duration KEEP_BATCHES = Duration.ofDays(7);

    /** Who was away for longer loads anew instead of following the feed; the contract of the API states the same number. */
    static final Duration KEEP_CHANGES = Duration.ofDays(7);

    /** A program that is refused finds its token in the list, with the day on which it ended. */
    static final Duration KEEP_EXPIRED_TOKENS = Duration.ofDays(30);

    /** An audit asks for a year; a month more for those who come late. */
    static final Duration KEEP_CONNECTIONS = Duration.ofDays(400);

    private final Database database;

    public Housekeeping(Database database) {
        this.database = database;
    }

    /** Removes what has had its time, and says how many rows that were. */
    public int run(Instant now) {
        return database.write(connection -> Sql.update(
                        connection, "delete from batch where committed_at < ?", now.minus(KEEP_BATCHES))
                + Sql.update(connection, "delete from kept_answer where created_at < ?", now.minus(KeptAnswers.KEPT))
                + Sql.update(connection, "delete from user_session where expires_at <= ?", now)
                + Sql.update(connection, "delete from api_token where expires_at <= ?", now.minus(KEEP_EXPIRED_TOKENS))
                + Sql.update(connection, "delete from device_connection where at < ?", now.minus(KEEP_CONNECTIONS))
                + Sql.update(connection, "delete from device_known where until_at < ?", now.minus(KEEP_CONNECTIONS))
                + PlanThinning.run(connection, now)
                + changes(connection, now.minus(KEEP_CHANGES)));
    }

    /** The publisher locks the same row first, so the two take turns. */
    private static int changes(Connection connection, Instant before) throws SQLException {
        Sql.number(connection, "select last_id from change_feed for update");
        long newest = Sql.number(connection, "select coalesce(max(id), 0) from change where at < ?", before);
        // Up to the newest of them by id, so that what is kept has no holes.
        int removed = Sql.update(connection, "delete from change where id <= ?", newest);
        Sql.update(connection, "update change_feed set removed_to = greatest(removed_to, ?)", newest);
        return removed;
    }
}
