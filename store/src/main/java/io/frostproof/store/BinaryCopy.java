package io.frostproof.store;

import io.frostproof.ingest.intake.Reading;
import java.io.DataOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Writes readings by binary COPY, the fastest way into PostgreSQL. */
final class BinaryCopy {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int BUFFER_BYTES = 1 << 16;
    /** timestamptz is microseconds since 2000-01-01T00:00:00Z. */
    private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;

    private static final short COLUMNS = 8;

    private BinaryCopy() {}

    /** Copies into {@code table}, which has the columns of the log. */
    static void readings(Connection connection, String table, List<Reading> readings, long batchId)
            throws SQLException {
        String sql = "copy " + table
                + " (channel_id, time, value, quality, received_at, boot, seq, batch_id) from stdin (format binary)";
        try (var out = new DataOutputStream(
                new PGCopyOutputStream(connection.unwrap(PGConnection.class), sql, BUFFER_BYTES))) {
            out.write(SIGNATURE);
            out.writeInt(0); // flags
            out.writeInt(0); // no header extension
            for (Reading reading : readings) {
                out.writeShort(COLUMNS);
                out.writeInt(4);
                out.writeInt(reading.channelId());
                bigint(out, reading.timeMicros() - EPOCH_2000_MICROS);
                out.writeInt(8);
                out.writeDouble(reading.value());
                out.writeInt(2);
                out.writeShort(reading.quality());
                bigint(out, reading.receivedMicros() - EPOCH_2000_MICROS);
                bigint(out, reading.boot());
                bigint(out, reading.seq());
                bigint(out, batchId);
            }
            out.writeShort(-1);
        } catch (IOException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw new SQLException("copy into " + table, "08006", e);
        }
    }

    private static void bigint(DataOutputStream out, long value) throws IOException {
        out.writeInt(8);
        out.writeLong(value);
    }
}
