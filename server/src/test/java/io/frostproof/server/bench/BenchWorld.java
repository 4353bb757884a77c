package io.frostproof.server.bench;

import io.frostproof.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Generated data: {@value #UNITS} units in 5 regions and 100 nodes, each with a device {@code d-N} whose channel {@code t1} has a reading of
 * now; {@value #INCIDENTS} open incidents with excursions, stock and proposed decisions on the first units. Unit {@code u-1} has temperature,
 * door and mains of every minute of 30 days. Channel {@code bulk/t1} of unit {@code u-bulk} has as many readings, one each second, as asked for.
 */
final class BenchWorld {

    static final int UNITS = 2_000;
    static final int INCIDENTS = 200;
    static final String CHART_UNIT = "u-1";
    static final String BULK_CHANNEL = "bulk/t1";
    /** Long ago, so that it stays as it is. */
    static final Instant BULK_END = Instant.parse("2026-01-01T00:00:00Z");

    private BenchWorld() {}

    /** Fills a database whose schema is there. */
    static void make(TestDatabase server, String url, long bulkReadings) throws SQLException {
        try (Connection connection = server.connect(url);
                Statement sql = connection.createStatement()) {
            sql.execute(NETWORK);
            if (bulkReadings > 0) {
                bulk(sql, bulkReadings);
            }
            sql.execute("update network_version set version = version + 1");
            sql.execute("vacuum analyze");
        }
    }

    private static void bulk(Statement sql, long readings) throws SQLException {
        Instant begin = BULK_END.minusSeconds(readings);
        sql.execute("select make_room_for_readings('" + begin + "', '" + BULK_END + "')");
        for (Instant from = begin; from.isBefore(BULK_END); from = from.plus(5, ChronoUnit.DAYS)) {
            Instant to = from.plus(5, ChronoUnit.DAYS).isBefore(BULK_END) ? from.plus(5, ChronoUnit.DAYS) : BULK_END;
            sql.execute("""
                    insert into reading
                    select c.id, t, round((4 + sin(extract(epoch from t) / 900))::numeric, 2)::float8, 0, t + interval '1 second', 1,
                           extract(epoch from t)::bigint, 1
                    from channel c, generate_series('%s'::timestamptz, '%s'::timestamptz - interval '1 second', '1 second') t
                    where c.device_id = 'bulk'
                    """.formatted(from, to));
        }
    }

    private static final String NETWORK = """
            insert into region select 'r-' || r, 'Region ' || r from generate_series(1, 5) r;
            insert into node select 'n-' || n, 'r-' || (1 + n % 5), 'Cold Store ' || n, 'cold_store', 'Europe/Berlin' from generate_series(1, 100) n;
            insert into storage_profile values ('bench', 'Chilled food', 2, 8, 'benchmark', '[
                {"slot": "too_warm", "level": "critical", "quantity": "temperature", "operator": ">", "threshold": 8, "delay_s": 600, "clear_margin": 0.5}]');
            insert into unit select 'u-' || u, 'n-' || (1 + u % 100), 'Locker ' || u, 'locker', 'bench' from generate_series(1, 2000) u;
            insert into unit values ('u-bulk', 'n-1', 'Bulk', 'freezer', 'bench');
            insert into device select 'd-' || u, 'n-' || (1 + u % 100), 60 from generate_series(1, 2000) u;
            insert into device values ('bulk', 'n-1', 1);
            insert into channel (device_id, name, quantity, unit, max_hold_s) select id, 't1', 'temperature', 'Cel', case when id = 'd-1' then 120 else 86400 end from device;
            insert into channel (device_id, name, quantity, unit, max_hold_s) values ('d-1', 'door', 'door', '1', 7200), ('d-1', 'mains', 'mains', '1', 7200);
            insert into placement select id, case when device_id = 'bulk' then 'u-bulk' else replace(device_id, 'd-', 'u-') end, '2020-01-01T00:00:00Z', null from channel;
            insert into product values ('milk', 'Milk', 'bench');
            insert into lot values ('lot-1', 'milk', '2030-01-01');
            insert into handling_unit (id, lot_id, quantity, quantity_unit) select 'hu-' || h, 'lot-1', 12, 'crate' from generate_series(1, 4000) h;
            insert into movement (handling_unit_id, time, to_unit_id) select 'hu-' || h, now() - interval '40 days', 'u-' || (1 + h % 2000) from generate_series(1, 4000) h;
            select make_room_for_readings(now() - interval '31 days', now() + interval '1 day');
            insert into reading select c.id, date_trunc('second', now()) - interval '10 seconds', 4 + (c.id % 30) / 10.0, 0, now(), 1, 1, 1
                from channel c where c.device_id not in ('bulk', 'd-1');
            insert into reading select c.id, t, case c.name when 't1' then round((4.5 + 2 * sin(extract(epoch from t) / 7200) + random())::numeric, 2)::float8
                    when 'door' then (extract(hour from t)::int = 8 and extract(minute from t) < 10)::int else 1 end, 0, t + interval '1 second', 1, extract(epoch from t)::bigint, 1
                from channel c, generate_series(date_trunc('minute', now()) - interval '30 days', date_trunc('minute', now()), '1 minute') t
                where c.device_id = 'd-1' and (c.name = 't1' or extract(minute from t)::int % 10 = 0) and not (extract(day from t)::int = 7 and extract(hour from t)::int = 3);
            insert into incident (id, region_id, unit_id, slot, level, state, started_at, opened_at)
                select md5('i' || u)::uuid, n.region_id, x.id, 'too_warm', case when u % 3 = 0 then 'warning' else 'critical' end,
                       case when u % 4 = 0 then 'acknowledged' else 'open' end, now() - u * interval '7 minutes', now() - u * interval '7 minutes' + interval '10 minutes'
                from generate_series(1, 200) u join unit x on x.id = 'u-' || u join node n on n.id = x.node_id;
            insert into excursion (id, channel_id, unit_id, slot, level, started_at, confirmed_at, unknown_s, worst_value, rule, incident_id, found_at, decided_at)
                select md5('e' || u)::uuid, c.id, 'u-' || u, 'too_warm', 'critical', i.started_at, i.opened_at, 0, 8 + u % 7, '> 8 °C for 10 min (bench)', i.id, i.opened_at, i.opened_at
                from generate_series(1, 200) u join incident i on i.unit_id = 'u-' || u join channel c on c.device_id = 'd-' || u and c.name = 't1';
            insert into exposure select md5('e' || u)::uuid, m.handling_unit_id, now() - u * interval '7 minutes', null
                from generate_series(1, 200) u join movement m on m.to_unit_id = 'u-' || u;
            insert into decision (id, incident_id, disposition, state, proposed_at, policy_version, evidence)
                select md5('d' || u)::uuid, md5('i' || u)::uuid, 'quarantine', 'proposed', now() - u * interval '6 minutes', 'bench', '{}' from generate_series(1, 200) u;
            insert into decision_item select md5('d' || u)::uuid, m.handling_unit_id from generate_series(1, 200) u join movement m on m.to_unit_id = 'u-' || u;
            """;
}
