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

/** Stock in the order in which it is to be used: what expires first goes first. Thread-safe; calls block. */
public final class FirstExpiredQueries {

    private static final PageCursor ORDER = PageCursor.of(
            "first-expired",
            Part.ascending("f.rank", Kind.NUMBER),
            Part.ascending("f.expires_day", Kind.NUMBER),
            Part.ascending("f.received_at", Kind.TIME),
            Part.ascending("f.id", Kind.TEXT));

    /** Parameters: nodes and days of {@link LocalDays}, and twice the time that is now. */
    private static final String SELECT = """
            select f.* from (
                select h.id, h.lot_id, l.expires, l.product_id, p.name as product_name, h.quantity, h.quantity_unit, h.disposition,
                       u.id as unit_id, u.name as unit_name, n.id as node_id, n.name as node_name, n.region_id,
                       (select min(b.time) from movement b where b.handling_unit_id = h.id) as received_at,
                       l.expires - d.today as days_left,
                       s.state, case s.state when 'available' then 0 when 'quarantined' then 1 else 2 end as rank,
                       coalesce(l.expires - date '1970-01-01', 2147483647) as expires_day
                from movement m join handling_unit h on h.id = m.handling_unit_id join lot l on l.id = h.lot_id
                join product p on p.id = l.product_id join unit u on u.id = m.to_unit_id join node n on n.id = u.node_id""" + LocalDays.join("n.id") + """
                cross join lateral (select case when h.disposition <> 'available' then 'quarantined'
                                                when l.expires < d.today then 'expired' else 'available' end as state) s
                where m.time <= ? and m.until > ? and h.quantity > 0) f
            """;

    private final Database database;

    public FirstExpiredQueries(Database database) {
        this.database = database;
    }

    /** What may be done with a handling unit. The order is that of the list. */
    public enum State {
        AVAILABLE("available", 0),
        /** Expired or not: what is in quarantine waits for a decision first. */
        QUARANTINED("quarantined", 1),
        EXPIRED("expired", 2);

        private final String id;
        private final int rank;

        State(String id, int rank) {
            this.id = id;
            this.rank = rank;
        }

        public String id() {
            return id;
        }
    }

    /**
     * A handling unit that is in the network.
     *
     * @param state {@link State#id}
     * @param expires last day of use; null: it does not expire
     * @param daysLeft whole days after today, by the clock of the node, in which it may be used: 0 on its last day, less when expired
     * @param receivedAt when it first came into the network under its id
     */
    public record Item(
            String id,
            String state,
            @Nullable LocalDate expires,
            @Nullable Integer daysLeft,
            String lot,
            String product,
            String productName,
            BigDecimal quantity,
            String quantityUnit,
            String disposition,
            String unit,
            String unitName,
            String node,
            String nodeName,
            Instant receivedAt) {}

    /**
     * Which; what is null does not matter.
     *
     * @param withinDays what expires on one of so many days after today or today, and has not expired
     */
    public record Wanted(
            @Nullable String region,
            @Nullable String node,
            @Nullable String product,
            @Nullable State state,
            @Nullable Integer withinDays) {}

    /**
     * What is available, then what is in quarantine, then what has expired; each by last day of use, then by time of receipt, then by id. What does not
     * expire comes last.
     */
    public Page<Item> list(Wanted wanted, PageRequest request, Instant now) {
        var filter = new Filter()
                .andIfGiven("f.region_id = ?", wanted.region())
                .andIfGiven("f.node_id = ?", wanted.node())
                .andIfGiven("f.product_id = ?", wanted.product())
                .andIfGiven("f.days_left between 0 and ?", wanted.withinDays());
        if (wanted.state() != null) {
            filter.and("f.rank = ?", wanted.state().rank);
        }
        return database.read(connection -> {
            LocalDays local = LocalDays.at(connection, now);
            return Pages.of(
                            connection,
                            request,
                            ORDER,
                            FirstExpiredQueries::row,
                            row -> List.of(
                                    row.rank(),
                                    row.expiresDay(),
                                    row.item().receivedAt(),
                                    row.item().id()),
                            SELECT,
                            List.of(local.nodes(), local.days(), now, now),
                            filter)
                    .map(Row::item);
        });
    }

    private record Row(Item item, int rank, int expiresDay) {}

    private static Row row(ResultSet row) throws SQLException {
        int rank = row.getInt("rank");
        return new Row(
                new Item(
                        row.getString("id"),
                        row.getString("state"),
                        row.getObject("expires", LocalDate.class),
                        row.getObject("days_left", Integer.class),
                        row.getString("lot_id"),
                        row.getString("product_id"),
                        row.getString("product_name"),
                        row.getBigDecimal("quantity"),
                        row.getString("quantity_unit"),
                        row.getString("disposition"),
                        row.getString("unit_id"),
                        row.getString("unit_name"),
                        row.getString("node_id"),
                        row.getString("node_name"),
                        Sql.instant(row, "received_at")),
                rank,
                row.getInt("expires_day"));
    }
}
