package io.frostproof.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Readings of the log. Thread-safe; calls block. */
public final class ReadingQueries {

    private final Database database;

    public ReadingQueries(Database database) {
        this.database = database;
    }

    /**
     * Which readings.
     *
     * @param unit those that measured this unit; null: any
     * @param channel those of this channel; null: any
     * @param from event time, inclusive; null: from the first one on
     * @param to event time, exclusive; null: to the last one
     * @param limit at most so many
     */
    public record Filter(
            @Nullable String unit,
            @Nullable ChannelPath channel,
            @Nullable Instant from,
            @Nullable Instant to,
            int limit) {
        public Filter {
            if ((unit == null) == (channel == null)) {
                throw new IllegalArgumentException("expected either a unit or a channel");
            }
        }
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
        return database.read(connection -> channelId(connection, channel) != null);
    }

    /** Hands the readings over, newest first. What {@code use} throws ends the query and is passed on. */
    public void each(Filter filter, Consumer<Row> use) {
        var parameters = new ArrayList<@Nullable Object>();
        ChannelPath channel = filter.channel();
        if (channel == null) {
            parameters.add(filter.unit());
        } else {
            parameters.add(channel.device());
            parameters.add(channel.channel());
        }
        parameters.add(filter.from());
        parameters.add(filter.to());
        parameters.add(filter.limit());
        String from = channel == null
                ? """
                  from placement p join channel c on c.id = p.channel_id
                  join reading r on r.channel_id = c.id and r.time >= p.valid_from
                       and r.time < coalesce(p.valid_to, 'infinity')
                  where p.unit_id = ?
                  """
                : "from channel c join reading r on r.channel_id = c.id where c.device_id = ? and c.name = ?";
        database.read(connection -> {
            Cursor.Visitor visitor = row -> use.accept(new Row(
                    Sql.instant(row, "time"),
                    Sql.instant(row, "received_at"),
                    row.getString("device_id"),
                    row.getString("name"),
                    row.getString("quantity"),
                    row.getDouble("value"),
                    ConditionJson.quantity(row.getString("quantity"))
                            .canonicalUnit()
                            .ucum(),
                    QualityWords.of(row.getShort("quality")),
                    row.getLong("boot") < 0 ? null : Long.valueOf(row.getLong("boot")),
                    row.getLong("seq") < 0 ? null : Long.valueOf(row.getLong("seq"))));
            Cursor.each(
                    connection,
                    visitor,
                    "select r.time, r.received_at, c.device_id, c.name, c.quantity, r.value, r.quality, r.boot, r.seq "
                            + from
                            + " and r.time >= coalesce(?, '-infinity'::timestamptz)"
                            + " and r.time < coalesce(?, 'infinity'::timestamptz)"
                            + " order by r.time desc, c.device_id collate \"C\", c.name collate \"C\" limit ?",
                    parameters.toArray());
            return true;
        });
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
