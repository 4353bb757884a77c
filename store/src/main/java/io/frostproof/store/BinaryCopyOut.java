package io.frostproof.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyInputStream;

/** Reads a channel's readings by binary COPY, the fastest way out of PostgreSQL: a few hundred thousand rows take tenths of a second. */
final class BinaryCopyOut {

    private static final int BUFFER_BYTES = 1 << 16;
    /** Signature, flags, length of the extension. */
    private static final int HEAD_BYTES = 11 + 4 + 4;
    /** timestamptz is microseconds since 2000-01-01T00:00:00Z. */
    private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;

    private static final short COLUMNS = 2;

    private BinaryCopyOut() {}

    /** Takes one reading. */
    interface Visitor {
        void reading(long timeMicros, double value);
    }

    /** Visits the readings of event time [from, to), in order. COPY takes no parameters; these are numbers and times, and no input. */
    static void readings(Connection connection, int channelId, long fromMicros, long toMicros, Visitor visitor)
            throws SQLException {
        String sql = "copy (select time, value from reading where channel_id = " + channelId + " and time >= '"
                + Sql.instant(fromMicros) + "' and time < '" + Sql.instant(toMicros)
                + "' order by time) to stdout (format binary)";
        try (var in = new DataInputStream(new BufferedInputStream(
                new PGCopyInputStream(connection.unwrap(PGConnection.class), sql), BUFFER_BYTES))) {
            in.readFully(new byte[HEAD_BYTES]);
            for (short columns = in.readShort(); columns == COLUMNS; columns = in.readShort()) {
                in.readInt();
                long time = in.readLong() + EPOCH_2000_MICROS;
                in.readInt();
                visitor.reading(time, in.readDouble());
            }
        } catch (IOException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw new SQLException("copy out of reading", "08006", e);
        }
    }
}
