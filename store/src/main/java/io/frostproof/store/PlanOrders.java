package io.frostproof.store;

import io.frostproof.alerts.plan.facts.OpenOrder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Orders that a plan serves: open, and promised for later. */
final class PlanOrders {

    private PlanOrders() {}

    static List<OpenOrder> read(Connection connection, Instant now) throws SQLException {
        return Sql.list(
                connection,
                row -> new OpenOrder(
                        row.getString("id"),
                        row.getString("product_id"),
                        up(row.getBigDecimal("quantity")),
                        row.getString("origin"),
                        row.getString("destination"),
                        Sql.micros(row, "promised_at"),
                        Sql.micros(row, "ready_at"),
                        row.getDouble("missed_cost")),
                "select * from customer_order where state = 'open' and promised_at > ?",
                now);
    }

    private static long up(BigDecimal quantity) {
        return quantity.setScale(0, RoundingMode.CEILING).longValueExact();
    }
}
