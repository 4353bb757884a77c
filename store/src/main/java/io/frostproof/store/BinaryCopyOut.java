package io.frostproof.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyInputStream;

/** Reads rows by binary COPY, the fastest way out of PostgreSQL: a few hundred thousand take tenths of a second. */
final class BinaryCopyOut {

    private static final int BUFFER_BYTES = 1 << 16;
    /** Signature, flags, length of the extension. */
    private static final int HEAD_BYTES = 11 + 4 + 4;
    /** timestamptz is microseconds since 2000-01-01T00:00:00Z. */
    private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;

    private BinaryCopyOut() {}

    /** Takes one reading. */
    interface Visitor {
        void reading(long timeMicros, double value);
    }

    /** Takes one row: reads each of its columns, in order. */
    interface Row {
        void read(Columns columns) throws IOException;
    }

    /** The columns of a row, by type; only texts and instants may be null, where it says so. */
    static final class Columns {
        private final DataInputStream in;

        private Columns(DataInputStream in) {
            this.in = in;
        }

        int integer() throws IOException {
            in.readInt();
            return in.readInt();
        }

        double number() throws IOException {
            in.readInt();
            return in.readDouble();
        }

        /** Microseconds since 1970 of a {@code timestamptz}, which must be a finite one. */
        long micros() throws IOException {
            in.readInt();
            return in.readLong() + EPOCH_2000_MICROS;
        }

        @Nullable
        Long microsOrNull() throws IOException {
            return in.readInt() < 0 ? null : Long.valueOf(in.readLong() + EPOCH_2000_MICROS);
        }

        byte[] bytes() throws IOException {
            return in.readNBytes(in.readInt());
        }

        String text() throws IOException {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        @Nullable
        String textOrNull() throws IOException {
            int length = in.readInt();
            return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }
    }

    /** Visits the readings of event time [from, to), in order. COPY takes no parameters; these are numbers and times, and no input. */
    static void readings(Connection connection, int channelId, long fromMicros, long toMicros, Visitor visitor)
            throws SQLException {
        rows(
                connection,
                "select time, value from reading where channel_id = " + channelId + " and time >= '"
                        + Sql.instant(fromMicros) + "' and time < '" + Sql.instant(toMicros) + "' order by time",
                row -> visitor.reading(row.micros(), row.number()));
    }

    /** Visits the rows of a query as they come; {@code select} holds no input, since COPY takes no parameters. */
    static void rows(Connection connection, String select, Row row) throws SQLException {
        try (var in = new DataInputStream(new BufferedInputStream(
                new PGCopyInputStream(
                        connection.unwrap(PGConnection.class), "copy (" + select + ") to stdout (format binary)"),
                BUFFER_BYTES))) {
            in.readFully(new byte[HEAD_BYTES]);
            var columns = new Columns(in);
            while (in.readShort() >= 0) {
                row.read(columns);
            }
        } catch (IOException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw new SQLException("copy out", "08006", e);
        }
    }
}
