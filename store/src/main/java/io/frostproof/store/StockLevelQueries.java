package io.frostproof.store;

import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of each product there is at each node now, beside how much there should be. It says nothing about what comes or goes later. Thread-safe; calls
 * block.
 */
public final class StockLevelQueries {

    private static final PageCursor ORDER = PageCursor.of(
            "stock-levels",
            Part.ascending("s.node_id", Kind.TEXT),
            Part.ascending("s.product_id", Kind.TEXT),
            Part.ascending("s.quantity_unit", Kind.TEXT));

    /** Parameters: nodes and days of {@link LocalDays}, and twice the time that is now. */
    private static final String SELECT = """
            select s.*, n.name as node_name, p.name as product_name, p.value_currency,
                   case when p.value_per = s.quantity_unit
                        then p.value_amount * (s.available + s.quarantined + s.expired) end as value
            from (
                select node_id, product_id, quantity_unit, coalesce(i.handling_units, 0) as handling_units,
                       coalesce(i.available, 0) as available, coalesce(i.quarantined, 0) as quarantined,
                       coalesce(i.expired, 0) as expired, i.soonest_expiry, v.reorder_point, v.safety_stock,
                       case when v.reorder_point is null then null
                            when coalesce(i.available, 0) < v.safety_stock then 'below_safety_stock'
                            when coalesce(i.available, 0) < v.reorder_point then 'below_reorder_point'
                            else 'enough' end as level
                from (
                    select u.node_id, l.product_id, h.quantity_unit, count(*) as handling_units,
                           sum(h.quantity) filter (where h.disposition = 'available' and not e.expired) as available,
                           sum(h.quantity) filter (where h.disposition <> 'available') as quarantined,
                           sum(h.quantity) filter (where h.disposition = 'available' and e.expired) as expired,
                           min(l.expires) filter (where h.disposition = 'available' and not e.expired) as soonest_expiry
                    from movement m join handling_unit h on h.id = m.handling_unit_id join lot l on l.id = h.lot_id
                    join unit u on u.id = m.to_unit_id""" + LocalDays.join("u.node_id") + """
                    cross join lateral (select coalesce(l.expires < d.today, false) as expired) e
                    where m.time <= ? and m.until > ? and h.quantity > 0
                    group by u.node_id, l.product_id, h.quantity_unit) i
                full join stock_level v using (node_id, product_id, quantity_unit)) s
            join node n on n.id = s.node_id join product p on p.id = s.product_id
            """;

    private final Database database;

    public StockLevelQueries(Database database) {
        this.database = database;
    }

    /**
     * A product at a node, as far as it is counted in one quantity unit. Each handling unit counts once: in quarantine, else expired, else available.
     *
     * @param available neither in quarantine nor expired, in {@code quantityUnit}; this is what the levels are held against
     * @param quarantined expired or not
     * @param expired its last day of use is over at the node
     * @param soonestExpiry of what is available; null: none of that expires
     * @param reorderPoint null: there is no level
     * @param level {@code enough}, {@code below_reorder_point} or {@code below_safety_stock}; null: there is no level
     * @param value of all that is there, in {@code currency}; null: not known in this quantity unit
     */
    public record Line(
            String node,
            String nodeName,
            String product,
            String productName,
            String quantityUnit,
            int handlingUnits,
            BigDecimal available,
            BigDecimal quarantined,
            BigDecimal expired,
            @Nullable LocalDate soonestExpiry,
            @Nullable BigDecimal reorderPoint,
            @Nullable BigDecimal safetyStock,
            @Nullable String level,
            @Nullable BigDecimal value,
            @Nullable String currency) {}

    /** Below what. What is below its safety stock is below its reorder point as well. */
    public enum Below {
        REORDER_POINT,
        SAFETY_STOCK;

        private List<String> levels() {
            return this == REORDER_POINT
                    ? List.of("below_reorder_point", "below_safety_stock")
                    : List.of("below_safety_stock");
        }
    }

    /** Which; what is null does not matter. */
    public record Wanted(
            @Nullable String region,
            @Nullable String node,
            @Nullable String product,
            @Nullable Below below) {}

    /** What is there now or has a level, by node, product and quantity unit. */
    public Page<Line> list(Wanted wanted, PageRequest request, Instant now) {
        var filter = new Filter()
                .andIfGiven("n.region_id = ?", wanted.region())
                .andIfGiven("s.node_id = ?", wanted.node())
                .andIfGiven("s.product_id = ?", wanted.product());
        if (wanted.below() != null) {
            filter.and("s.level = any (?)", Sql.texts(wanted.below().levels()));
        }
        return database.read(connection -> {
            LocalDays local = LocalDays.at(connection, now);
            return Pages.of(
                    connection,
                    request,
                    ORDER,
                    StockLevelQueries::line,
                    line -> List.of(line.node(), line.product(), line.quantityUnit()),
                    SELECT,
                    List.of(local.nodes(), local.days(), now, now),
                    filter);
        });
    }

    private static Line line(ResultSet row) throws SQLException {
        BigDecimal value = row.getBigDecimal("value");
        return new Line(
                row.getString("node_id"),
                row.getString("node_name"),
                row.getString("product_id"),
                row.getString("product_name"),
                row.getString("quantity_unit"),
                row.getInt("handling_units"),
                row.getBigDecimal("available"),
                row.getBigDecimal("quarantined"),
                row.getBigDecimal("expired"),
                row.getObject("soonest_expiry", LocalDate.class),
                row.getBigDecimal("reorder_point"),
                row.getBigDecimal("safety_stock"),
                row.getString("level"),
                value,
                value == null ? null : row.getString("value_currency"));
    }
}
