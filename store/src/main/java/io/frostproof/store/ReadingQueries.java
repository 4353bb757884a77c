package io.frostproof.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Readings of the log. Thread-safe; calls block. */
public final class ReadingQueries {

    private final Database database;

    public ReadingQueries(Database database) {
        this.database = database;
    }

    /** A channel as people name it: {@code device/channel}. */
    public record ChannelPath(String device, String channel) {
        @Override
        public String toString() {
            return device + "/" + channel;
        }
    }

    /**
     * A reading of the log.
     *
     * @param value canonical unit of the channel's quantity, which {@code valueUnit} names by UCUM code
     * @param boot boot of the message that brought it; null when the device numbers nothing
     */
    public record Row(
            Instant time,
            Instant receivedAt,
            String device,
            String channel,
            String quantity,
            double value,
            String valueUnit,
            String quality,
            @Nullable Long boot,
            @Nullable Long seq) {}

    /** Whether there is such a channel. */
    public boolean exists(ChannelPath channel) {
        return database.look(connection -> channelId(connection, channel) != null);
    }

    /**
     * What two servers, or two runs, that hold the same readings of a channel agree on.
     *
     * @param readingsSha256 over all readings in event-time order: {@code device/channel} in UTF-8, a zero byte, the event time in
     *     microseconds since 1970 and the bits of the value (IEEE 754 binary64; -0 counts as 0), both as 8 bytes, big endian
     * @param conflictsSha256 the same over the values that lost their (channel, time), in order of event time and value
     */
    public record Checksum(
            String channel, long readings, String readingsSha256, long conflicts, String conflictsSha256) {}

    /** Reads the whole channel. */
    public Optional<Checksum> checksum(ChannelPath channel) {
        return database.read(connection -> {
            Integer id = channelId(connection, channel);
            if (id == null) {
                return Optional.empty();
            }
            var readings = new Sum(channel);
            Cursor.each(
                    connection,
                    row -> readings.add(Sql.micros(row, "time"), row.getDouble("value")),
                    "select time, value from reading where channel_id = ? order by time",
                    id);
            var conflicts = new Sum(channel);
            Cursor.each(
                    connection,
                    row -> conflicts.add(Sql.micros(row, "time"), row.getDouble("value")),
                    "select time, value from reading_conflict where channel_id = ? order by time, value",
                    id);
            return Optional.of(
                    new Checksum(channel.toString(), readings.count, readings.hex(), conflicts.count, conflicts.hex()));
        });
    }

    private static @Nullable Integer channelId(Connection connection, ChannelPath channel) throws SQLException {
        return Sql.first(
                connection,
                row -> row.getInt(1),
                "select id from channel where device_id = ? and name = ?",
                channel.device(),
                channel.channel());
    }

    private static final class Sum {
        private final MessageDigest digest;
        private final byte[] name;
        private final ByteBuffer numbers = ByteBuffer.allocate(2 * Long.BYTES);
        private long count;

        Sum(ChannelPath channel) {
            name = (channel + "\0").getBytes(StandardCharsets.UTF_8);
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        void add(long timeMicros, double value) {
            count++;
            digest.update(name);
            // -0.0 + 0.0 is 0.0: to the database, the two are one value.
            numbers.clear().putLong(timeMicros).putLong(Double.doubleToLongBits(value + 0.0));
            digest.update(numbers.flip());
        }

        String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
