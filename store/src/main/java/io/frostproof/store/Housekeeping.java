package io.frostproof.store;

import java.time.Duration;
import java.time.Instant;

/** Removes rows that nothing can need any more. */
public final class Housekeeping {

    /** A batch row is asked for within seconds of a lost connection; a week leaves room for looking into incidents of our own. */
    static final Duration KEEP_BATCHES = Duration.ofDays(7);

    /** A program that is refused finds its token in the list, with the day on which it ended. */
    static final Duration KEEP_EXPIRED_TOKENS = Duration.ofDays(30);

    private final Database database;

    public Housekeeping(Database database) {
        this.database = database;
    }

    /** Removes what has had its time, and says how many rows that were. */
    public int run(Instant now) {
        return database.write(connection -> Sql.update(
                        connection, "delete from batch where committed_at < ?", now.minus(KEEP_BATCHES))
                + Sql.update(connection, "delete from user_session where expires_at <= ?", now)
                + Sql.update(
                        connection, "delete from api_token where expires_at <= ?", now.minus(KEEP_EXPIRED_TOKENS)));
    }
}
