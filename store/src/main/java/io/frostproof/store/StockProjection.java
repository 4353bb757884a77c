package io.frostproof.store;

import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.Sojourn;
import io.frostproof.alerts.life.Strand;
import io.frostproof.store.StockRows.Place;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Brings {@code handling_unit}, {@code movement} and {@code past_stay} into line with the lives of handling units, and tells those concerned what is different. */
final class StockProjection {

    private final Connection connection;
    private final StockRows rows;
    private final Instant now;

    private final TextColumns added = new TextColumns(7);
    private final TextColumns changed = new TextColumns(7);
    private final TextColumns removedPlaces = new TextColumns(2);
    private final TextColumns addedPlaces = new TextColumns(4);
    private final TextColumns changedPlaces = new TextColumns(4);
    /** Since when other stock was in a unit than was known. */
    private final Map<String, Long> touched = new TreeMap<>();
    /** Handling unit and unit that those who watch have to look at. */
    private final TextColumns notes = new TextColumns(2);

    /**
     * A projection within a transaction.
     *
     * @param rows what is on record, locked
     */
    StockProjection(Connection connection, StockRows rows, Instant now) {
        this.connection = connection;
        this.rows = rows;
        this.now = now;
    }

    /**
     * Projects.
     *
     * @param lives what follows from the events of {@code stock}
     * @param holds handling units that are held from now on, or held more
     * @return regions whose desks have work because of it
     */
    List<String> project(LifeRows.Stock stock, Map<String, Life> lives, Map<String, Hold> holds) throws SQLException {
        var goods = new StockGoods(stock, rows);
        var pasts = new PastStays(connection, stock.carriers(), now);
        for (String handlingUnit : goods.handlingUnits()) {
            Life life = lives.get(handlingUnit);
            compare(goods, handlingUnit, life, holds.get(handlingUnit));
            pasts.compare(handlingUnit, life);
        }
        write();
        note();
        var regions = new TreeSet<>(pasts.write());
        regions.addAll(askDesks());
        return List.copyOf(regions);
    }

    private void compare(StockGoods goods, String handlingUnit, @Nullable Life life, @Nullable Hold hold) {
        StockRows.HandlingUnit row = rows.handlingUnits().get(handlingUnit);
        String lot = goods.lot(handlingUnit, life);
        BigDecimal told = life == null ? goods.untouched(handlingUnit) : life.quantity();
        BigDecimal quantity = told == null ? goods.lastTold(handlingUnit) : told;
        String known = Boolean.toString(told != null);
        String unit = goods.unit(handlingUnit);
        boolean different = false;
        if (row == null) {
            added.add(
                    handlingUnit,
                    lot,
                    quantity.toPlainString(),
                    known,
                    unit,
                    hold == null ? "available" : hold.disposition(),
                    heldBy(hold));
        } else {
            different = !row.lot().equals(lot)
                    || row.quantity().compareTo(quantity) != 0
                    || row.known() != (told != null)
                    || !row.unit().equals(unit);
            Hold then = hold == null ? row.hold() : hold.or(row.hold());
            if (different || !Objects.equals(then, row.hold())) {
                changed.add(
                        handlingUnit,
                        lot,
                        quantity.toPlainString(),
                        known,
                        unit,
                        then == null ? "available" : then.disposition(),
                        heldBy(then));
            }
        }
        List<Place> before = rows.places(handlingUnit);
        List<Place> after = life == null ? List.of() : places(life);
        if (!before.equals(after)) {
            compare(handlingUnit, before, after);
        } else if (different) {
            notes.add(handlingUnit, after.isEmpty() ? null : after.getLast().unit());
        }
    }

    private static @Nullable String heldBy(@Nullable Hold hold) {
        UUID decision = hold == null ? null : hold.decision();
        return decision == null ? null : decision.toString();
    }

    /** Where it was under its own name, as rows of {@code movement}. */
    static List<Place> places(Life life) {
        var begins = new TreeMap<Long, @Nullable String>();
        for (Strand strand : life.strands()) {
            for (Sojourn sojourn : strand.sojourns()) {
                if (sojourn.handlingUnit().equals(life.handlingUnit())) {
                    begins.put(sojourn.fromMicros(), sojourn.place());
                }
            }
        }
        Long ended = life.endedMicros();
        if (ended != null) {
            begins.put(ended, null);
        }
        var places = new ArrayList<Place>();
        begins.forEach((from, unit) -> {
            Place last = places.isEmpty() ? null : places.getLast();
            if (last == null || !Objects.equals(last.unit(), unit)) {
                if (last != null) {
                    places.set(places.size() - 1, new Place(last.fromMicros(), last.unit(), from));
                }
                places.add(new Place(from, unit, null));
            }
        });
        return places;
    }

    private void compare(String handlingUnit, List<Place> before, List<Place> after) {
        Map<Long, Place> old = byBegin(before);
        Map<Long, Place> recent = byBegin(after);
        var units = new HashSet<@Nullable String>();
        old.forEach((from, place) -> {
            if (!recent.containsKey(from)) {
                removedPlaces.add(handlingUnit, time(from));
                touch(place, from);
                units.add(place.unit());
            }
        });
        recent.forEach((from, place) -> {
            Place was = old.get(from);
            if (place.equals(was)) {
                return;
            }
            (was == null ? addedPlaces : changedPlaces)
                    .add(handlingUnit, time(from), place.unit(), time(place.toMicros()));
            if (was != null && Objects.equals(was.unit(), place.unit())) {
                touch(place, earlier(was.toMicros(), place.toMicros()));
            } else {
                touch(place, from);
                if (was != null) {
                    touch(was, from);
                    units.add(was.unit());
                }
            }
            units.add(place.unit());
        });
        units.forEach(unit -> notes.add(handlingUnit, unit));
    }

    private static Map<Long, Place> byBegin(List<Place> places) {
        var byBegin = new TreeMap<Long, Place>();
        places.forEach(place -> byBegin.put(place.fromMicros(), place));
        return byBegin;
    }

    private static long earlier(@Nullable Long one, @Nullable Long other) {
        return Math.min(one == null ? Long.MAX_VALUE : one, other == null ? Long.MAX_VALUE : other);
    }

    private void touch(Place place, long fromMicros) {
        if (place.unit() != null) {
            touched.merge(place.unit(), fromMicros, Math::min);
        }
    }

    private static String time(@Nullable Long micros) {
        return micros == null ? "infinity" : Sql.instant(micros).toString();
    }

    private void write() throws SQLException {
        Sql.first(connection, row -> true, "select set_config('frostproof.projecting', 'on', true)");
        if (!added.isEmpty()) {
            Sql.update(connection, """
                    insert into handling_unit (id, lot_id, quantity, quantity_known, quantity_unit, disposition, held_by)
                    select id, lot, quantity::numeric, known::boolean, unit, disposition, held_by::uuid
                    from unnest(?, ?, ?, ?, ?, ?, ?) h(id, lot, quantity, known, unit, disposition, held_by)
                    """, added.parameters());
        }
        if (!changed.isEmpty()) {
            Sql.update(connection, """
                    update handling_unit h
                    set lot_id = n.lot, quantity = n.quantity::numeric, quantity_known = n.known::boolean, quantity_unit = n.unit,
                        disposition = n.disposition, held_by = n.held_by::uuid
                    from unnest(?, ?, ?, ?, ?, ?, ?) n(id, lot, quantity, known, unit, disposition, held_by) where h.id = n.id
                    """, changed.parameters());
        }
        if (!removedPlaces.isEmpty()) {
            Sql.update(connection, """
                    delete from movement m using unnest(?, ?) n(id, time)
                    where m.handling_unit_id = n.id and m.time = n.time::timestamptz
                    """, removedPlaces.parameters());
        }
        if (!changedPlaces.isEmpty()) {
            Sql.update(connection, """
                    update movement m set to_unit_id = n.unit, until = n.until::timestamptz
                    from unnest(?, ?, ?, ?) n(id, time, unit, until)
                    where m.handling_unit_id = n.id and m.time = n.time::timestamptz
                    """, changedPlaces.parameters());
        }
        if (!addedPlaces.isEmpty()) {
            Sql.update(connection, """
                    insert into movement (handling_unit_id, time, to_unit_id, until, recorded_at)
                    select id, time::timestamptz, unit, until::timestamptz, x.now
                    from unnest(?, ?, ?, ?) n(id, time, unit, until), (select ?::timestamptz as now) x
                    """, addedPlaces.parameters(now));
        }
        Sql.first(connection, row -> true, "select set_config('frostproof.projecting', 'off', true)");
    }

    /** For those who follow the feed of changes; an import says once that all is different. */
    private void note() throws SQLException {
        if (!notes.isEmpty()) {
            Sql.update(connection, """
                    insert into change_pending (type, ref, unit_id, node_id, region_id)
                    select 'movement', c.id, u.id, u.node_id, n.region_id
                    from unnest(?, ?) c(id, unit) left join unit u on u.id = c.unit left join node n on n.id = u.node_id
                    where current_setting('frostproof.importing', true) is distinct from 'on'
                    """, notes.parameters());
        }
    }

    /**
     * Queues work for every channel that measured one of the units since then, whether an excursion of it is on record or not: a desk may be filing one at
     * this moment, with the stays as they were.
     */
    private List<String> askDesks() throws SQLException {
        if (touched.isEmpty()) {
            return List.of();
        }
        var units = new TextColumns(2);
        touched.forEach((unit, from) -> units.add(unit, time(from)));
        return Sql.list(connection, row -> row.getString(1), """
                with touched as (select unit, from_time::timestamptz from unnest(?, ?) t(unit, from_time)),
                queued as (
                    insert into desk_queue (region_id, channel_id, from_time, batch_id)
                    select n.region_id, c.channel_id, c.from_time, 0
                    from (select p.channel_id, p.unit_id, t.from_time from placement p join touched t on t.unit = p.unit_id
                          where p.valid_to is null or p.valid_to > t.from_time
                          union
                          select e.channel_id, e.unit_id, t.from_time from excursion e join touched t on t.unit = e.unit_id
                          where e.channel_id is not null and (e.ended_at is null or e.ended_at > t.from_time)) c
                    join unit u on u.id = c.unit_id join node n on n.id = u.node_id
                    returning region_id)
                select distinct region_id from queued order by region_id
                """, units.parameters());
    }
}
