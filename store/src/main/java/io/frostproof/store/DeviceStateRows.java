package io.frostproof.store;

import io.frostproof.ingest.device.DeviceState;
import io.frostproof.ingest.device.Presence;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** States of devices as rows. */
final class DeviceStateRows {

    private static final List<String> COLUMNS = List.of(
            "device_id",
            "presence",
            "since",
            "heard_at",
            "boot",
            "conn",
            "is_binary",
            "seq",
            "clock",
            "kept",
            "oldest_boot",
            "oldest_seq",
            "lost",
            "config_version",
            "report_s",
            "sample_s",
            "next_due_at",
            "model",
            "firmware",
            "battery",
            "rssi",
            "channels",
            "abilities",
            "ignored_at",
            "ignored_boot",
            "ignored_conn");

    private static final String UPSERT = "insert into device_state (" + String.join(", ", COLUMNS) + ") values ("
            + String.join(", ", COLUMNS.stream().map(column -> "?").toList())
            + ") on conflict (device_id) do update set "
            + String.join(
                    ", ",
                    COLUMNS.stream()
                            .skip(1)
                            .map(column -> column + " = excluded." + column)
                            .toList());

    private DeviceStateRows() {}

    /** States of devices, by id, locked until the end of the transaction; in one order, so that two cannot wait for each other. */
    static Map<String, DeviceState> lock(Connection connection, Collection<String> devices) throws SQLException {
        var states = new HashMap<String, DeviceState>();
        Sql.list(
                connection,
                row -> states.put(row.getString("device_id"), read(row)),
                "select * from device_state where device_id = any(?) order by device_id for update",
                Sql.texts(List.copyOf(devices)));
        return states;
    }

    static void write(Connection connection, Map<String, DeviceState> states) throws SQLException {
        var rows = new ArrayList<@Nullable Object[]>();
        states.forEach((device, state) -> {
            DeviceState.Ignored ignored = state.ignored();
            rows.add(new @Nullable Object[] {
                device,
                state.presence().id(),
                state.since(),
                state.heardAt(),
                state.boot(),
                state.conn(),
                state.binary(),
                state.seq(),
                state.clock(),
                state.kept(),
                state.oldestBoot(),
                state.oldestSeq(),
                state.lost(),
                state.config(),
                state.reportS(),
                state.sampleS(),
                state.nextDueAt(),
                state.model(),
                state.firmware(),
                state.battery(),
                state.rssi(),
                SentUnits.write(state.channels()),
                Sql.texts(state.abilities().stream().sorted().toList()),
                ignored == null ? null : ignored.at(),
                ignored == null ? null : ignored.boot(),
                ignored == null ? null : ignored.conn()
            });
        });
        Sql.batch(connection, UPSERT, rows);
    }

    static DeviceState read(ResultSet row) throws SQLException {
        Instant ignoredAt = Sql.instantOrNull(row, "ignored_at");
        return new DeviceState(
                Presence.of(row.getString("presence")),
                Sql.instant(row, "since"),
                Sql.instant(row, "heard_at"),
                row.getLong("boot"),
                row.getLong("conn"),
                row.getBoolean("is_binary"),
                row.getObject("seq", Long.class),
                row.getString("clock"),
                row.getObject("kept", Long.class),
                row.getObject("oldest_boot", Long.class),
                row.getObject("oldest_seq", Long.class),
                row.getObject("lost", Long.class),
                row.getObject("config_version", Long.class),
                row.getObject("report_s", Integer.class),
                row.getObject("sample_s", Integer.class),
                Sql.instantOrNull(row, "next_due_at"),
                row.getString("model"),
                row.getString("firmware"),
                row.getObject("battery", Integer.class),
                row.getObject("rssi", Integer.class),
                Set.of((String[]) row.getArray("abilities").getArray()),
                SentUnits.read(row.getString("channels")),
                ignoredAt == null
                        ? null
                        : new DeviceState.Ignored(ignoredAt, row.getLong("ignored_boot"), row.getLong("ignored_conn")));
    }
}
