package io.frostproof.store;

import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records of hand-offs, and movements that lack one. Records are appended and never changed. Thread-safe; calls block. */
public final class HandOffLog {

    private static final PageCursor NEWEST = PageCursor.of(
            "hand_offs", Part.descending("o.time", Kind.TIME), Part.ascending("o.handling_unit_id", Kind.TEXT));
    private static final PageCursor DUE = PageCursor.of(
            "hand_offs_missing",
            Part.ascending("m.due_at", Kind.TIME),
            Part.ascending("m.handling_unit_id", Kind.TEXT),
            Part.ascending("m.moved_at", Kind.TIME));
    private static final String SELECT = "select o.* from hand_off o";
    private static final String SELECT_MISSING = """
            select m.*, u.name as unit_name, u.node_id from hand_off_missing m join unit u on u.id = m.unit_id
            """;

    private final Database database;

    public HandOffLog(Database database) {
        this.database = database;
    }

    /**
     * What was handed over.
     *
     * @param time when; kept to the microsecond
     * @param fromUnit null: not said, or not in the network
     * @param toUnit likewise
     * @param temperature of the goods, °C; null: not measured
     */
    public record Told(
            List<String> handlingUnits,
            Instant time,
            @Nullable String fromUnit,
            @Nullable String toUnit,
            String givenBy,
            String takenBy,
            @Nullable Double temperature,
            @Nullable String note) {
        public Told {
            handlingUnits = List.copyOf(handlingUnits);
            time = time.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** A record of one handling unit; {@code temperature} in °C. */
    public record HandOff(
            String handlingUnit,
            Instant time,
            @Nullable String fromUnit,
            @Nullable String toUnit,
            String givenBy,
            String takenBy,
            @Nullable Double temperature,
            @Nullable String note,
            Instant recordedAt,
            String recordedBy) {

        private boolean says(Told told) {
            return Objects.equals(fromUnit, told.fromUnit())
                    && Objects.equals(toUnit, told.toUnit())
                    && givenBy.equals(told.givenBy())
                    && takenBy.equals(told.takenBy())
                    && Objects.equals(temperature, told.temperature())
                    && Objects.equals(note, told.note());
        }
    }

    /**
     * A movement that needs a record and has none.
     *
     * @param unit of the node that asks for the record
     * @param fromUnit null: it came into the network
     * @param toUnit null: it left the network
     * @param dueAt until when a record is in time
     * @param missingS seconds since the movement
     */
    public record Missing(
            String handlingUnit,
            Instant movedAt,
            String unit,
            String unitName,
            String node,
            @Nullable String fromUnit,
            @Nullable String toUnit,
            Instant dueAt,
            boolean overdue,
            long missingS) {}

    /** What became of a record. */
    public sealed interface Outcome {

        /** They are on record by now; {@code fresh}: not all of them were before. */
        record Recorded(List<HandOff> handOffs, boolean fresh) implements Outcome {
            public Recorded {
                handOffs = List.copyOf(handOffs);
            }
        }

        /** Another record of a handling unit is there for that very time; nothing was changed. */
        record Contradicted(HandOff there) implements Outcome {}

        /** There is no such handling unit; nothing was changed. */
        record NoSuchHandlingUnit(String id) implements Outcome {}

        /** There is no such unit; nothing was changed. */
        record NoSuchUnit(String id) implements Outcome {}
    }

    /** Records a hand-off of all its handling units, or of none. */
    public Outcome record(Told told, String by, Instant now) {
        return database.write(connection -> {
            List<String> ids = told.handlingUnits().stream().distinct().sorted().toList();
            // Nobody records another one of them meanwhile.
            List<String> known = Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select id from handling_unit where id = any (?) order by id for no key update",
                    Sql.texts(ids));
            for (String id : ids) {
                if (!known.contains(id)) {
                    return new Outcome.NoSuchHandlingUnit(id);
                }
            }
            for (String unit : new @Nullable String[] {told.fromUnit(), told.toUnit()}) {
                if (unit != null
                        && Sql.first(connection, row -> true, "select 1 from unit where id = ?", unit) == null) {
                    return new Outcome.NoSuchUnit(unit);
                }
            }
            for (HandOff one : at(connection, ids, told.time())) {
                if (!one.says(told)) {
                    return new Outcome.Contradicted(one);
                }
            }
            int fresh = Sql.update(
                    connection,
                    """
                    insert into hand_off (handling_unit_id, time, from_unit_id, to_unit_id, given_by, taken_by, temperature_celsius, note,
                                          recorded_at, recorded_by)
                    select h.id, ?, ?::text, ?::text, ?, ?, ?::double precision, ?::text, ?, ? from unnest(?) as h(id) order by h.id
                    on conflict (handling_unit_id, time) do nothing
                    """,
                    told.time(),
                    told.fromUnit(),
                    told.toUnit(),
                    told.givenBy(),
                    told.takenBy(),
                    told.temperature(),
                    told.note(),
                    now,
                    by,
                    Sql.texts(ids));
            return new Outcome.Recorded(at(connection, ids, told.time()), fresh > 0);
        });
    }

    private static List<HandOff> at(Connection connection, List<String> handlingUnits, Instant time)
            throws SQLException {
        return Sql.list(
                connection,
                HandOffLog::handOff,
                SELECT + " where o.handling_unit_id = any (?) and o.time = ? order by o.handling_unit_id",
                Sql.texts(handlingUnits),
                time);
    }

    /**
     * Records, newest first by event time.
     *
     * @param handlingUnit only those of this one; null: all
     */
    public Page<HandOff> list(@Nullable String handlingUnit, PageRequest request) {
        return database.read(connection -> Pages.of(
                connection,
                request,
                NEWEST,
                HandOffLog::handOff,
                one -> List.of(one.time(), one.handlingUnit()),
                SELECT,
                new Filter().andIfGiven("o.handling_unit_id = ?", handlingUnit)));
    }

    /** Movements that lack a record, by when it was, or will be, due; what is null does not matter. */
    public Page<Missing> missing(
            @Nullable String node,
            @Nullable String unit,
            @Nullable String handlingUnit,
            PageRequest request,
            Instant now) {
        return database.read(connection -> Pages.of(
                connection,
                request,
                DUE,
                row -> missing(row, now),
                one -> List.of(one.dueAt(), one.handlingUnit(), one.movedAt()),
                SELECT_MISSING,
                new Filter()
                        .andIfGiven("u.node_id = ?", node)
                        .andIfGiven("m.unit_id = ?", unit)
                        .andIfGiven("m.handling_unit_id = ?", handlingUnit)));
    }

    static List<HandOff> of(Connection connection, String handlingUnit) throws SQLException {
        return Sql.list(
                connection,
                HandOffLog::handOff,
                SELECT + " where o.handling_unit_id = ? order by o.time",
                handlingUnit);
    }

    static List<Missing> missingOf(Connection connection, String handlingUnit, Instant now) throws SQLException {
        return Sql.list(
                connection,
                row -> missing(row, now),
                SELECT_MISSING + " where m.handling_unit_id = ? order by m.moved_at, m.region_id",
                handlingUnit);
    }

    private static HandOff handOff(ResultSet row) throws SQLException {
        return new HandOff(
                row.getString("handling_unit_id"),
                Sql.instant(row, "time"),
                row.getString("from_unit_id"),
                row.getString("to_unit_id"),
                row.getString("given_by"),
                row.getString("taken_by"),
                row.getObject("temperature_celsius", Double.class),
                row.getString("note"),
                Sql.instant(row, "recorded_at"),
                row.getString("recorded_by"));
    }

    private static Missing missing(ResultSet row, Instant now) throws SQLException {
        Instant moved = Sql.instant(row, "moved_at");
        Instant due = Sql.instant(row, "due_at");
        return new Missing(
                row.getString("handling_unit_id"),
                moved,
                row.getString("unit_id"),
                row.getString("unit_name"),
                row.getString("node_id"),
                row.getString("from_unit_id"),
                row.getString("to_unit_id"),
                due,
                !due.isAfter(now),
                Math.max(0, now.getEpochSecond() - moved.getEpochSecond()));
    }
}
