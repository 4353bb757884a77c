package io.frostproof.store;

import io.frostproof.alerts.life.StockEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes movements of stock from those who know nothing but where a handling unit came, and when: each is a stock event, and goes the way of all ({@link StockLog}).
 * What people have decided already stays as it is. Thread-safe; calls block.
 */
public final class MovementLog {

    private final Database database;

    public MovementLog(Database database) {
        this.database = database;
    }

    /** What became of a movement. */
    public sealed interface Outcome {

        /**
         * It is on record now.
         *
         * @param regions whose desks have work because of it
         */
        record Recorded(StockQueries.Movement movement, List<String> regions) implements Outcome {
            public Recorded {
                regions = List.copyOf(regions);
            }
        }

        /** Exactly this movement was on record already; nothing was changed. */
        record Known(StockQueries.Movement movement) implements Outcome {}

        /** Another movement of the handling unit is on record for that very time; nothing was changed. */
        record Contradicted(StockQueries.Movement movement) implements Outcome {}

        /**
         * It, or what goes with it, is not available, and cannot leave the network, or its node; nothing was changed.
         *
         * @param decision the approved decision that says so; null when none is on record
         * @param disposition held, quarantined or discarded
         * @param text what cannot be, for people
         */
        record Barred(@Nullable UUID decision, String disposition, String text) implements Outcome {}

        /** There is no such handling unit. */
        record NoSuchHandlingUnit() implements Outcome {}

        /** There is no such unit. */
        record NoSuchUnit() implements Outcome {}
    }

    /** As {@link #record(String, String, Instant, String, Instant)}, when nobody says who told it. */
    public Outcome record(String handlingUnit, @Nullable String toUnit, Instant time, Instant now) {
        return record(handlingUnit, toUnit, time, null, now);
    }

    /**
     * Records a movement.
     *
     * @param toUnit null: it left the network
     * @param time when it was moved; kept to the microsecond
     * @param by who says so; null when nobody does
     * @param now server time
     */
    public Outcome record(
            String handlingUnit, @Nullable String toUnit, Instant time, @Nullable String by, Instant now) {
        Instant at = time.truncatedTo(ChronoUnit.MICROS);
        return database.write(connection -> {
            if (Sql.first(connection, row -> true, "select 1 from handling_unit where id = ?", handlingUnit) == null) {
                return new Outcome.NoSuchHandlingUnit();
            }
            if (toUnit != null
                    && Sql.first(connection, row -> true, "select 1 from unit where id = ?", toUnit) == null) {
                return new Outcome.NoSuchUnit();
            }
            // Nobody tells anything else of it meanwhile.
            StockCarriers.lock(connection, List.of(handlingUnit));
            StockQueries.Movement there = told(connection, handlingUnit, at);
            if (there != null) {
                return Objects.equals(there.toUnit(), toUnit)
                        ? new Outcome.Known(there)
                        : new Outcome.Contradicted(there);
            }
            var movements = new StockMovements(connection, List.of(handlingUnit));
            StockEvent event = movements.event(handlingUnit, Sql.micros(at), toUnit);
            return switch (StockLog.record(connection, List.of(new StockLog.Told(event, "api", by)), now)) {
                case StockLog.Outcome.Recorded recorded ->
                    new Outcome.Recorded(
                            Objects.requireNonNull(told(connection, handlingUnit, at)), recorded.regions());
                case StockLog.Outcome.Barred barred ->
                    new Outcome.Barred(barred.decision(), barred.disposition(), barred.text());
                case StockLog.Outcome.Unknown unknown -> throw new SQLException("unknown: " + unknown.missing());
                case StockLog.Outcome.Contradicted contradicted ->
                    throw new SQLException("stock event " + event.id() + " came to be meanwhile");
            };
        });
    }

    /** What was told of a handling unit at that very time. */
    private static StockQueries.@Nullable Movement told(Connection connection, String handlingUnit, Instant time)
            throws SQLException {
        return Sql.first(connection, StockQueries::movement, """
                select e.handling_unit as handling_unit_id, e.time, e.place as to_unit_id, u.name as unit_name, e.recorded_at
                from stock_event_carrier c join stock_event e on e.id = c.event_id left join unit u on u.id = e.place
                where c.carrier = ? and e.handling_unit = c.carrier and e.time = ? and e.voided_at is null
                  and (e.kind = 'moved' or (e.kind = 'removed' and e.quantity is null))
                order by e.id collate "C" limit 1
                """, handlingUnit, time);
    }
}
