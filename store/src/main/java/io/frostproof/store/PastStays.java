package io.frostproof.store;

import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.PastStay;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Brings {@code past_stay} into line with the lives of handling units, and asks the desks to look at what is different. */
final class PastStays {

    /** As many handling units are worked out in one transaction when a database gets the table. */
    private static final int AT_ONCE = 500;

    private final Connection connection;
    private final Instant now;
    private final Map<String, Set<PastStay>> known = new TreeMap<>();
    private final TextColumns removed = new TextColumns(3);
    private final TextColumns added = new TextColumns(7);
    /** Handling units whose time somewhere may count otherwise. */
    private final Set<String> different = new TreeSet<>();
    /** By unit, from when until when other goods were there under another name than was known. What changed under the own name is told with the movement. */
    private final Map<String, Span> touched = new TreeMap<>();

    private record Span(long fromMicros, long untilMicros) {
        Span and(Span other) {
            return new Span(Math.min(fromMicros, other.fromMicros), Math.max(untilMicros, other.untilMicros));
        }
    }

    /** @param carriers locked */
    PastStays(Connection connection, Collection<String> carriers, Instant now) throws SQLException {
        this.connection = connection;
        this.now = now;
        Sql.list(
                connection,
                row -> known.computeIfAbsent(row.getString("handling_unit_id"), id -> new HashSet<>())
                        .add(stay(row)),
                "select *, nullif(until, 'infinity') as ended from past_stay where handling_unit_id = any (?)",
                Sql.texts(new ArrayList<>(carriers)));
    }

    private static PastStay stay(ResultSet row) throws SQLException {
        return new PastStay(
                row.getInt("strand"),
                row.getString("unit_id"),
                row.getString("called"),
                Sql.micros(row, "from_time"),
                Sql.microsOrNull(row, "ended"),
                Set.of((String[]) row.getArray("names").getArray()));
    }

    void compare(String handlingUnit, @Nullable Life life) {
        Set<PastStay> before = known.getOrDefault(handlingUnit, Set.of());
        List<PastStay> after = life == null ? List.of() : PastStay.of(life);
        for (PastStay stay : before) {
            if (!after.contains(stay)) {
                removed.add(handlingUnit, Integer.toString(stay.strand()), time(stay.fromMicros()));
                touch(handlingUnit, stay);
            }
        }
        for (PastStay stay : after) {
            if (!before.contains(stay)) {
                added.add(
                        handlingUnit,
                        Integer.toString(stay.strand()),
                        time(stay.fromMicros()),
                        stay.toMicros() == null ? "infinity" : time(stay.toMicros()),
                        stay.place(),
                        stay.called(),
                        String.join("\n", new TreeSet<>(stay.names())));
                touch(handlingUnit, stay);
            }
        }
    }

    private void touch(String handlingUnit, PastStay stay) {
        different.add(handlingUnit);
        Long to = stay.toMicros();
        if (!stay.called().equals(handlingUnit)) {
            touched.merge(stay.place(), new Span(stay.fromMicros(), to == null ? Long.MAX_VALUE : to), Span::and);
        }
    }

    private static String time(long micros) {
        return Sql.instant(micros).toString();
    }

    /**
     * Writes what is different.
     *
     * @return regions whose desks have work because of it
     */
    List<String> write() throws SQLException {
        if (different.isEmpty()) {
            return List.of();
        }
        replace();
        Sql.first(connection, row -> true, "select dwell_ask(?)", Sql.texts(List.copyOf(different)));
        return askDesks();
    }

    private void replace() throws SQLException {
        if (!removed.isEmpty()) {
            Sql.update(connection, """
                    delete from past_stay p using unnest(?, ?, ?) n(id, strand, from_time)
                    where p.handling_unit_id = n.id and p.strand = n.strand::integer and p.from_time = n.from_time::timestamptz
                    """, removed.parameters());
        }
        if (!added.isEmpty()) {
            Sql.update(connection, """
                    insert into past_stay (handling_unit_id, strand, from_time, until, unit_id, called, names)
                    select id, strand::integer, from_time::timestamptz, until::timestamptz, unit, called, string_to_array(names, E'\\n')
                    from unnest(?, ?, ?, ?, ?, ?, ?) n(id, strand, from_time, until, unit, called, names)
                    """, added.parameters());
        }
    }

    /**
     * Queues work for the channels with an excursion on record that goods lived through under another name. Of the last hour all channels of the unit have work: a desk may be
     * filing an excursion at this moment. Further back that is left out, or each split of goods that have been there for long would have the desks look at all that ever was.
     */
    private List<String> askDesks() throws SQLException {
        if (touched.isEmpty()) {
            return List.of();
        }
        var units = new TextColumns(3);
        touched.forEach((unit, span) -> units.add(
                unit,
                time(span.fromMicros()),
                span.untilMicros() == Long.MAX_VALUE ? "infinity" : time(span.untilMicros())));
        return Sql.list(connection, row -> row.getString(1), """
                with touched as (
                    select unit_id, from_time::timestamptz, until::timestamptz from unnest(?, ?, ?) t(unit_id, from_time, until)),
                lately as (select ?::timestamptz as begins),
                queued as (
                    insert into desk_queue (region_id, channel_id, from_time, batch_id)
                    select n.region_id, c.channel_id, min(c.from_time), 0
                    from (select e.channel_id, e.unit_id, greatest(e.started_at, t.from_time) as from_time
                          from excursion e join touched t on t.unit_id = e.unit_id
                          where e.channel_id is not null and e.started_at < t.until and (e.ended_at is null or e.ended_at > t.from_time)
                          union all
                          select p.channel_id, p.unit_id, greatest(t.from_time, l.begins)
                          from placement p join touched t on t.unit_id = p.unit_id cross join lately l
                          where t.until > l.begins and (p.valid_to is null or p.valid_to > greatest(t.from_time, l.begins))) c
                    join unit u on u.id = c.unit_id join node n on n.id = u.node_id
                    group by n.region_id, c.channel_id
                    returning region_id)
                select distinct region_id from queued order by region_id
                """, units.parameters(now.minus(Duration.ofHours(1))));
    }

    /**
     * Works out what is not on record although events say that goods got another name: of a database from before there was this table. Desks are not asked: what they have
     * found by then stays as it is, until something about it changes.
     */
    static void complete(Database database, Instant now) {
        List<String> missing = database.read(connection -> Sql.list(connection, row -> row.getString(1), """
                select g.id from (
                    select other as id from stock_event where kind = 'split' and voided_at is null
                    union select handling_unit from stock_event where kind = 'merged' and voided_at is null
                    union select g.handling_unit from stock_event_good g join stock_event e on e.id = g.event_id
                    where g.is_output and e.voided_at is null) g
                where exists (select from handling_unit h where h.id = g.id)
                  and not exists (select from past_stay p where p.handling_unit_id = g.id)
                order by 1
                """));
        for (int i = 0; i < missing.size(); i += AT_ONCE) {
            List<String> some = missing.subList(i, Math.min(missing.size(), i + AT_ONCE));
            database.write(connection -> {
                StockCarriers.lock(connection, some);
                LifeRows.Stock stock = LifeRows.stock(connection, some);
                Map<String, Life> lives = stock.lives();
                var pasts = new PastStays(connection, stock.carriers(), now);
                some.forEach(handlingUnit -> pasts.compare(handlingUnit, lives.get(handlingUnit)));
                pasts.replace();
                return true;
            });
        }
    }
}
