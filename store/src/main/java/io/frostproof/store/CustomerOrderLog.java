package io.frostproof.store;

import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import io.frostproof.store.WayQueries.Money;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Orders whose promise hangs on stock. Thread-safe; calls block. */
public final class CustomerOrderLog {

    private static final PageCursor ORDER = PageCursor.of("orders", Part.ascending("o.id", Kind.TEXT));
    private static final String SELECT = "select o.* from customer_order o";

    private final Database database;

    public CustomerOrderLog(Database database) {
        this.database = database;
    }

    /**
     * What somebody says of an order.
     *
     * @param origin node that it is to be served from
     * @param destination node that it goes to
     * @param missedCost what is lost when it is not served in time, in the currency of decisions
     * @param state {@code open}, {@code served} or {@code cancelled}
     */
    public record Told(
            String product,
            BigDecimal quantity,
            String quantityUnit,
            String origin,
            String destination,
            Instant readyAt,
            Instant promisedAt,
            BigDecimal missedCost,
            String state) {}

    /** An order. */
    public record CustomerOrder(
            String id,
            String product,
            BigDecimal quantity,
            String quantityUnit,
            String origin,
            String destination,
            Instant readyAt,
            Instant promisedAt,
            Money missedCost,
            String state,
            Instant toldAt,
            String toldBy) {}

    /** What became of it. */
    public sealed interface Outcome {
        /** It is on record. */
        record Recorded(CustomerOrder order, boolean fresh) implements Outcome {}

        /** A field does not fit to what is known; nothing was changed. */
        record Refused(String field, String value, String expected) implements Outcome {}
    }

    /** All, by id; what is null does not matter. */
    public Page<CustomerOrder> list(@Nullable String state, @Nullable String product, PageRequest request) {
        return database.read(connection -> {
            String currency = WayQueries.currency(connection);
            return Pages.of(
                    connection,
                    request,
                    ORDER,
                    row -> order(row, currency),
                    one -> List.of(one.id()),
                    SELECT,
                    new Filter().andIfGiven("o.state = ?", state).andIfGiven("o.product_id = ?", product));
        });
    }

    public Optional<CustomerOrder> find(String id) {
        return database.read(connection -> find(connection, id));
    }

    private static Optional<CustomerOrder> find(Connection connection, String id) throws SQLException {
        String currency = WayQueries.currency(connection);
        return Optional.ofNullable(Sql.first(connection, row -> order(row, currency), SELECT + " where o.id = ?", id));
    }

    /**
     * Adds one or says all of it anew. All open orders of a product are counted in one quantity unit, in which some of its stock is counted too, so that stock can be shared out among them.
     *
     * @param currency of {@code told.missedCost()}
     */
    public Outcome put(String id, Told told, String currency, String by, Instant now) {
        return database.write(connection -> {
            String usual = WayQueries.currency(connection);
            if (!currency.equals(usual)) {
                return new Outcome.Refused("missed_cost.currency", currency, usual + ", the currency of decisions");
            }
            // Nobody tells of another order of the product meanwhile.
            if (Sql.first(
                            connection,
                            row -> true,
                            "select 1 from product where id = ? for no key update",
                            told.product())
                    == null) {
                return new Outcome.Refused("product", told.product(), "the id of a product");
            }
            var nodes = new TreeMap<>(Map.of("origin", told.origin(), "destination", told.destination()));
            for (Map.Entry<String, String> node : nodes.entrySet()) {
                if (ShipmentLog.missing(connection, "node", node.getValue())) {
                    return new Outcome.Refused(node.getKey(), node.getValue(), "the id of a node");
                }
            }
            List<String> counted = Sql.list(connection, row -> row.getString(1), """
                    select distinct quantity_unit from customer_order where product_id = ? and state = 'open' and id <> ?
                    """, told.product(), id);
            if (counted.isEmpty()) {
                counted = Sql.list(
                        connection,
                        row -> row.getString(1),
                        "select distinct h.quantity_unit from handling_unit h join lot l on l.id = h.lot_id where l.product_id = ? order by 1",
                        told.product());
            }
            if (told.state().equals("open") && !counted.isEmpty() && !counted.contains(told.quantityUnit())) {
                return new Outcome.Refused(
                        "quantity_unit",
                        told.quantityUnit(),
                        String.join(" or ", counted) + ", in which the product is counted");
            }
            Boolean fresh = Sql.first(
                    connection,
                    row -> row.getBoolean(1),
                    """
                    insert into customer_order (id, product_id, quantity, quantity_unit, origin, destination, ready_at, promised_at, missed_cost, state, told_at, told_by)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    on conflict (id) do update set product_id = excluded.product_id, quantity = excluded.quantity, quantity_unit = excluded.quantity_unit,
                        origin = excluded.origin, destination = excluded.destination, ready_at = excluded.ready_at, promised_at = excluded.promised_at,
                        missed_cost = excluded.missed_cost, state = excluded.state, told_at = excluded.told_at, told_by = excluded.told_by
                    returning xmax = 0
                    """,
                    id,
                    told.product(),
                    told.quantity(),
                    told.quantityUnit(),
                    told.origin(),
                    told.destination(),
                    told.readyAt(),
                    told.promisedAt(),
                    told.missedCost(),
                    told.state(),
                    now,
                    by);
            return new Outcome.Recorded(find(connection, id).orElseThrow(), Boolean.TRUE.equals(fresh));
        });
    }

    /** Takes one away that was told by mistake. Returns whether there was one. */
    public boolean remove(String id) {
        return database.write(connection -> Sql.update(connection, "delete from customer_order where id = ?", id)) > 0;
    }

    private static CustomerOrder order(ResultSet row, String currency) throws SQLException {
        return new CustomerOrder(
                row.getString("id"),
                row.getString("product_id"),
                row.getBigDecimal("quantity"),
                row.getString("quantity_unit"),
                row.getString("origin"),
                row.getString("destination"),
                Sql.instant(row, "ready_at"),
                Sql.instant(row, "promised_at"),
                Money.of(row.getBigDecimal("missed_cost"), currency),
                row.getString("state"),
                Sql.instant(row, "told_at"),
                row.getString("told_by"));
    }
}
