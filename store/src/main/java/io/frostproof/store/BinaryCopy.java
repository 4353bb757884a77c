package io.frostproof.store;

import io.frostproof.ingest.intake.Reading;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Writes readings by binary COPY, the fastest way into PostgreSQL. */
final class BinaryCopy {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int BUFFER_BYTES = 1 << 16;
    /** timestamptz is microseconds since 2000-01-01T00:00:00Z. */
    private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;

    private static final short COLUMNS = 8;
    /** Eight lengths of 4 bytes, and 54 bytes of values. */
    private static final int ROW_BYTES = 2 + COLUMNS * 4 + 54;

    private BinaryCopy() {}

    /** Copies into {@code table}, which has the columns of the log. */
    static void readings(Connection connection, String table, List<Reading> readings, long batchId)
            throws SQLException {
        String sql = "copy " + table
                + " (channel_id, time, value, quality, received_at, boot, seq, batch_id) from stdin (format binary)";
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            // Rows of one size, so a buffer of our own and no stream: this runs for every reading there is.
            byte[] buffer = new byte[BUFFER_BYTES];
            ByteBuffer rows = ByteBuffer.wrap(buffer);
            rows.put(SIGNATURE).putInt(0).putInt(0); // no flags, no header extension
            for (int i = 0; i < readings.size(); i++) {
                if (rows.remaining() < ROW_BYTES) {
                    send(copy, buffer, rows);
                }
                Reading reading = readings.get(i);
                rows.putShort(COLUMNS);
                rows.putInt(4).putInt(reading.channelId());
                rows.putInt(8).putLong(reading.timeMicros() - EPOCH_2000_MICROS);
                rows.putInt(8).putDouble(reading.value());
                rows.putInt(2).putShort(reading.quality());
                rows.putInt(8).putLong(reading.receivedMicros() - EPOCH_2000_MICROS);
                rows.putInt(8).putLong(reading.boot());
                rows.putInt(8).putLong(reading.seq());
                rows.putInt(8).putLong(batchId);
            }
            if (rows.remaining() < 2) {
                send(copy, buffer, rows);
            }
            rows.putShort((short) -1);
            send(copy, buffer, rows);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void send(CopyIn copy, byte[] buffer, ByteBuffer rows) throws SQLException {
        copy.writeToCopy(buffer, 0, rows.position());
        rows.clear();
    }
}
