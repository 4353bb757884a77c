package io.frostproof.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes movements of stock, also late ones. In the transaction that records one, the desks get the work to compute the exposures of all
 * excursions it touches anew: those of the unit that the handling unit left and of the one it entered, from the time of the movement on.
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
         * It is quarantined and cannot leave the network; nothing was changed.
         *
         * @param decision the newest approved decision about it; null when none is on record
         */
        record Quarantined(@Nullable UUID decision) implements Outcome {}

        /** There is no such handling unit. */
        record NoSuchHandlingUnit() implements Outcome {}

        /** There is no such unit. */
        record NoSuchUnit() implements Outcome {}
    }

    /**
     * Records a movement.
     *
     * @param toUnit null: it left the network
     * @param time when it was moved; kept to the microsecond
     * @param now server time
     */
    public Outcome record(String handlingUnit, @Nullable String toUnit, Instant time, Instant now) {
        Instant at = time.truncatedTo(ChronoUnit.MICROS);
        return database.write(connection -> {
            // Nobody moves, imports or quarantines it meanwhile.
            String disposition = Sql.first(
                    connection,
                    row -> row.getString(1),
                    "select disposition from handling_unit where id = ? for no key update",
                    handlingUnit);
            if (disposition == null) {
                return new Outcome.NoSuchHandlingUnit();
            }
            if (toUnit != null
                    && Sql.first(connection, row -> true, "select 1 from unit where id = ?", toUnit) == null) {
                return new Outcome.NoSuchUnit();
            }
            StockQueries.Movement there = StockQueries.movement(connection, handlingUnit, at);
            if (there != null) {
                return Objects.equals(there.toUnit(), toUnit)
                        ? new Outcome.Known(there)
                        : new Outcome.Contradicted(there);
            }
            if (toUnit == null && disposition.equals("quarantined")) {
                return new Outcome.Quarantined(quarantine(connection, handlingUnit));
            }
            Sql.update(
                    connection,
                    "insert into movement (handling_unit_id, time, to_unit_id, recorded_at) values (?, ?, ?::text, ?)",
                    handlingUnit,
                    at,
                    toUnit,
                    now);
            List<String> regions = askDesks(connection, touched(connection, handlingUnit, toUnit, at), at);
            return new Outcome.Recorded(
                    Objects.requireNonNull(StockQueries.movement(connection, handlingUnit, at)), regions);
        });
    }

    private static @Nullable UUID quarantine(Connection connection, String handlingUnit) throws SQLException {
        return Sql.first(connection, row -> Sql.uuid(row, "id"), """
                select d.id from decision d join decision_item x on x.decision_id = d.id
                where x.handling_unit_id = ? and d.state = 'approved' order by d.decided_at desc limit 1
                """, handlingUnit);
    }

    /** The unit that loses a stay or a part of one, and the unit that gains one. */
    private static List<String> touched(
            Connection connection, String handlingUnit, @Nullable String toUnit, Instant time) throws SQLException {
        var units = new ArrayList<>(Sql.list(connection, row -> row.getString(1), """
                select b.to_unit_id from movement b where b.handling_unit_id = ? and b.until = ? and b.to_unit_id is not null
                """, handlingUnit, time));
        if (toUnit != null) {
            units.add(toUnit);
        }
        return units;
    }

    /**
     * Queues work for every channel that measured one of the units since {@code time}, whether an excursion of it is on record or not: a desk
     * may be filing one at this moment, with the stays as they were.
     */
    private static List<String> askDesks(Connection connection, List<String> units, Instant time) throws SQLException {
        return Sql.list(connection, row -> row.getString(1), """
                with queued as (
                    insert into desk_queue (region_id, channel_id, from_time, batch_id)
                    select n.region_id, c.channel_id, ?, 0
                    from (select p.channel_id, p.unit_id from placement p
                          where p.unit_id = any (?) and (p.valid_to is null or p.valid_to > ?)
                          union
                          select e.channel_id, e.unit_id from excursion e
                          where e.unit_id = any (?) and e.channel_id is not null and (e.ended_at is null or e.ended_at > ?)) c
                    join unit u on u.id = c.unit_id join node n on n.id = u.node_id
                    returning region_id)
                select distinct region_id from queued order by region_id
                """, time, Sql.texts(units), time, Sql.texts(units), time);
    }
}
