package io.frostproof.store;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.frostproof.alerts.dwell.Dwell;
import io.frostproof.alerts.dwell.Held;
import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stock: what there is, where it is now, where it was and what it lived through. Thread-safe; calls block. */
public final class StockQueries {

    private static final PageCursor HANDLING_UNITS = PageCursor.of("stock", Part.ascending("h.id", Kind.TEXT));
    private static final PageCursor LOTS = PageCursor.of("lots", Part.ascending("l.id", Kind.TEXT));
    private static final PageCursor MOVEMENTS = PageCursor.of(
            "movements", Part.descending("m.time", Kind.TIME), Part.ascending("m.handling_unit_id", Kind.TEXT));

    /** Its parameter is the time that is now: the last movement up to it says where a handling unit is. */
    private static final String SELECT = """
            select h.id, h.lot_id, l.expires, l.product_id, p.name as product_name, h.quantity, h.quantity_known, h.quantity_unit, h.disposition,
                   m.to_unit_id, u.name as unit_name, n.id as node_id, n.name as node_name, m.time as since,
                   (select count(*) from exposure x where x.handling_unit_id = h.id) as exposures
            from handling_unit h join lot l on l.id = h.lot_id join product p on p.id = l.product_id
            left join lateral (select m.to_unit_id, m.time from movement m where m.handling_unit_id = h.id and m.time <= ?
                               order by m.time desc limit 1) m on true
            left join unit u on u.id = m.to_unit_id left join node n on n.id = u.node_id
            """;

    private static final String SELECT_MOVEMENT = """
            select m.handling_unit_id, m.time, m.to_unit_id, u.name as unit_name, m.recorded_at
            from movement m left join unit u on u.id = m.to_unit_id
            """;

    private final Database database;

    public StockQueries(Database database) {
        this.database = database;
    }

    /**
     * A handling unit and where it is now.
     *
     * @param expires of its lot
     * @param quantity what is left of it, in {@code quantityUnit}
     * @param quantityKnown false: events are missing or contradict each other, and {@code quantity} is what was told last
     * @param disposition {@code available}, {@code held}, {@code quarantined} or {@code discarded}
     * @param unit where it is; null: not in the network
     * @param since when it came there, or left the network; null when it was never moved
     * @param exposures how many there are
     */
    public record HandlingUnit(
            String id,
            String lot,
            @Nullable LocalDate expires,
            String product,
            String productName,
            BigDecimal quantity,
            boolean quantityKnown,
            String quantityUnit,
            String disposition,
            @Nullable String unit,
            @Nullable String unitName,
            @Nullable String node,
            @Nullable String nodeName,
            @Nullable Instant since,
            int exposures) {}

    /** A handling unit with its past, oldest first. */
    public record Detail(
            @JsonUnwrapped HandlingUnit handlingUnit,
            List<Movement> movements,
            List<Exposure> exposureList,
            List<DecisionQueries.Summary> decisions,
            List<DwellTimer> dwell,
            List<HandOffLog.HandOff> handOffs,
            List<HandOffLog.Missing> missingHandOffs,
            @JsonUnwrapped StockRelations relations) {}

    /**
     * How long it may be where it is.
     *
     * @param inAll whether all of its time in this stage counts, wherever it was
     * @param limitS seconds
     * @param spentS seconds that count by now
     * @param reachesAt when it reaches the limit, or reached it
     * @param rule the limit in words
     */
    public record DwellTimer(
            String unit,
            String stage,
            boolean inAll,
            String level,
            double limitS,
            long spentS,
            Instant reachesAt,
            boolean over,
            String rule) {}

    /**
     * What the handling unit lived through of one excursion.
     *
     * @param to null while both go on
     * @param worstValue of the excursion, in {@code valueUnit}
     */
    public record Exposure(
            UUID excursionId,
            String handlingUnit,
            String lot,
            String product,
            Instant from,
            @Nullable Instant to,
            UUID incidentId,
            String unit,
            String slot,
            String level,
            double worstValue,
            String valueUnit) {}

    /**
     * A handling unit was moved.
     *
     * @param time when
     * @param toUnit null: it left the network
     * @param recordedAt server time at which it was told
     */
    public record Movement(
            String handlingUnit,
            Instant time,
            @Nullable String toUnit,
            @Nullable String toUnitName,
            Instant recordedAt) {}

    /** A lot. */
    public record Lot(
            String id,
            String product,
            String productName,
            @Nullable LocalDate expires,
            int handlingUnits) {}

    /** Which stock; what is null does not matter. */
    public record Wanted(
            @Nullable String unit,
            @Nullable String node,
            @Nullable String product,
            @Nullable String lot,
            @Nullable String disposition) {}

    /** Handling units with the place where they are at {@code now}, by id. */
    public Page<HandlingUnit> list(Wanted wanted, PageRequest request, Instant now) {
        var filter = new Filter()
                .andIfGiven("l.product_id = ?", wanted.product())
                .andIfGiven("h.lot_id = ?", wanted.lot())
                .andIfGiven("h.disposition = ?", wanted.disposition())
                .andIfGiven("m.to_unit_id = ?", wanted.unit())
                .andIfGiven("u.node_id = ?", wanted.node());
        // Said once more in a form that begins at the place, so that not all stock is looked up to find what is there.
        if (wanted.unit() != null) {
            filter.and(
                    "h.id in (select s.handling_unit_id from movement s where s.to_unit_id = ? and s.until > ?)",
                    wanted.unit(),
                    now);
        }
        if (wanted.node() != null) {
            filter.and(
                    "h.id in (select s.handling_unit_id from unit v join movement s on s.to_unit_id = v.id and s.until > ?"
                            + " where v.node_id = ?)",
                    now,
                    wanted.node());
        }
        return database.read(connection -> Pages.of(
                connection,
                request,
                HANDLING_UNITS,
                StockQueries::handlingUnit,
                handlingUnit -> List.of(handlingUnit.id()),
                SELECT,
                List.of(now),
                filter));
    }

    /** One handling unit with its past. */
    public Optional<Detail> find(String id, Instant now) {
        return database.read(connection -> {
            HandlingUnit handlingUnit =
                    Sql.first(connection, StockQueries::handlingUnit, SELECT + "where h.id = ?", now, id);
            return handlingUnit == null
                    ? Optional.empty()
                    : Optional.of(new Detail(
                            handlingUnit,
                            Sql.list(
                                    connection,
                                    StockQueries::movement,
                                    SELECT_MOVEMENT + "where m.handling_unit_id = ? order by m.time",
                                    id),
                            exposures(connection, id),
                            DecisionQueries.about(connection, id),
                            dwell(connection, id, now),
                            HandOffLog.of(connection, id),
                            HandOffLog.missingOf(connection, id, now),
                            StockRelations.of(connection, id)));
        });
    }

    private static List<DwellTimer> dwell(Connection connection, String id, Instant now) {
        var facts = new PostgresDwell(connection);
        Held held = facts.held(id);
        return held == null
                ? List.of()
                : Dwell.timers(held, facts.policy(), Sql.micros(now)).stream()
                        .map(timer -> new DwellTimer(
                                timer.sojourn().unit(),
                                timer.sojourn().stage().id(),
                                timer.rule().limit().inAll(),
                                timer.rule().limit().level().id(),
                                timer.rule().limit().limit().toMillis() / 1000.0,
                                (Sql.micros(now) - timer.sinceMicros()) / 1_000_000,
                                Sql.instant(timer.reachesMicros()),
                                timer.reachesMicros() <= Sql.micros(now),
                                timer.rule().text()))
                        .toList();
    }

    private static List<Exposure> exposures(Connection connection, String id) throws SQLException {
        return Sql.list(
                connection,
                row -> new Exposure(
                        Sql.uuid(row, "excursion_id"),
                        id,
                        row.getString("lot_id"),
                        row.getString("product_id"),
                        Sql.instant(row, "from_time"),
                        Sql.instantOrNull(row, "to_time"),
                        Sql.uuid(row, "incident_id"),
                        row.getString("unit_id"),
                        row.getString("slot"),
                        row.getString("level"),
                        row.getDouble("worst_value"),
                        IncidentQueries.worstUnit(row)),
                """
                select x.excursion_id, x.from_time, x.to_time, h.lot_id, l.product_id, e.incident_id, e.unit_id, e.slot, e.level,
                       e.worst_value, e.value_unit, c.quantity
                from exposure x join handling_unit h on h.id = x.handling_unit_id join lot l on l.id = h.lot_id
                join excursion e on e.id = x.excursion_id left join channel c on c.id = e.channel_id
                where x.handling_unit_id = ? order by x.from_time, x.excursion_id
                """,
                id);
    }

    /**
     * Lots, by id.
     *
     * @param product only those of this product; null: all
     */
    public Page<Lot> lots(@Nullable String product, PageRequest request) {
        return database.read(connection -> Pages.of(
                connection,
                request,
                LOTS,
                row -> new Lot(
                        row.getString("id"),
                        row.getString("product_id"),
                        row.getString("product_name"),
                        row.getObject("expires", LocalDate.class),
                        row.getInt("handling_units")),
                lot -> List.of(lot.id()),
                """
                select l.id, l.product_id, p.name as product_name, l.expires,
                       (select count(*) from handling_unit h where h.lot_id = l.id) as handling_units
                from lot l join product p on p.id = l.product_id
                """,
                new Filter().andIfGiven("l.product_id = ?", product)));
    }

    /**
     * Movements, newest first by event time.
     *
     * @param handlingUnit only those of this one; null: all
     * @param unit only those into this unit and out of it; null: all
     */
    public Page<Movement> movements(@Nullable String handlingUnit, @Nullable String unit, PageRequest request) {
        var filter = new Filter().andIfGiven("m.handling_unit_id = ?", handlingUnit);
        if (unit != null) {
            filter.and(
                    "(m.handling_unit_id, m.time) in ("
                            + "select i.handling_unit_id, i.time from movement i where i.to_unit_id = ? union all "
                            + "select o.handling_unit_id, o.until from movement o where o.to_unit_id = ?)",
                    unit,
                    unit);
        }
        return database.read(connection -> Pages.of(
                connection,
                request,
                MOVEMENTS,
                StockQueries::movement,
                movement -> List.of(movement.time(), movement.handlingUnit()),
                SELECT_MOVEMENT,
                filter));
    }

    static Movement movement(ResultSet row) throws SQLException {
        return new Movement(
                row.getString("handling_unit_id"),
                Sql.instant(row, "time"),
                row.getString("to_unit_id"),
                row.getString("unit_name"),
                Sql.instant(row, "recorded_at"));
    }

    private static HandlingUnit handlingUnit(ResultSet row) throws SQLException {
        return new HandlingUnit(
                row.getString("id"),
                row.getString("lot_id"),
                row.getObject("expires", LocalDate.class),
                row.getString("product_id"),
                row.getString("product_name"),
                row.getBigDecimal("quantity"),
                row.getBoolean("quantity_known"),
                row.getString("quantity_unit"),
                row.getString("disposition"),
                row.getString("to_unit_id"),
                row.getString("unit_name"),
                row.getString("node_id"),
                row.getString("node_name"),
                Sql.instantOrNull(row, "since"),
                row.getInt("exposures"));
    }
}
