package io.frostproof.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * What day it is at each node, as two columns of text for {@code unnest}. Reckoned here, since PostgreSQL reads some names of time zones otherwise than
 * Java: it turns the sign of {@code +02:00}.
 */
record LocalDays(Sql.Array nodes, Sql.Array days) {

    /** Joins the day at {@code node} as {@code d.today}; takes {@link #nodes} and {@link #days} as parameters. */
    static String join(String node) {
        return " join unnest(?::text[], ?::text[]) as local (node_id, day) on local.node_id = " + node
                + " cross join lateral (select local.day::date as today) d ";
    }

    static LocalDays at(Connection connection, Instant now) throws SQLException {
        record Day(String node, LocalDate today) {}
        List<Day> days = Sql.list(
                connection,
                row -> new Day(row.getString("id"), LocalDate.ofInstant(now, ZoneId.of(row.getString("time_zone")))),
                "select id, time_zone from node");
        var nodes = new ArrayList<String>();
        var texts = new ArrayList<String>();
        days.forEach(day -> {
            nodes.add(day.node());
            texts.add(day.today().toString());
        });
        return new LocalDays(Sql.texts(nodes), Sql.texts(texts));
    }
}
