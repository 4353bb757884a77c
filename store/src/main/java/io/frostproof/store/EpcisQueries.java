package io.frostproof.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was captured, and what was told about stock by other ways, newest first. Thread-safe; calls block. */
public final class EpcisQueries {

    /** Captured events come before those of stock at the same instant. */
    private static final PageCursor ORDER = PageCursor.of(
            "epcis-events",
            PageCursor.Part.descending("time", PageCursor.Kind.TIME),
            PageCursor.Part.ascending("origin", PageCursor.Kind.TEXT),
            PageCursor.Part.descending("key", PageCursor.Kind.TEXT));

    private static final PageCursor HELD =
            PageCursor.of("epcis-held", PageCursor.Part.ascending("e.id", PageCursor.Kind.NUMBER));

    private static final PageCursor JOBS = PageCursor.of(
            "epcis-captures",
            PageCursor.Part.descending("j.created_at", PageCursor.Kind.TIME),
            PageCursor.Part.ascending("j.id", PageCursor.Kind.UUID));

    /** One whose id another event has is not what is asked for. */
    private static final String NOT_ANOTHERS =
            "not exists (select from epcis_state s where s.event = e.id and s.reason = 'contradicting_id')";

    private static final String CAPTURED = "captured";
    private static final String STOCK = "stock";

    private final Database database;

    public EpcisQueries(Database database) {
        this.database = database;
    }

    /**
     * Which events; a list that is empty asks for nothing.
     *
     * @param kinds kinds of stock events that can be what is asked for; null: none, captured events only
     * @param places ids of units, for stock events; null: any
     * @param handlingUnits names, for stock events; null: any
     */
    public record Wanted(
            List<String> types,
            List<String> actions,
            List<String> bizSteps,
            List<String> dispositions,
            List<String> readPoints,
            List<String> bizLocations,
            List<String> epcs,
            List<String> anyEpcs,
            List<String> eventIds,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Instant recordedFrom,
            @Nullable Instant recordedTo,
            @Nullable List<String> kinds,
            @Nullable List<String> places,
            @Nullable List<String> handlingUnits) {}

    /** An event of the answer. */
    public sealed interface Found {

        Instant time();

        /** As it came. */
        record Captured(String key, Instant time, Instant recordedAt, String eventId, String document)
                implements Found {}

        /**
         * As it was told by another way.
         *
         * @param container of what was taken out of one; null otherwise
         */
        record Stock(
                Instant time,
                Instant recordedAt,
                StockLog.Told told,
                @Nullable String container) implements Found {}
    }

    private static List<Object> key(Found found) {
        return switch (found) {
            case Found.Captured captured -> List.of(captured.time(), CAPTURED, captured.key());
            case Found.Stock stock ->
                List.of(stock.time(), STOCK, stock.told().event().id());
        };
    }

    /**
     * A page of events, newest first.
     *
     * @throws IllegalCursorException if the request's cursor is not one of this list
     */
    public Page<Found> events(Wanted wanted, PageRequest request) {
        List<Object> after = request.cursor() == null ? null : ORDER.read(request.cursor());
        return database.read(connection -> {
            var found = new ArrayList<Found>(captured(connection, wanted, after, request.limit() + 1));
            if (wanted.kinds() != null) {
                found.addAll(stock(connection, wanted, wanted.kinds(), after, request.limit() + 1));
            }
            // Each of the two lists is in order already; this is stable.
            found.sort(Comparator.comparing(Found::time, Comparator.reverseOrder()));
            return ORDER.page(
                    request, found.subList(0, Math.min(found.size(), request.limit() + 1)), EpcisQueries::key);
        });
    }

    private static List<Found.Captured> captured(
            Connection connection, Wanted wanted, @Nullable List<Object> after, int limit) throws SQLException {
        var filter = new Filter()
                .and(NOT_ANOTHERS)
                .andIfGiven("e.time >= ?", wanted.from())
                .andIfGiven("e.time < ?", wanted.to())
                .andIfGiven("e.recorded_at >= ?", wanted.recordedFrom())
                .andIfGiven("e.recorded_at < ?", wanted.recordedTo());
        any(filter, "e.type = any (?)", wanted.types());
        any(filter, "e.action = any (?)", wanted.actions());
        any(filter, "e.biz_step = any (?)", wanted.bizSteps());
        any(filter, "e.disposition = any (?)", wanted.dispositions());
        any(filter, "e.read_point = any (?)", wanted.readPoints());
        any(filter, "e.biz_location = any (?)", wanted.bizLocations());
        any(filter, "e.event_id = any (?)", wanted.eventIds());
        any(filter, "e.any_epcs && ?", wanted.anyEpcs());
        any(filter, "e.any_epcs && ?", wanted.epcs());
        any(filter, "e.epcs && ?", wanted.epcs());
        if (after != null) {
            if (after.get(1).equals(CAPTURED)) {
                filter.and("(e.time, e.id) < (?, ?)", after.get(0), number((String) after.get(2)));
            } else {
                filter.and("e.time < ?", after.get(0));
            }
        }
        return rows(connection, filter, limit);
    }

    private static long number(String key) {
        return key.matches("[0-9]{1,18}") ? Long.parseLong(key) : 0;
    }

    private static void any(Filter filter, String condition, List<String> values) {
        if (!values.isEmpty()) {
            filter.and(condition, Sql.texts(values));
        }
    }

    private static List<Found.Captured> rows(Connection connection, Filter filter, int limit) throws SQLException {
        var parameters = new ArrayList<>(filter.parameters());
        parameters.add(limit);
        return Sql.list(
                connection,
                row -> new Found.Captured(
                        row.getString("id"),
                        Sql.instant(row, "time"),
                        Sql.instant(row, "recorded_at"),
                        row.getString("event_id"),
                        row.getString("document")),
                "select e.id, e.time, e.recorded_at, e.event_id, e.document from epcis_event e" + filter.where()
                        + " order by e.time desc, e.id desc limit ?",
                parameters.toArray());
    }

    private static List<Found.Stock> stock(
            Connection connection, Wanted wanted, List<String> kinds, @Nullable List<Object> after, int limit)
            throws SQLException {
        var filter = new Filter()
                .and("source <> 'epcis'")
                .and("voided_at is null")
                .and("kind = any (?)", Sql.texts(kinds))
                .andIfGiven("time >= ?", wanted.from())
                .andIfGiven("time < ?", wanted.to())
                .andIfGiven("recorded_at >= ?", wanted.recordedFrom())
                .andIfGiven("recorded_at < ?", wanted.recordedTo());
        if (wanted.places() != null) {
            filter.and("place = any (?)", Sql.texts(wanted.places()));
        }
        if (wanted.handlingUnits() != null) {
            filter.and(
                    "id in (select c.event_id from stock_event_carrier c where c.carrier = any (?))",
                    Sql.texts(wanted.handlingUnits()));
        }
        if (after != null) {
            if (after.get(1).equals(STOCK)) {
                filter.and("(time, id collate \"C\") < (?, ?)", after.get(0), after.get(2));
            } else {
                filter.and("time <= ?", after.get(0));
            }
        }
        var parameters = new ArrayList<>(filter.parameters());
        parameters.add(limit);
        List<String> ids = Sql.list(
                connection,
                row -> row.getString(1),
                "select id from stock_event" + filter.where() + " order by time desc, id collate \"C\" desc limit ?",
                parameters.toArray());
        return stock(connection, ids);
    }

    private static List<Found.Stock> stock(Connection connection, List<String> ids) throws SQLException {
        var containers = new HashMap<String, String>();
        Sql.list(connection, row -> containers.put(row.getString(1), row.getString(2)), """
                select e.id, (select p.other from stock_event p where p.kind = 'packed' and p.handling_unit = e.handling_unit and p.voided_at is null
                                and p.time <= e.time and p.id in (select c.event_id from stock_event_carrier c where c.carrier = e.handling_unit)
                              order by p.time desc limit 1)
                from stock_event e where e.kind = 'unpacked' and e.id = any (?)
                """, Sql.texts(ids));
        Map<String, Found.Stock> rows = new HashMap<>();
        for (StockEventRows.Row row : StockEventRows.select(connection, "e.id = any (?)", Sql.texts(ids))) {
            String id = row.event().id();
            rows.put(
                    id,
                    new Found.Stock(
                            Sql.instant(row.event().timeMicros()), row.recordedAt(), row.told(), containers.get(id)));
        }
        return ids.stream().map(rows::get).filter(Objects::nonNull).toList();
    }

    /** Captured events of an id: the event, and what declares it wrong, in the order in which they came; of another kind, that of stock. */
    public List<Found> named(String eventId, @Nullable String stockId) {
        return database.read(connection -> {
            var filter = new Filter().and("e.event_id = ?", eventId).and(NOT_ANOTHERS);
            List<Found> found = new ArrayList<>(rows(connection, filter, 2));
            if (stockId != null) {
                found.addAll(stock(connection, List.of(stockId)));
            }
            return found;
        });
    }

    /** A capture. {@code errors} is a JSON list; {@code finishedAt} is null while some of its events are pending. */
    public record Job(
            UUID id,
            Instant createdAt,
            @Nullable Instant finishedAt,
            String behaviour,
            int events,
            int held,
            String errors) {}

    private static final String JOB_SELECT =
            "select j.*, (select count(*) from epcis_state e where e.job_id = j.id and e.state = 'held') as held from epcis_job j";

    private static Job job(ResultSet row) throws SQLException {
        return new Job(
                Sql.uuid(row, "id"),
                Sql.instant(row, "created_at"),
                Sql.instantOrNull(row, "finished_at"),
                row.getString("behaviour"),
                row.getInt("events"),
                row.getInt("held"),
                row.getString("errors"));
    }

    public Optional<Job> job(UUID id) {
        return database.read(connection ->
                Optional.ofNullable(Sql.first(connection, EpcisQueries::job, JOB_SELECT + " where j.id = ?", id)));
    }

    /**
     * Captures, newest first.
     *
     * @throws IllegalCursorException if the request's cursor is not one of this list
     */
    public Page<Job> jobs(PageRequest request) {
        return database.read(connection -> Pages.of(
                connection,
                request,
                JOBS,
                EpcisQueries::job,
                job -> List.of(job.createdAt(), job.id()),
                JOB_SELECT,
                new Filter()));
    }

    /**
     * An event that waits, or waited.
     *
     * @param dismissed null: it waits
     */
    public record Held(
            String eventId,
            String type,
            Instant time,
            Instant recordedAt,
            UUID capture,
            String reason,
            String detail,
            List<String> missing,
            @Nullable Dismissed dismissed) {
        public Held {
            missing = List.copyOf(missing);
        }
    }

    /** Who said that it waits in vain. */
    public record Dismissed(Instant at, String by, String reason) {}

    private record HeldRow(long id, Held held) {}

    /**
     * Events that wait, the oldest first.
     *
     * @param dismissed those that waited until somebody dismissed them, instead
     * @throws IllegalCursorException if the request's cursor is not one of this list
     */
    public Page<Held> held(@Nullable String reason, boolean dismissed, PageRequest request) {
        return database.read(connection -> Pages.of(
                        connection,
                        request,
                        HELD,
                        row -> new HeldRow(
                                row.getLong("id"),
                                new Held(
                                        row.getString("event_id"),
                                        row.getString("type"),
                                        Sql.instant(row, "time"),
                                        Sql.instant(row, "recorded_at"),
                                        Sql.uuid(row, "job_id"),
                                        row.getString("reason"),
                                        row.getString("detail"),
                                        List.of((String[])
                                                row.getArray("missing").getArray()),
                                        dismissed(row))),
                        row -> List.of(row.id()),
                        "select e.id, e.event_id, e.type, e.time, e.recorded_at, e.job_id, s.reason, s.detail, s.missing,"
                                + " s.dismissed_at, s.dismissed_by, s.dismiss_reason from epcis_state s join epcis_event e on e.id = s.event",
                        new Filter()
                                .and(dismissed ? "s.state = 'dismissed'" : "s.state = 'held'")
                                .andIfGiven("s.reason = ?", reason))
                .map(HeldRow::held));
    }

    private static @Nullable Dismissed dismissed(ResultSet row) throws SQLException {
        Instant at = Sql.instantOrNull(row, "dismissed_at");
        return at == null ? null : new Dismissed(at, row.getString("dismissed_by"), row.getString("dismiss_reason"));
    }
}
