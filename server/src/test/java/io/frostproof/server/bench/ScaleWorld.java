package io.frostproof.server.bench;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.store.Database;
import io.frostproof.store.PostgresDeviceDirectory;
import io.frostproof.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HexFormat;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * A large network: device {@code d-N} in unit {@code u-N} of node {@code n-(1 + N mod 100)}, with channels {@code c1}, {@code c2} ... that
 * measure temperature, humidity, door and battery in turn. The profile of all units has four conditions on temperature, two on
 * humidity, one on doors and one on batteries. Each channel has a snapshot and a few readings after it, a minute apart.
 */
final class ScaleWorld {

    private ScaleWorld() {}

    /**
     * Fills a database whose schema is there.
     *
     * @param at time of the snapshots, and of the reading in them
     * @param readings after the snapshot
     */
    static void make(
            TestDatabase server, String url, Database database, int devices, int channels, Instant at, int readings)
            throws SQLException, IOException {
        try (Connection connection = server.connect(url);
                Statement sql = connection.createStatement()) {
            sql.execute(NETWORK.replace("$devices", Integer.toString(devices))
                    .replace("$channels", Integer.toString(channels)));
            sql.execute("select make_room_for_readings('%s', timestamptz '%s' + interval '1 day')".formatted(at, at));
            sql.execute("""
                    insert into reading
                        select c.id, t, case c.quantity when 'temperature' then 5 when 'humidity' then 50 when 'door' then 0 else 90 end,
                               0, t, 1, extract(epoch from t - timestamptz '%s')::bigint, 1
                        from generate_series(timestamptz '%s', timestamptz '%s' + %d * interval '1 minute', '1 minute') t, channel c
                    """.formatted(at, at, at, readings));
            sql.execute("update network_version set version = version + 1");
            snapshots(connection, database, at);
            sql.execute("vacuum analyze");
            sql.execute("checkpoint");
        }
    }

    private static void snapshots(Connection connection, Database database, Instant at)
            throws SQLException, IOException {
        long micros = at.getEpochSecond() * 1_000_000;
        HexFormat hex = HexFormat.of();
        try (var out = new PGCopyOutputStream(
                connection.unwrap(PGConnection.class), "copy channel_snapshot (channel_id, time, state) from stdin")) {
            for (KnownDevice device : new PostgresDeviceDirectory(database).all()) {
                for (KnownChannel channel : device.channels().values()) {
                    var monitor = new ChannelMonitor(channel.plan());
                    monitor.accept(
                            micros,
                            switch (channel.quantity()) {
                                case TEMPERATURE -> 5;
                                case HUMIDITY -> 50;
                                case DOOR -> 0;
                                default -> 90;
                            },
                            transition -> {});
                    var state = new ByteArrayOutputStream();
                    monitor.write(new DataOutputStream(state));
                    String row = channel.id() + "\t" + at + "\t\\\\x" + hex.formatHex(state.toByteArray()) + "\n";
                    out.write(row.getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
    }

    private static final String NETWORK = """
            insert into region select 'r-' || r, 'Region ' || r from generate_series(1, 5) r;
            insert into node select 'n-' || n, 'r-' || (1 + n % 5), 'Node ' || n, 'cold_store', 'Europe/Oslo' from generate_series(1, 100) n;
            insert into storage_profile values ('scale', 'Chilled food', 2, 8, 'benchmark', '[
                {"slot": "too_warm", "level": "warning", "quantity": "temperature", "operator": ">", "threshold": 8, "delay_s": 1800, "clear_margin": 0.5},
                {"slot": "too_warm", "level": "critical", "quantity": "temperature", "operator": ">", "threshold": 12, "delay_s": 600, "clear_margin": 0.5},
                {"slot": "too_cold", "level": "warning", "quantity": "temperature", "operator": "<", "threshold": 1, "delay_s": 1800, "clear_margin": 0.5},
                {"slot": "too_cold", "level": "critical", "quantity": "temperature", "operator": "<", "threshold": -1, "delay_s": 600, "clear_margin": 0.5},
                {"slot": "humidity", "level": "warning", "quantity": "humidity", "operator": ">", "threshold": 80, "delay_s": 3600, "clear_margin": 2},
                {"slot": "humidity", "level": "critical", "quantity": "humidity", "operator": ">", "threshold": 95, "delay_s": 3600, "clear_margin": 2},
                {"slot": "door_open", "level": "warning", "quantity": "door", "operator": ">", "threshold": 0.5, "delay_s": 300, "clear_margin": 0},
                {"slot": "battery_low", "level": "warning", "quantity": "battery", "operator": "<", "threshold": 15, "delay_s": 0, "clear_margin": 5}]');
            insert into unit select 'u-' || d, 'n-' || (1 + d % 100), 'Locker ' || d, 'locker', 'scale' from generate_series(1, $devices) d;
            insert into device select 'd-' || d, 'n-' || (1 + d % 100), 60 from generate_series(1, $devices) d;
            insert into channel (device_id, name, quantity, unit, max_hold_s)
                select 'd-' || d, 'c' || c,
                       (array['temperature', 'humidity', 'door', 'battery'])[1 + (c - 1) % 4], (array['Cel', '%', '1', '%'])[1 + (c - 1) % 4], 86400
                from generate_series(1, $devices) d, generate_series(1, $channels) c;
            insert into placement select id, replace(device_id, 'd-', 'u-'), '2020-01-01T00:00:00Z', null from channel;
            """;
}
