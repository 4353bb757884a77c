package io.frostproof.store;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A handling unit and what a plan needs to know of it.
 *
 * @param quantity more than 0; what was told last where nobody knows, as of goods that came back without a receipt. They are planned for with it: what has come to harm is held, however much it is
 * @param quantityKnown whether that much is there, so that orders can count on it
 * @param unit where it is; null: under way, or nobody knows
 * @param litres null: nobody knows
 * @param value in {@code currency}; null: nobody knows
 * @param expired whether its last day of use is over where it is
 * @param held whether it is under hold or in quarantine, or that was proposed for an incident
 */
record PlanGoods(
        String id,
        String lot,
        String product,
        BigDecimal quantity,
        String quantityUnit,
        boolean quantityKnown,
        @Nullable String unit,
        @Nullable String node,
        @Nullable Double litres,
        @Nullable String litresUnit,
        @Nullable BigDecimal value,
        @Nullable String currency,
        @Nullable String valueUnit,
        boolean expired,
        boolean held,
        boolean discarded) {

    /** Joins the decisions that hold a handling unit {@code h}: a proposal of a plan is no fact for the next one. */
    private static final String HELD = """
            (h.disposition in ('held', 'quarantined') or exists (
                select from decision_item x join decision d on d.id = x.decision_id
                where x.handling_unit_id = h.id and d.disposition in ('hold', 'quarantine') and d.state = 'proposed' and d.incident_id is not null))
            """;

    /** Parameters: nodes and days of {@link LocalDays}, and twice the moment. */
    private static final String SELECT = """
            select h.id, h.lot_id, l.product_id, h.quantity, h.quantity_unit, h.quantity_known, w.unit_id, w.node_id, p.litres_per_unit, p.litres_unit,
                   p.value_amount, p.value_currency, p.value_per, coalesce(l.expires < w.today, false) as expired, h.disposition = 'discarded' as discarded,
            """ + HELD + """
                   as held
            from handling_unit h join lot l on l.id = h.lot_id join product p on p.id = l.product_id
            left join lateral (select u.id as unit_id, u.node_id, d.day::date as today from movement m join unit u on u.id = m.to_unit_id
                               join unnest(?::text[], ?::text[]) as d (node_id, day) on d.node_id = u.node_id
                               where m.handling_unit_id = h.id and m.time <= ? and m.until > ?) w on true
            where (h.quantity > 0 or not h.quantity_known)
            """;

    /** Room that it takes, a whole litre at least; only if it is known. */
    long room() {
        return Math.max(
                1,
                BigDecimal.valueOf(Objects.requireNonNull(litres))
                        .multiply(quantity)
                        .setScale(0, RoundingMode.CEILING)
                        .longValueExact());
    }

    boolean roomKnown() {
        return litres != null && quantityUnit.equals(litresUnit);
    }

    /** What all of it is worth; null when nobody knows in this currency. */
    @Nullable
    Double worth(String in) {
        return value != null && quantityUnit.equals(valueUnit) && in.equals(currency)
                ? (Double) value.multiply(quantity).doubleValue()
                : null;
    }

    /** Those in some units or nodes, under hold wherever they are, or of these ids. */
    static Map<String, PlanGoods> of(
            Connection connection, List<String> units, List<String> nodes, List<String> ids, Instant now)
            throws SQLException {
        return select(
                connection, """
                and h.id in (
                    select m.handling_unit_id from movement m join unit u on u.id = m.to_unit_id
                    where (u.id = any (?) or u.node_id = any (?)) and m.time <= ? and m.until > ?
                    union select g.id from handling_unit g where g.disposition in ('held', 'quarantined')
                    union select x.handling_unit_id from decision d join decision_item x on x.decision_id = d.id
                    where d.disposition in ('hold', 'quarantine') and d.state = 'proposed' and d.incident_id is not null
                    union select unnest(?))
                and (w.unit_id is not null or h.id = any (?))
                """, now, Sql.texts(units), Sql.texts(nodes), now, now, Sql.texts(ids), Sql.texts(ids));
    }

    /** Those of some products that are somewhere. */
    static Map<String, PlanGoods> ofProducts(Connection connection, List<String> products, Instant now)
            throws SQLException {
        return select(connection, "and w.unit_id is not null and l.product_id = any (?)", now, Sql.texts(products));
    }

    private static Map<String, PlanGoods> select(
            Connection connection, String which, Instant now, @Nullable Object... parameters) throws SQLException {
        LocalDays local = LocalDays.at(connection, now);
        List<@Nullable Object> all = new ArrayList<>(Arrays.asList(local.nodes(), local.days(), now, now));
        all.addAll(Arrays.asList(parameters));
        var goods = new TreeMap<String, PlanGoods>();
        Sql.list(connection, row -> goods.put(row.getString("id"), goods(row)), SELECT + which, all.toArray());
        return goods;
    }

    private static PlanGoods goods(ResultSet row) throws SQLException {
        return new PlanGoods(
                row.getString("id"),
                row.getString("lot_id"),
                row.getString("product_id"),
                row.getBigDecimal("quantity"),
                row.getString("quantity_unit"),
                row.getBoolean("quantity_known"),
                row.getString("unit_id"),
                row.getString("node_id"),
                row.getObject("litres_per_unit", Double.class),
                row.getString("litres_unit"),
                row.getBigDecimal("value_amount"),
                row.getString("value_currency"),
                row.getString("value_per"),
                row.getBoolean("expired"),
                row.getBoolean("held"),
                row.getBoolean("discarded"));
    }

    /** By node and class, litres that are taken now: by whatever is in units of the class, as far as its room is known. */
    static Map<String, Map<String, Long>> taken(Connection connection, Instant now) throws SQLException {
        Map<String, Map<String, Long>> taken = new HashMap<>();
        Sql.list(
                connection,
                row -> taken.computeIfAbsent(row.getString("node_id"), id -> new HashMap<>())
                        .put(row.getString("class"), row.getLong("litres")),
                """
                select u.node_id, u.temperature_class as class, sum(greatest(1, ceil(h.quantity * p.litres_per_unit::numeric)))::bigint as litres
                from unit u join movement m on m.to_unit_id = u.id join handling_unit h on h.id = m.handling_unit_id
                join lot l on l.id = h.lot_id join product p on p.id = l.product_id
                where u.temperature_class is not null and m.time <= ? and m.until > ? and h.quantity > 0 and p.litres_unit = h.quantity_unit
                group by u.node_id, u.temperature_class
                """,
                now,
                now);
        return taken;
    }
}
