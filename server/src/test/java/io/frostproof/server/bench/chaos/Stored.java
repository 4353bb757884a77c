package io.frostproof.server.bench.chaos;

import java.sql.SQLException;

/** What the database has, row by row. */
interface Stored {

    void readings(ReadingRow each) throws SQLException;

    void conflicts(ReadingRow each) throws SQLException;

    void suspects(SuspectRow each) throws SQLException;

    void deadLetters(DeadLetterRow each) throws SQLException;

    /** A reading, or one that lost its key. */
    interface ReadingRow {
        void row(String channel, long timeMillis, double value);
    }

    interface SuspectRow {
        void row(String channel, long timeMillis, double value, long boot, long seq);
    }

    interface DeadLetterRow {
        void row(String topic, String sha256, String reason);
    }
}
