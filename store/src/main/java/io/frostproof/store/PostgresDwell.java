package io.frostproof.store;

import io.frostproof.alerts.desk.DeskTransaction.Filed;
import io.frostproof.alerts.desk.DwellFacts;
import io.frostproof.alerts.dwell.DwellPolicy;
import io.frostproof.alerts.dwell.HandOffs;
import io.frostproof.alerts.dwell.Held;
import io.frostproof.alerts.notify.Notice;
import java.sql.Connection;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a desk's transaction asks of the database about how long handling units are somewhere. */
final class PostgresDwell implements DwellFacts {

    private final Connection connection;
    private final Map<String, Optional<Held>> held = new HashMap<>();
    private @Nullable DwellPolicy policy;
    private @Nullable Map<String, HandOffs.Asks> asks;

    PostgresDwell(Connection connection) {
        this.connection = connection;
    }

    private static <T extends @Nullable Object> T sql(PostgresDeskTransaction.Statement<T> statement) {
        return PostgresDeskTransaction.sql(statement);
    }

    @Override
    public List<String> take(String region, Instant now, int limit) {
        return sql(() -> Sql.list(connection, row -> row.getString(1), """
                with taken as (
                    delete from dwell_look where (region_id, handling_unit_id) in (
                        select region_id, handling_unit_id from dwell_look where region_id = ? and due_at <= ?
                        order by due_at, handling_unit_id limit ? for update skip locked)
                    returning handling_unit_id, due_at)
                select handling_unit_id from taken order by due_at, handling_unit_id
                """, region, now, limit));
    }

    @Override
    public void look(String region, String handlingUnit, @Nullable Instant due) {
        if (due == null) {
            return; // it was taken out already
        }
        sql(() -> Sql.update(connection, """
                insert into dwell_look (region_id, handling_unit_id, due_at) values (?, ?, ?)
                on conflict (region_id, handling_unit_id) do update set due_at = least(dwell_look.due_at, excluded.due_at)
                """, region, handlingUnit, due));
    }

    @Override
    public @Nullable Held held(String handlingUnit) {
        return held.computeIfAbsent(
                        handlingUnit,
                        id -> sql(() -> Optional.ofNullable(Sql.first(
                                connection,
                                row -> new Held(
                                        DwellRows.stock(row),
                                        row.getString("profile_id"),
                                        DwellRows.sojourns(connection, id),
                                        DwellRows.pasts(connection, id),
                                        DwellRows.became(connection, id)),
                                """
                                select h.id as handling_unit_id, h.lot_id, l.product_id, h.quantity, h.quantity_unit, p.profile_id
                                from handling_unit h join lot l on l.id = h.lot_id join product p on p.id = l.product_id
                                where h.id = ?
                                """,
                                id))))
                .orElse(null);
    }

    @Override
    public DwellPolicy policy() {
        DwellPolicy known = policy;
        if (known == null) {
            known = sql(() -> new DwellPolicy(DwellRows.rules(connection)));
            policy = known;
        }
        return known;
    }

    @Override
    public List<Filed> filed(String region, String handlingUnit) {
        return sql(() -> Sql.list(
                connection,
                row -> new Filed(PostgresDeskTransaction.excursion(row), Sql.uuid(row, "incident_id")),
                """
                select e.* from excursion e join unit u on u.id = e.unit_id join node n on n.id = u.node_id
                where e.handling_unit_id = ? and n.region_id = ? order by e.started_at
                """,
                handlingUnit,
                region));
    }

    @Override
    public Map<String, Notice.Stock> stock(Collection<String> handlingUnits) {
        var stock = new HashMap<String, Notice.Stock>();
        sql(() -> Sql.list(
                connection,
                row -> stock.put(row.getString("handling_unit_id"), DwellRows.stock(row)),
                """
                select h.id as handling_unit_id, h.lot_id, l.product_id, h.quantity, h.quantity_unit
                from handling_unit h join lot l on l.id = h.lot_id where h.id = any (?)
                """,
                Sql.texts(List.copyOf(handlingUnits))));
        return stock;
    }

    @Override
    public Map<String, HandOffs.Asks> asks() {
        Map<String, HandOffs.Asks> known = asks;
        if (known == null) {
            known = sql(() -> HandOffRows.asks(connection));
            asks = known;
        }
        return known;
    }

    @Override
    public List<HandOffs.Told> handOffs(String handlingUnit) {
        return sql(() -> HandOffRows.of(connection, handlingUnit));
    }

    @Override
    public void saveMissing(String region, String handlingUnit, List<HandOffs.Needed> missing) {
        sql(() -> {
            HandOffRows.saveMissing(connection, region, handlingUnit, missing);
            return missing;
        });
    }

    @Override
    public boolean knowsAll() {
        return true;
    }
}
