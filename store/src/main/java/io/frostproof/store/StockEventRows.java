package io.frostproof.store;

import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvent.Merged;
import io.frostproof.alerts.life.StockEvent.Moved;
import io.frostproof.alerts.life.StockEvent.Output;
import io.frostproof.alerts.life.StockEvent.Packed;
import io.frostproof.alerts.life.StockEvent.Reason;
import io.frostproof.alerts.life.StockEvent.Received;
import io.frostproof.alerts.life.StockEvent.Removed;
import io.frostproof.alerts.life.StockEvent.Split;
import io.frostproof.alerts.life.StockEvent.Transformed;
import io.frostproof.alerts.life.StockEvent.Unpacked;
import io.frostproof.alerts.life.StockEvents;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stock events as rows of {@code stock_event}, {@code stock_event_good} and {@code stock_event_carrier}. */
final class StockEventRows {

    private static final String SELECT = """
            select e.id, e.kind, e.time, e.recorded_at, e.handling_unit, e.other, e.lot, e.quantity, e.quantity_unit, e.place, e.reason,
                   e.source, e.told_by, e.voided_at, e.voided_by, e.void_reason,
                   case when e.kind = 'transformed'
                        then (select jsonb_agg(jsonb_build_object('output', g.is_output, 'handlingUnit', g.handling_unit, 'lot', g.lot,
                                                                  'quantity', g.quantity, 'unit', g.quantity_unit) order by g.position)
                              from stock_event_good g where g.event_id = e.id) end as goods
            from stock_event e
            """;

    private StockEventRows() {}

    /** An event on record. */
    record Row(
            StockLog.Told told,
            Instant recordedAt,
            @Nullable Voided voided) {

        StockEvent event() {
            return told.event();
        }

        boolean stands() {
            return voided == null;
        }
    }

    /** It counts no more. */
    record Voided(Instant at, @Nullable String by, String reason) {}

    /** One good of a transformation. */
    record Good(
            boolean output,
            String handlingUnit,
            @Nullable String lot,
            @Nullable BigDecimal quantity,
            @Nullable String unit) {}

    /** By time and id, void ones too. */
    static List<Row> select(Connection connection, String where, @Nullable Object... parameters) throws SQLException {
        return Sql.list(
                connection,
                StockEventRows::read,
                SELECT + "where " + where + " order by e.time, e.id collate \"C\"",
                parameters);
    }

    /** A condition for all that was told of carriers; its parameter are their names. Written so that each event is looked up by its id, however many there are. */
    static final String ABOUT =
            "e.id = any (array(select distinct c.event_id from stock_event_carrier c where c.carrier = any (?)))";

    private static Row read(ResultSet row) throws SQLException {
        String goods = row.getString("goods");
        List<Good> its = goods == null ? List.of() : List.of(Sql.fromJson(goods, Good[].class));
        StockEvent event = event(row, its);
        var units = new LinkedHashMap<String, String>();
        String unit = row.getString("quantity_unit");
        if (unit != null) {
            units.put(StockEvents.made(event).getFirst(), unit);
        }
        for (Good good : its) {
            if (good.unit() != null) {
                units.put(good.handlingUnit(), good.unit());
            }
        }
        Instant voidedAt = Sql.instantOrNull(row, "voided_at");
        return new Row(
                new StockLog.Told(event, units, row.getString("source"), row.getString("told_by")),
                Sql.instant(row, "recorded_at"),
                voidedAt == null
                        ? null
                        : new Voided(voidedAt, row.getString("voided_by"), row.getString("void_reason")));
    }

    private static StockEvent event(ResultSet row, List<Good> goods) throws SQLException {
        String id = row.getString("id");
        long time = Sql.micros(row, "time");
        String handlingUnit = row.getString("handling_unit");
        String other = row.getString("other");
        BigDecimal quantity = plain(row.getBigDecimal("quantity"));
        String kind = row.getString("kind");
        return switch (kind) {
            case "received" ->
                new Received(
                        id,
                        time,
                        handlingUnit,
                        row.getString("lot"),
                        Objects.requireNonNull(quantity),
                        row.getString("place"));
            case "moved" -> new Moved(id, time, handlingUnit, row.getString("place"));
            case "split" -> new Split(id, time, handlingUnit, other, Objects.requireNonNull(quantity));
            case "merged" -> new Merged(id, time, handlingUnit, other);
            case "packed" -> new Packed(id, time, handlingUnit, other);
            case "unpacked" -> new Unpacked(id, time, handlingUnit);
            case "removed" -> new Removed(id, time, handlingUnit, quantity, reason(row.getString("reason")));
            case "transformed" ->
                new Transformed(
                        id,
                        time,
                        goods.stream()
                                .filter(good -> !good.output())
                                .map(Good::handlingUnit)
                                .toList(),
                        goods.stream()
                                .filter(Good::output)
                                .map(good -> new Output(
                                        good.handlingUnit(),
                                        Objects.requireNonNull(good.lot()),
                                        inOneForm(Objects.requireNonNull(good.quantity()))))
                                .toList());
            default -> throw new SQLException("stock event " + id + " of an unknown kind: " + kind);
        };
    }

    private static Reason reason(String word) {
        return Reason.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** 2 and 2.00 are one quantity. */
    private static @Nullable BigDecimal plain(@Nullable BigDecimal quantity) {
        return quantity == null ? null : inOneForm(quantity);
    }

    private static BigDecimal inOneForm(BigDecimal quantity) {
        BigDecimal plain = quantity.stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    /** The same event with quantities in one form, so that equal ones are equal. */
    static StockEvent plain(StockEvent event) {
        return switch (event) {
            case Received one ->
                new Received(
                        one.id(),
                        one.timeMicros(),
                        one.handlingUnit(),
                        one.lot(),
                        inOneForm(one.quantity()),
                        one.place());
            case Split one ->
                new Split(one.id(), one.timeMicros(), one.handlingUnit(), one.part(), inOneForm(one.quantity()));
            case Removed one ->
                new Removed(one.id(), one.timeMicros(), one.handlingUnit(), plain(one.quantity()), one.reason());
            case Transformed one ->
                new Transformed(
                        one.id(),
                        one.timeMicros(),
                        one.inputs(),
                        one.outputs().stream()
                                .map(output ->
                                        new Output(output.handlingUnit(), output.lot(), inOneForm(output.quantity())))
                                .toList());
            case Moved moved -> moved;
            case Merged merged -> merged;
            case Packed packed -> packed;
            case Unpacked unpacked -> unpacked;
        };
    }

    /**
     * Puts events on record whose carriers are there.
     *
     * @return how many; less than given when somebody else recorded one of them meanwhile
     */
    static int insert(Connection connection, Collection<StockLog.Told> batch, Instant now) throws SQLException {
        var events = new TextColumns(12);
        var goods = new TextColumns(7);
        var carriers = new TextColumns(2);
        for (StockLog.Told told : batch) {
            add(events, told);
            if (told.event() instanceof Transformed transformed) {
                add(goods, transformed, told.quantityUnits());
            }
            StockEvents.named(told.event())
                    .forEach(name -> carriers.add(name, told.event().id()));
        }
        int inserted = Sql.update(connection, """
                insert into stock_event (id, kind, time, handling_unit, other, lot, quantity, quantity_unit, place, reason, source, told_by, recorded_at)
                select id, kind, time::timestamptz, handling_unit, other, lot, quantity::numeric, quantity_unit, place, reason, source, told_by, ?
                from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                     e(id, kind, time, handling_unit, other, lot, quantity, quantity_unit, place, reason, source, told_by)
                order by id collate "C"
                on conflict do nothing
                """, before(now, events));
        if (inserted < batch.size()) {
            return inserted;
        }
        if (!goods.isEmpty()) {
            Sql.update(connection, """
                    insert into stock_event_good (event_id, position, is_output, handling_unit, lot, quantity, quantity_unit)
                    select event_id, position::integer, is_output::boolean, handling_unit, lot, quantity::numeric, quantity_unit
                    from unnest(?, ?, ?, ?, ?, ?, ?) g(event_id, position, is_output, handling_unit, lot, quantity, quantity_unit)
                    """, goods.parameters());
        }
        Sql.update(
                connection,
                "insert into stock_event_carrier (carrier, event_id) select carrier, event_id from unnest(?, ?) c(carrier, event_id)",
                carriers.parameters());
        return inserted;
    }

    private static @Nullable Object[] before(Instant now, TextColumns columns) {
        @Nullable Object[] rest = columns.parameters();
        @Nullable Object[] all = new @Nullable Object[rest.length + 1];
        all[0] = now;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    private static void add(TextColumns rows, StockLog.Told told) {
        StockEvent event = told.event();
        String other = null;
        String lot = null;
        BigDecimal quantity = null;
        String unit = null;
        String place = null;
        String reason = null;
        switch (event) {
            case Received received -> {
                lot = received.lot();
                quantity = received.quantity();
                unit = told.quantityUnits().get(received.handlingUnit());
                place = received.place();
            }
            case Moved moved -> place = moved.place();
            case Split split -> {
                other = split.part();
                quantity = split.quantity();
                unit = told.quantityUnits().get(split.part());
            }
            case Merged merged -> other = merged.from();
            case Packed packed -> other = packed.container();
            case Removed removed -> {
                quantity = removed.quantity();
                reason = removed.reason().name().toLowerCase(Locale.ROOT);
            }
            case Transformed transformed -> {}
            case Unpacked unpacked -> {}
        }
        rows.add(
                event.id(),
                kind(event),
                Sql.instant(event.timeMicros()).toString(),
                event.handlingUnit(),
                other,
                lot,
                quantity == null ? null : quantity.toPlainString(),
                unit,
                place,
                reason,
                told.source(),
                told.by());
    }

    private static void add(TextColumns rows, Transformed event, Map<String, String> units) {
        int position = 0;
        for (String input : event.inputs()) {
            rows.add(event.id(), Integer.toString(position++), "false", input, null, null, null);
        }
        for (Output output : event.outputs()) {
            rows.add(
                    event.id(),
                    Integer.toString(position++),
                    "true",
                    output.handlingUnit(),
                    output.lot(),
                    output.quantity().toPlainString(),
                    units.get(output.handlingUnit()));
        }
    }

    /** The word of the column {@code kind}. */
    static String kind(StockEvent event) {
        return switch (event) {
            case Received received -> "received";
            case Moved moved -> "moved";
            case Split split -> "split";
            case Merged merged -> "merged";
            case Transformed transformed -> "transformed";
            case Packed packed -> "packed";
            case Unpacked unpacked -> "unpacked";
            case Removed removed -> "removed";
        };
    }
}
