package io.frostproof.server.bench;

import io.frostproof.protocol.UpTopic;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The network of {@code bench ingest}: device {@code d-N} in unit {@code u-N}, all channels of a device in its unit, 100 nodes, 5 regions.
 * Every unit has a profile with two conditions, too warm and too cold, so that every reading is evaluated. Device {@code probe} is
 * the one whose way to the table is timed.
 */
final class IngestWorld {

    static final String PROBE = "probe";

    private IngestWorld() {}

    /** Fills a database whose schema is there. */
    static void make(Connection connection, int devices, List<String> channels) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.execute(NETWORK.replace("DEVICES", Integer.toString(devices)));
            for (String channel : channels) {
                sql.execute("insert into channel (device_id, name, quantity, unit, max_hold_s) select id, '" + channel
                        + "', 'temperature', 'Cel', 86400 from device");
            }
            sql.execute("insert into placement select id, case device_id when 'probe' then 'u-probe' else"
                    + " replace(device_id, 'd-', 'u-') end, '2020-01-01T00:00:00Z', null from channel");
            sql.execute("update network_version set version = version + 1");
            sql.execute("vacuum analyze");
        }
    }

    static List<UpTopic> topics(int devices) {
        return IntStream.rangeClosed(1, devices)
                .mapToObj(n -> UpTopic.telemetry("n-" + (1 + n % 100), "d-" + n))
                .toList();
    }

    static UpTopic probe() {
        return UpTopic.telemetry("n-1", PROBE);
    }

    private static final String NETWORK = """
            insert into region select 'r-' || r, 'Region ' || r from generate_series(1, 5) r;
            insert into node select 'n-' || n, 'r-' || (1 + n % 5), 'Cold Store ' || n, 'cold_store', 'Europe/Berlin' from generate_series(1, 100) n;
            insert into storage_profile values ('bench', 'Chilled food', 2, 8, 'benchmark', '[
                {"slot": "too_warm", "level": "critical", "quantity": "temperature", "operator": ">", "threshold": 8, "delay_s": 600, "clear_margin": 0.5},
                {"slot": "too_cold", "level": "critical", "quantity": "temperature", "operator": "<", "threshold": 2, "delay_s": 600, "clear_margin": 0.5}]');
            insert into unit select 'u-' || u, 'n-' || (1 + u % 100), 'Locker ' || u, 'locker', 'bench' from generate_series(1, DEVICES) u;
            insert into unit values ('u-probe', 'n-1', 'Probe', 'locker', 'bench');
            insert into device select 'd-' || u, 'n-' || (1 + u % 100), 10 from generate_series(1, DEVICES) u;
            insert into device values ('probe', 'n-1', 10);
            """;
}
