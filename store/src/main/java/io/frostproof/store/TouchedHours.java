package io.frostproof.store;

import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.Batch;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Which hours a batch puts readings into: each pair of channel and hour once. Goes with the row of the batch, so that roll-ups cost the log no
 * round trip of their own.
 */
final class TouchedHours {

    private final int[] channels;
    private final int[] hours;

    private TouchedHours(int[] channels, int[] hours) {
        this.channels = channels;
        this.hours = hours;
    }

    /** Readings of a message are mostly of one hour, so that most are passed over before anything is sorted. */
    static TouchedHours of(Batch batch) {
        var keys = new Keys(64);
        keys.add(batch.fresh());
        keys.add(batch.staged());
        long[] distinct = keys.distinct();
        int[] channels = new int[distinct.length];
        int[] hours = new int[distinct.length];
        boolean oneHour = true;
        for (int i = 0; i < distinct.length; i++) {
            channels[i] = (int) (distinct[i] >> 32);
            hours[i] = (int) distinct[i];
            oneHour &= hours[i] == hours[0];
        }
        // Mostly it is the present one, and need not be said for each channel.
        return new TouchedHours(channels, oneHour && hours.length > 1 ? new int[] {hours[0]} : hours);
    }

    /** Channel and hour, one above the other. */
    private static final class Keys {
        private long[] keys;
        private int count;
        private int lastChannel = -1;
        private long lastFrom;

        Keys(int expected) {
            keys = new long[expected];
        }

        void add(List<Reading> readings) {
            for (Reading reading : readings) {
                int channel = reading.channelId();
                long sinceFrom = reading.timeMicros() - lastFrom;
                if (channel == lastChannel && sinceFrom >= 0 && sinceFrom < Hours.MICROS) {
                    continue;
                }
                int hour = Hours.of(reading.timeMicros());
                lastChannel = channel;
                lastFrom = Hours.begin(hour);
                if (count == keys.length) {
                    keys = Arrays.copyOf(keys, count * 2);
                }
                keys[count++] = (long) channel << 32 | (hour & 0xFFFF_FFFFL);
            }
        }

        long[] distinct() {
            Arrays.sort(keys, 0, count);
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (i == 0 || keys[i] != keys[kept - 1]) {
                    keys[kept++] = keys[i];
                }
            }
            return Arrays.copyOf(keys, kept);
        }
    }

    /** As a parameter. */
    Array channels(Connection connection) throws SQLException {
        return parameter(connection, channels);
    }

    /** As a parameter: by position, or one for all. */
    Array hours(Connection connection) throws SQLException {
        return parameter(connection, hours);
    }

    /** Without an object for each number. */
    private static Array parameter(Connection connection, int[] numbers) throws SQLException {
        return connection.unwrap(PGConnection.class).createArrayOf("int4", numbers);
    }
}
