package io.frostproof.store;

import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvents;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes what people and programs tell about stock, and keeps what follows from it: {@code movement} (where each handling unit was), and lot, quantity and holds of
 * {@code handling_unit}. What follows is a function of the set of events that stand, whatever order they came in. In the same transaction the desks get the work to
 * compute the exposures of everything that changed anew, from the earliest change on.
 *
 * <p>A batch is recorded whole or not at all. An event that is on record under its id is known and changes nothing, also when it was declared void since.
 *
 * <p>Whoever records within a transaction of its own (an import, a capture) uses {@link #record(Connection, List, Instant)}: anything but {@link Outcome.Recorded} has
 * left nothing behind, and the transaction can go on. Names that cannot be known are all said at once ({@link Outcome.Unknown}), so that a capture can hold the events
 * concerned and record the others. Thread-safe; calls block.
 */
public final class StockLog {

    /** As often as somebody else may record the very same events at the same moment. */
    private static final int TRIES = 3;

    private final Database database;

    public StockLog(Database database) {
        this.database = database;
    }

    /**
     * An event as somebody told it.
     *
     * @param quantityUnits of the handling units that the event makes, such as "kg", where it was told; a part has the unit of its whole, what is made that of
     *     the first input
     * @param source what it came by: api, csv, network file, epcis ...
     * @param by who told it; null when nobody did
     */
    public record Told(
            StockEvent event,
            Map<String, String> quantityUnits,
            String source,
            @Nullable String by) {
        public Told {
            event = StockEventRows.plain(event);
            quantityUnits = Map.copyOf(quantityUnits);
        }

        /** Without a unit of quantity. */
        public Told(StockEvent event, String source, @Nullable String by) {
            this(event, Map.of(), source, by);
        }
    }

    /** What became of a batch. */
    public sealed interface Outcome {

        /**
         * All of it is on record now.
         *
         * @param added ids of the events that were not before, in the order of the batch
         * @param known how many were
         * @param regions whose desks have work because of it
         */
        record Recorded(List<String> added, int known, List<String> regions) implements Outcome {
            public Recorded {
                added = List.copyOf(added);
                regions = List.copyOf(regions);
            }
        }

        /**
         * Another event has the same id. Nothing was changed.
         *
         * @param index in the batch, from 0
         * @param onRecord the other one
         */
        record Contradicted(int index, StockEvent onRecord) implements Outcome {}

        /** Some of it names what nobody knows. Nothing was changed. */
        record Unknown(List<Missing> missing) implements Outcome {
            public Unknown {
                missing = List.copyOf(missing);
            }
        }

        /**
         * A handling unit that is not available would leave the network, or its node. Nothing was changed.
         *
         * @param event id of the event by which it would
         * @param decision the approved decision that holds it, or what it was a part of; null when none is on record
         * @param disposition held, quarantined or discarded
         * @param text what cannot be, for people
         */
        record Barred(
                String handlingUnit, String event, @Nullable UUID decision, String disposition, String text)
                implements Outcome {}
    }

    /**
     * A name that nobody knows.
     *
     * @param index of the event in the batch, from 0
     * @param field of {@link StockEvent}: handlingUnit, part, from, inputs, lot, place
     */
    public record Missing(int index, String field, String value, What what) {}

    /** What a name should have been the name of. */
    public enum What {
        /** A handling unit. */
        HANDLING_UNIT,
        /** A handling unit, or a container that something was packed into. */
        HANDLING_UNIT_OR_CONTAINER,
        LOT,
        UNIT
    }

    /** What became of a declaration that an event is void. */
    public sealed interface Withdrawal {

        /**
         * It counts no more.
         *
         * @param regions whose desks have work because of it
         */
        record Withdrawn(List<String> regions) implements Withdrawal {
            public Withdrawn {
                regions = List.copyOf(regions);
            }
        }

        /** It was void already. */
        record WasVoid() implements Withdrawal {}

        /** There is no such event. */
        record NoSuchEvent() implements Withdrawal {}

        /** Without it, a handling unit that is not available would have left the network, or its node. Nothing was changed; the fields are those of {@link Outcome.Barred}. */
        record Barred(
                String handlingUnit, String event, @Nullable UUID decision, String disposition, String text)
                implements Withdrawal {}
    }

    /**
     * Records events, all or none.
     *
     * @param batch in any order; what one of them makes, others may name
     * @param now server time
     */
    public Outcome record(List<Told> batch, Instant now) {
        return database.write(connection -> record(connection, batch, now));
    }

    /** As {@link #record(List, Instant)}, within a transaction. Takes locks: nothing about stock may be locked before, except by an import. */
    static Outcome record(Connection connection, List<Told> batch, Instant now) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            Savepoint before = connection.setSavepoint();
            Outcome outcome = attempt(connection, batch, now);
            if (outcome instanceof Outcome.Recorded) {
                connection.releaseSavepoint(before);
                return outcome;
            }
            connection.rollback(before);
            if (outcome != null) {
                return outcome;
            }
            if (attempt == TRIES) {
                throw new SQLException("stock events were recorded by somebody else " + TRIES + " times in a row");
            }
        }
    }

    private static @Nullable Outcome attempt(Connection connection, List<Told> batch, Instant now) throws SQLException {
        var names = new TreeSet<String>();
        batch.forEach(told -> names.addAll(StockEvents.named(told.event())));
        StockCarriers.lock(connection, names);

        Map<String, StockEvent> onRecord = new TreeMap<>();
        for (StockEventRows.Row row : StockEventRows.select(
                connection,
                "e.id = any (?)",
                Sql.texts(batch.stream().map(told -> told.event().id()).toList()))) {
            onRecord.put(row.event().id(), row.event());
        }
        var fresh = new LinkedHashMap<String, Told>();
        for (int i = 0; i < batch.size(); i++) {
            StockEvent event = batch.get(i).event();
            StockEvent other = onRecord.putIfAbsent(event.id(), event);
            if (other == null) {
                fresh.put(event.id(), batch.get(i));
            } else if (!other.equals(event)) {
                return new Outcome.Contradicted(i, other);
            }
        }
        if (fresh.isEmpty()) {
            return new Outcome.Recorded(List.of(), batch.size(), List.of());
        }
        List<Missing> missing = new StockNames(connection, fresh.values()).missing(batch, fresh.keySet());
        if (!missing.isEmpty()) {
            return new Outcome.Unknown(missing);
        }
        if (StockEventRows.insert(connection, fresh.values(), now) < fresh.size()) {
            return null;
        }
        List<Set<String>> together = fresh.values().stream()
                .map(told -> StockEvents.named(told.event()))
                .toList();
        StockCarriers.connect(connection, together);
        var touched = new LinkedHashSet<String>();
        together.forEach(touched::addAll);
        LifeRows.Stock after = LifeRows.stock(connection, touched);
        List<StockEventRows.Row> known = after.events().stream()
                .filter(row -> !fresh.containsKey(row.event().id()))
                .toList();
        var change = new Change(connection, after.with(known), after, now);
        HoldGuard.Breach breach = change.judge();
        if (breach != null) {
            return new Outcome.Barred(
                    breach.handlingUnit(),
                    breach.event(),
                    breach.hold().decision(),
                    breach.hold().disposition(),
                    breach.text());
        }
        return new Outcome.Recorded(List.copyOf(fresh.keySet()), batch.size() - fresh.size(), change.project());
    }

    /**
     * Declares an event void: it did not happen, or not like that. It is kept, shown, and counts no more; the right one is told as another event.
     *
     * @param reason why, for people
     * @param by who says so; null when nobody does
     * @param now server time
     */
    public Withdrawal withdraw(String eventId, String reason, @Nullable String by, Instant now) {
        return database.write(connection -> withdraw(connection, eventId, reason, by, now));
    }

    /** As {@link #withdraw(String, String, String, Instant)}, within a transaction. */
    static Withdrawal withdraw(Connection connection, String eventId, String reason, @Nullable String by, Instant now)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        List<StockEventRows.Row> row = StockEventRows.select(connection, "e.id = ?", eventId);
        if (row.isEmpty()) {
            return new Withdrawal.NoSuchEvent();
        }
        Set<String> named = StockEvents.named(row.getFirst().event());
        StockCarriers.lock(connection, named);
        LifeRows.Stock standing = LifeRows.stock(connection, named);
        int voided = Sql.update(
                connection,
                "update stock_event set voided_at = ?, voided_by = ?::text, void_reason = ? where id = ? and voided_at is null",
                now,
                by,
                reason,
                eventId);
        if (voided == 0) {
            return new Withdrawal.WasVoid();
        }
        var change = new Change(connection, standing, LifeRows.stock(connection, named), now);
        HoldGuard.Breach breach = change.judge();
        if (breach != null) {
            connection.rollback(before);
            return new Withdrawal.Barred(
                    breach.handlingUnit(),
                    breach.event(),
                    breach.hold().decision(),
                    breach.hold().disposition(),
                    breach.text());
        }
        return new Withdrawal.Withdrawn(change.project());
    }

    /**
     * Works out anew what follows from the events about some handling units whose declaration has changed.
     *
     * @return regions whose desks have work because of it
     */
    static List<String> declared(Connection connection, Collection<String> handlingUnits, Instant now)
            throws SQLException {
        LifeRows.Stock stock = LifeRows.stock(connection, handlingUnits);
        return new Change(connection, stock, stock, now).project();
    }

    /** From what followed to what follows. */
    private static final class Change {
        private final Connection connection;
        private final LifeRows.Stock before;
        private final LifeRows.Stock after;
        private final Map<String, Life> lives;
        private final Instant now;
        private final StockRows rows;
        private Map<String, Hold> holds = Map.of();

        Change(Connection connection, LifeRows.Stock before, LifeRows.Stock after, Instant now) throws SQLException {
            this.connection = connection;
            this.before = before;
            this.after = after;
            this.now = now;
            lives = after.lives();
            rows = StockRows.lock(connection, after.carriers());
        }

        HoldGuard.@Nullable Breach judge() throws SQLException {
            Map<String, Hold> already = rows.held();
            if (already.isEmpty()) {
                return null;
            }
            List<StockEvent> known = before.standing();
            List<StockEvent> standing = after.standing();
            Map<String, Life> livesBefore = before.lives();
            var guard = new HoldGuard(known, standing, already);
            holds = guard.inherited();
            HoldGuard.Breach leaving = guard.leaving(livesBefore, lives);
            return leaving == null
                    ? new HoldMoves(connection, guard, livesBefore, lives, known, standing).breach()
                    : leaving;
        }

        List<String> project() throws SQLException {
            return new StockProjection(connection, rows, now).project(after, lives, holds);
        }
    }
}
