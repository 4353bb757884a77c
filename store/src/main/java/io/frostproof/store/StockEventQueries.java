package io.frostproof.store;

import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was told about stock. Thread-safe; calls block. */
public final class StockEventQueries {

    private static final PageCursor NEWEST =
            PageCursor.of("stock-events", Part.descending("e.time", Kind.TIME), Part.ascending("e.id", Kind.TEXT));

    private static final String SELECT = """
            select e.id, e.kind, e.time, e.recorded_at, e.handling_unit, e.other, e.lot, e.quantity, e.quantity_unit, e.place, e.reason,
                   e.source, e.told_by, e.voided_at, e.voided_by, e.void_reason,
                   (select jsonb_agg(jsonb_build_object('output', g.is_output, 'id', g.handling_unit, 'lot', g.lot, 'quantity', g.quantity,
                                                        'unit', g.quantity_unit) order by g.position)
                    from stock_event_good g where g.event_id = e.id and e.kind = 'transformed') as goods
            from stock_event e
            """;

    private final Database database;

    public StockEventQueries(Database database) {
        this.database = database;
    }

    /**
     * An event as it was told; what its kind does not have is null.
     *
     * @param handlingUnit to which it happened; null of a transformation
     * @param quantity null of a removal of all that was left
     * @param source api, csv, network file, epcis ...
     * @param voided null while it counts
     */
    public record Event(
            String id,
            String kind,
            Instant time,
            @Nullable String handlingUnit,
            @Nullable String lot,
            @Nullable BigDecimal quantity,
            @Nullable String quantityUnit,
            @Nullable String place,
            @Nullable String part,
            @Nullable String from,
            @Nullable String container,
            @Nullable String reason,
            List<String> inputs,
            List<Output> outputs,
            Instant recordedAt,
            String source,
            @Nullable String toldBy,
            @Nullable Voided voided) {}

    /** What a transformation makes. */
    public record Output(
            String handlingUnit,
            String lot,
            BigDecimal quantity,
            @Nullable String quantityUnit) {}

    /** It counts no more. */
    public record Voided(Instant at, @Nullable String by, String reason) {}

    /**
     * What was told of one, newest first by event time; void events too.
     *
     * @param carrier a handling unit or a container
     */
    public Page<Event> about(String carrier, PageRequest request) {
        return database.read(connection -> Pages.of(
                connection,
                request,
                NEWEST,
                StockEventQueries::event,
                event -> List.of(event.time(), event.id()),
                SELECT,
                new Filter()
                        .and("e.id in (select c.event_id from stock_event_carrier c where c.carrier = ?)", carrier)));
    }

    /** Whether anything was told of it, or it is declared. */
    public boolean knows(String carrier) {
        return database.look(connection -> Sql.number(
                        connection,
                        "select count(*) from (select 1 from stock_event_carrier where carrier = ? union all"
                                + " select 1 from handling_unit where id = ?) x",
                        carrier,
                        carrier))
                > 0;
    }

    private static Event event(ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        String other = row.getString("other");
        var inputs = new ArrayList<String>();
        var outputs = new ArrayList<Output>();
        goods(row.getString("goods"), inputs, outputs);
        Instant voidedAt = Sql.instantOrNull(row, "voided_at");
        return new Event(
                row.getString("id"),
                kind,
                Sql.instant(row, "time"),
                kind.equals("transformed") ? null : row.getString("handling_unit"),
                row.getString("lot"),
                row.getBigDecimal("quantity"),
                row.getString("quantity_unit"),
                row.getString("place"),
                kind.equals("split") ? other : null,
                kind.equals("merged") ? other : null,
                kind.equals("packed") ? other : null,
                row.getString("reason"),
                List.copyOf(inputs),
                List.copyOf(outputs),
                Sql.instant(row, "recorded_at"),
                row.getString("source"),
                row.getString("told_by"),
                voidedAt == null
                        ? null
                        : new Voided(voidedAt, row.getString("voided_by"), row.getString("void_reason")));
    }

    private static void goods(@Nullable String json, List<String> inputs, List<Output> outputs) {
        if (json == null) {
            return;
        }
        for (Good good : Sql.fromJson(json, Good[].class)) {
            if (good.output() && good.lot() != null && good.quantity() != null) {
                outputs.add(new Output(good.id(), good.lot(), good.quantity(), good.unit()));
            } else {
                inputs.add(good.id());
            }
        }
    }

    record Good(
            boolean output,
            String id,
            @Nullable String lot,
            @Nullable BigDecimal quantity,
            @Nullable String unit) {}
}
