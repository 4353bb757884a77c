package io.frostproof.server.bench;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Raw binary COPY: how many rows a second one connection gets into a fresh table like the server's, in transactions as large as the server's.
 *
 * <p>The table is {@code reading} of another database of the same schema, emptied before: same columns, index, chunks or
 * partitions, by construction. The rows are those of the load: the same channels, times, values of the same width and messages in turn; in a
 * transaction those of a channel stand beside each other, in order of time, as the server writes them. Writing a row into the buffer costs some ten
 * nanoseconds here, so what is measured is the database. One transaction is one COPY and one commit, which waits for the disk; nothing
 * else is in it.
 */
final class CopyLimit {

    private static final String COPY =
            "copy reading (channel_id, time, value, quality, received_at, boot, seq, batch_id) from stdin (format binary)";
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final byte[] TRAILER = {(byte) 0xFF, (byte) 0xFF};
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** 8 lengths of 4 bytes, the count of columns, and 4 + 8 + 8 + 2 + 8 + 8 + 8 + 8 bytes of values. */
    private static final int ROW_BYTES = 2 + 8 * 4 + 54;
    /** As the server hands its rows to the driver. */
    private static final int BUFFER_BYTES = 1 << 16;

    private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;

    private final byte[] buffer = new byte[BUFFER_BYTES + ROW_BYTES];
    private int size;
    private final int[] channels;
    private final long[] readings;
    private final int perMessage;
    private final long beginMicros;
    private final long intervalMicros;
    private int turn;
    private long batches;

    /**
     * What came out.
     *
     * @param rows in all
     * @param seconds they took
     * @param rowsPerBatch in each transaction
     */
    record Result(long rows, double seconds, int rowsPerBatch) {
        double rowsPerSecond() {
            return rows / seconds;
        }
    }

    private CopyLimit(int[] channels, int perMessage, Instant begin, Duration interval) {
        this.channels = channels;
        this.perMessage = perMessage;
        readings = new long[channels.length];
        beginMicros = begin.toEpochMilli() * 1_000 - EPOCH_2000_MICROS;
        intervalMicros = interval.toMillis() * 1_000;
    }

    /** Copies for so long, after a warm-up of a third of it into the same table. */
    static Result measure(
            IngestDatabase database,
            String url,
            int perMessage,
            int rowsPerBatch,
            Instant begin,
            Duration interval,
            Duration length)
            throws SQLException, IOException {
        try (Connection connection = database.connect(url);
                Statement sql = connection.createStatement()) {
            sql.execute("truncate reading");
            sql.execute("select make_room_for_readings('" + begin + "', now())");
            int[] channels = channels(sql);
            database.settle();
            connection.setAutoCommit(false);
            var copy = new CopyLimit(channels, perMessage, begin, interval);
            copy.run(connection, rowsPerBatch, length.dividedBy(3));
            return copy.run(connection, rowsPerBatch, length);
        }
    }

    private static int[] channels(Statement sql) throws SQLException {
        var ids = new java.util.ArrayList<Integer>();
        try (ResultSet rows = sql.executeQuery("select id from channel where device_id <> 'probe' order by id")) {
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private Result run(Connection connection, int rowsPerBatch, Duration length) throws SQLException, IOException {
        long begun = System.nanoTime();
        long end = begun + length.toNanos();
        long rows = 0;
        while (System.nanoTime() < end) {
            rows += batch(connection, rowsPerBatch);
        }
        return new Result(rows, (System.nanoTime() - begun) / 1e9, rowsPerBatch);
    }

    /** One transaction; how many rows it had. */
    private int batch(Connection connection, int rowsPerBatch) throws SQLException, IOException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
        long receivedMicros = System.currentTimeMillis() * 1_000 - EPOCH_2000_MICROS;
        batches++;
        size = 0;
        System.arraycopy(HEADER, 0, buffer, 0, HEADER.length);
        size = HEADER.length;
        int messages = Math.max(1, rowsPerBatch / perMessage);
        int taking = Math.min(messages, channels.length);
        int rows = 0;
        for (int i = 0; i < taking; i++) {
            int of = (turn + i) % channels.length;
            // When there are more messages than devices, some devices have one more than others.
            int count = (messages / taking + (i < messages % taking ? 1 : 0)) * perMessage;
            for (int k = 0; k < count; k++) {
                row(of, receivedMicros);
                if (size >= BUFFER_BYTES) {
                    copy.writeToCopy(buffer, 0, size);
                    size = 0;
                }
            }
            rows += count;
        }
        turn = (turn + messages) % channels.length;
        System.arraycopy(TRAILER, 0, buffer, size, TRAILER.length);
        size += TRAILER.length;
        copy.writeToCopy(buffer, 0, size);
        copy.endCopy();
        connection.commit();
        return rows;
    }

    private void row(int of, long receivedMicros) {
        long reading = readings[of]++;
        byte[] bytes = buffer;
        int at = size;
        SHORT.set(bytes, at, (short) 8);
        INT.set(bytes, at + 2, 4);
        INT.set(bytes, at + 6, channels[of]);
        number(at + 10, beginMicros + reading * intervalMicros);
        number(at + 22, Double.doubleToRawLongBits((40 + (reading + of) % 20) / 10.0));
        INT.set(bytes, at + 34, 2);
        SHORT.set(bytes, at + 38, (short) 0);
        number(at + 40, receivedMicros);
        number(at + 52, 1);
        number(at + 64, reading / perMessage);
        number(at + 76, batches);
        size = at + ROW_BYTES;
    }

    private void number(int at, long value) {
        INT.set(buffer, at, 8);
        LONG.set(buffer, at + 4, value);
    }
}
