package io.frostproof.store;

import io.frostproof.alerts.cross.DeviceWatch;
import io.frostproof.alerts.cross.DeviceWatch.Known;
import io.frostproof.alerts.cross.DeviceWatch.Series;
import io.frostproof.alerts.cross.DeviceWatch.Topic;
import io.frostproof.alerts.desk.CrossFacts;
import io.frostproof.ingest.intake.Reading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of devices themselves, for {@link DeviceWatch}, as rows: one for as long as the same is known. A row goes on when the same is
 * said again in time, and another one begins when something else is.
 */
final class DeviceKnownRows {

    /** After this a row is over although the same is said again: nobody knows what was in between. */
    private static final Duration GOES_ON = Duration.ofDays(2);
    /** Messages take some time: a clock that is off by a little more or less is off as it was. */
    private static final double SAME_SECONDS = 60;

    private static final double SAME_PART = 0.1;
    /** A reading that is older proves nothing of now; it bounds how many partitions are looked at. */
    private static final Duration NEWEST_WITHIN = Duration.ofDays(40);

    /** Readings that say nothing of the clock of their device: it did not date them, or doubts its clock itself. */
    private static final int NOT_ITS_CLOCK = Reading.RECEPTION_TIME | Reading.CLOCK_DOUBTED | Reading.COUNTED_TIME;

    private DeviceKnownRows() {}

    /**
     * Notes what a device said of its battery.
     *
     * @return whether it is news
     */
    static boolean battery(Connection connection, String device, Instant at, int percent) throws SQLException {
        return note(connection, device, Topic.BATTERY, at, percent, 0);
    }

    /**
     * Notes that a device sent a time that cannot be true.
     *
     * @param seconds how far it is from the server's
     * @return whether it is news
     */
    static boolean clockOff(Connection connection, String device, Instant at, double seconds) throws SQLException {
        return note(connection, device, Topic.CLOCK, at, seconds, Math.max(SAME_SECONDS, SAME_PART * seconds));
    }

    private static boolean note(
            Connection connection, String device, Topic topic, Instant at, double value, double same)
            throws SQLException {
        int goesOn = Sql.update(
                connection, """
                update device_known set until_at = greatest(until_at, ?)
                where device_id = ? and topic = ? and until_at >= ? and (value > 0) = (? > 0) and abs(value - ?) <= ?
                  and at = (select max(at) from device_known where device_id = ? and topic = ? and at <= ?)
                """, at, device, topic.id(), at.minus(GOES_ON), value, value, same, device, topic.id(), at);
        if (goesOn > 0) {
            return false;
        }
        Sql.update(connection, """
                insert into device_known as k (device_id, topic, at, until_at, value) values (?, ?, ?, ?, ?)
                on conflict (device_id, topic, at) do update set value = greatest(k.value, excluded.value)
                """, device, topic.id(), at, at, value);
        return true;
    }

    /** Asks the desks to look, at once, at the units that devices are in. */
    static void askForLooks(Connection connection, Collection<String> devices) throws SQLException {
        if (!devices.isEmpty()) {
            Sql.update(connection, """
                    insert into desk_look (unit_id, slot, region_id, due_at)
                    select u.id, ?, n.region_id, ? from unit u join node n on n.id = u.node_id
                    where u.id in (select p.unit_id from placement p join channel c on c.id = p.channel_id
                                   where c.device_id = any (?))
                    order by u.id
                    on conflict (unit_id, slot) do update set region_id = excluded.region_id, due_at = excluded.due_at
                    """, CrossFacts.ALL, Instant.EPOCH, Sql.texts(List.copyOf(devices)));
        }
    }

    private record InUnit(String device, int channel, boolean hasBattery, long fromMicros, long toMicros) {}

    /** What is known of the devices of a unit. Those whose clock was off and is right by now are noted first. */
    static List<Series> ofUnit(Connection connection, String unit, Instant now) throws SQLException {
        List<InUnit> devices = Sql.list(
                connection,
                row -> {
                    Long to = Sql.microsOrNull(row, "valid_to");
                    return new InUnit(
                            row.getString("device_id"),
                            row.getInt("channel"),
                            row.getBoolean("has_battery"),
                            Sql.micros(row, "valid_from"),
                            row.getBoolean("lasts") || to == null ? Long.MAX_VALUE : to);
                },
                """
                select c.device_id, min(c.id) as channel, min(p.valid_from) as valid_from, max(p.valid_to) as valid_to,
                       bool_or(p.valid_to is null) as lasts,
                       exists (select from channel b where b.device_id = c.device_id and b.quantity = 'battery') as has_battery
                from placement p join channel c on c.id = p.channel_id where p.unit_id = ?
                group by c.device_id order by channel
                """,
                unit);
        List<String> ids = devices.stream().map(InUnit::device).toList();
        noteRightClocks(connection, ids, now);
        record Key(String device, String topic) {}
        Map<Key, List<Known>> known = new HashMap<>();
        Sql.list(
                connection,
                row -> known.computeIfAbsent(
                                new Key(row.getString("device_id"), row.getString("topic")), key -> new ArrayList<>())
                        .add(new Known(Sql.micros(row, "at"), Sql.micros(row, "until_at"), row.getDouble("value"))),
                "select * from device_known where device_id = any (?) order by device_id, topic, at",
                Sql.texts(ids));
        var series = new ArrayList<Series>();
        for (InUnit device : devices) {
            for (Topic topic : Topic.values()) {
                List<Known> of = known.get(new Key(device.device(), topic.id()));
                if (of != null && !(topic == Topic.BATTERY && device.hasBattery())) {
                    series.add(new Series(device.channel(), topic, device.fromMicros(), device.toMicros(), of));
                }
            }
        }
        return series;
    }

    private record Off(String device, Instant until) {}

    /**
     * A reading whose own time is after the last impossible one came, and that the log took since it is not ahead of the server's, was dated by a clock
     * that is right. A backlog is not: its times are before that.
     */
    private static void noteRightClocks(Connection connection, List<String> devices, Instant now) throws SQLException {
        List<Off> off = Sql.list(
                connection,
                row -> new Off(row.getString("device_id"), Sql.instant(row, "until_at")),
                """
                select device_id, until_at from (
                    select distinct on (device_id) * from device_known where device_id = any (?) and topic = 'clock'
                    order by device_id, at desc) last
                where value > 0 order by device_id
                """,
                Sql.texts(devices));
        for (Off device : off) {
            Instant oldest = now.minus(NEWEST_WITHIN);
            @Nullable
            Instant right = Sql.first(
                    connection,
                    row -> Sql.instantOrNull(row, "earliest"),
                    "select min(time) as earliest from reading where channel_id = any (?) and time > ? and time <= ?"
                            + " and quality & ? = 0",
                    Sql.integers(channels(connection, device.device())),
                    device.until().isBefore(oldest) ? oldest : device.until(),
                    now,
                    NOT_ITS_CLOCK);
            if (right != null) {
                Sql.update(
                        connection,
                        "insert into device_known (device_id, topic, at, until_at, value) values (?, 'clock', ?, ?, 0)"
                                + " on conflict do nothing",
                        device.device(),
                        right,
                        right);
            }
        }
    }

    private static List<Integer> channels(Connection connection, String device) throws SQLException {
        return Sql.list(connection, row -> row.getInt("id"), "select id from channel where device_id = ?", device);
    }
}
