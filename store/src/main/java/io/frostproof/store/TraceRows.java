package io.frostproof.store;

import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.probe.Trace;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads what the probes and doors of a unit measured. */
final class TraceRows {

    private TraceRows() {}

    private record Channel(int id, String name, String quantity, String senses, long holdMicros) {}

    /** Of channels that are in a unit at the end of a stretch; those without readings in it have no points. */
    static List<Trace> of(Connection connection, String unitId, long fromMicros, long toMicros) throws SQLException {
        List<Channel> channels = Sql.list(
                connection,
                row -> new Channel(
                        row.getInt("id"),
                        row.getString("device_id") + "/" + row.getString("name"),
                        row.getString("quantity"),
                        row.getString("senses"),
                        Math.round(row.getDouble("max_hold_s") * 1e6)),
                """
                select c.id, c.device_id, c.name, c.quantity, c.senses, c.max_hold_s
                from placement p join channel c on c.id = p.channel_id
                where p.unit_id = ? and p.valid_from <= ? and coalesce(p.valid_to, 'infinity') > ?
                  and c.quantity in ('temperature', 'door')
                order by c.id
                """,
                unitId,
                Sql.instant(toMicros),
                Sql.instant(toMicros));
        Map<Integer, List<Trace.Point>> points = new LinkedHashMap<>();
        Sql.list(
                connection,
                row -> points.computeIfAbsent(row.getInt("channel_id"), id -> new ArrayList<>())
                        .add(new Trace.Point(Sql.micros(row, "time"), row.getDouble("value"))),
                """
                select channel_id, time, value from reading
                where channel_id = any (?) and time >= ? and time <= ? order by channel_id, time
                """,
                Sql.integers(channels.stream().map(Channel::id).toList()),
                Sql.instant(fromMicros),
                Sql.instant(toMicros));
        return channels.stream()
                .map(channel -> new Trace(
                        channel.id(),
                        channel.name(),
                        ConditionJson.quantity(channel.quantity()),
                        Objects.requireNonNull(Sense.find(channel.senses())),
                        channel.holdMicros(),
                        points.getOrDefault(channel.id(), List.of())))
                .toList();
    }
}
