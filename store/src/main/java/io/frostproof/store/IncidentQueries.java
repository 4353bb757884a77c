package io.frostproof.store;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Incidents, their excursions, and what people do with them. Thread-safe; calls block. */
public final class IncidentQueries {

    /** What of the readings the slot of an excursion {@code e} compared, by the version of rules {@code v} that made it; before there were any, themselves. */
    private static final String MEASURE =
            "case when e.handling_unit_id is not null then 'dwell' else coalesce((select t.one ->> 'measure' from jsonb_array_elements(v.conditions) t (one)"
                    + " where t.one ->> 'slot' = e.slot limit 1), 'value') end";

    /** What the channel of an excursion measures; how long a handling unit was somewhere no channel does. */
    private static final String QUANTITY = "case when e.handling_unit_id is not null then 'dwell' else c.quantity end";

    /**
     * Worst is the highest or the lowest value, as the rule has it, of the excursions that measure what the newest one does: a rule that changed may
     * have measured something else before. Each look-up goes by the incident's own index.
     */
    private static final String SELECT = """
            select i.*, u.name as unit_name, u.node_id, w.worst_value, w.quantity, w.value_unit, w.measure, w.channel,
                   (select count(distinct x.handling_unit_id) from exposure x join excursion e on e.id = x.excursion_id
                    where e.incident_id = i.id) as handling_units,
                   (select count(*) from decision d where d.incident_id = i.id and d.state = 'proposed') as proposed_decisions,
                   (select count(*) from incident m where m.member_of = i.id) as member_count
            from incident i join unit u on u.id = i.unit_id
            left join lateral (
                select m.* from (
                    select o.*, first_value(o.what) over (order by o.started_at desc, o.id) as newest
                    from (select e.id, e.started_at, e.worst_value, c.device_id || '/' || c.name as channel, QUANTITY as quantity, e.value_unit, (MEASURE) as measure,
                                 concat_ws(' ', QUANTITY, e.value_unit, MEASURE) as what,
                                 coalesce(e.lower_is_worse, e.rule like '<%') as lower_is_worse
                          from excursion e left join channel c on c.id = e.channel_id left join rule_version v on v.id = e.rule_version
                          where e.incident_id = i.id) o) m
                where m.what = m.newest
                order by case when m.lower_is_worse then m.worst_value else -m.worst_value end, m.id limit 1) w on true
            """.replace("MEASURE", MEASURE).replace("QUANTITY", QUANTITY);

    private static final String SELECT_EXCURSION =
            """
            select e.*, c.device_id, c.name as channel_name, QUANTITY as quantity, coalesce(v.scope, b.scope) as rule_scope,
                   coalesce(v.ref, b.ref) as rule_of, coalesce(v.effective_from, b.effective_from) as rule_from,
                   coalesce(v.recorded_at, b.recorded_at) as rule_recorded_at, coalesce(v.recorded_by, b.recorded_by) as rule_recorded_by,
                   coalesce(e.rule_version, e.dwell_rule) as rule_id,
                   MEASURE as measure,
                   (select max(h.at) from incident_history h
                    where h.incident_id = e.incident_id and h.detail ->> 'excursion' = e.id::text
                      and h.event in ('excursion_corrected', 'excursion_ended', 'excursion_reopened')
                      and (h.detail #>> '{before,started_at}' <> h.detail ->> 'started_at'
                           or h.detail #>> '{before,confirmed_at}' <> h.detail ->> 'confirmed_at'
                           or h.detail #>> '{before,ended_at}' is distinct from h.detail ->> 'ended_at'
                              and h.detail #>> '{before,ended_at}' is not null
                           or h.detail #>> '{before,level}' = 'critical' and h.detail ->> 'level' = 'warning')) as corrected_at
            from excursion e left join channel c on c.id = e.channel_id left join rule_version v on v.id = e.rule_version
            left join dwell_rule b on b.id = e.dwell_rule
            """.replace("MEASURE", MEASURE).replace("QUANTITY", QUANTITY);

    private static final PageCursor NEWEST =
            PageCursor.of("incidents", Part.descending("i.opened_at", Kind.TIME), Part.ascending("i.id", Kind.UUID));
    private static final PageCursor NEWEST_EXCURSION =
            PageCursor.of("excursions", Part.descending("e.started_at", Kind.TIME), Part.ascending("e.id", Kind.UUID));

    private final Database database;

    public IncidentQueries(Database database) {
        this.database = database;
    }

    /**
     * An incident in a list.
     *
     * @param startedAt event time at which its first excursion began
     * @param recoveredAt event time at which its last excursion ended
     * @param openedAt server time at which it was found
     * @param assignee user who works on it; null: nobody
     * @param worstValue worst value of its excursions; null when corrections have left it without any
     * @param valueUnit UCUM code of {@code worstValue}
     * @param measure what of the readings {@code worstValue} is, a word of the network file; null likewise
     * @param quantity what its channel measures, likewise
     * @param channel {@code device/channel} of {@code worstValue}; null likewise
     * @param handlingUnits handling units that were exposed
     * @param causeCode {@code sensor_died} when it was closed since its probe is not to be trusted; null: the cause is in words only
     * @param snoozedUntil server time until which nobody wants notices of it; null: they are wanted
     * @param timesOpened stretches of event time that its excursions make up
     * @param commonCause {@code power} or {@code silence}, which other units may have as well; null: nothing of the kind
     * @param memberOf the incident that leads those of one common cause; null: this one, or it is alone
     * @param memberCount how many incidents it leads
     */
    public record Summary(
            UUID id,
            String unit,
            String unitName,
            String node,
            String region,
            String slot,
            String level,
            String state,
            Instant startedAt,
            @Nullable Instant recoveredAt,
            Instant openedAt,
            @Nullable Instant acknowledgedAt,
            @Nullable String acknowledgedBy,
            @Nullable String assignee,
            @Nullable Instant resolvedAt,
            @Nullable String resolvedBy,
            @Nullable String cause,
            @Nullable String causeCode,
            @Nullable Instant snoozedUntil,
            @Nullable String snoozedBy,
            @Nullable String snoozeReason,
            @Nullable Double worstValue,
            @Nullable String valueUnit,
            @Nullable String measure,
            @Nullable String quantity,
            @Nullable String channel,
            int handlingUnits,
            int proposedDecisions,
            int timesOpened,
            @Nullable String commonCause,
            @Nullable UUID memberOf,
            int memberCount) {}

    /**
     * An incident with everything that is known of it; history oldest first.
     *
     * @param overstays of an incident about dwell, longest first, at most {@value #MEMBERS_AT_MOST}
     * @param lead the one that leads it, or null
     * @param members those that it leads, oldest first, at most {@value #MEMBERS_AT_MOST}
     * @param power incidents of mains at its node that lasted while it did, unless it is one itself
     * @param runbooks what to do when something fails at its unit, node or region; those of the unit first
     */
    public record Detail(
            @JsonUnwrapped Summary incident,
            String nodeName,
            String regionName,
            String timeZone,
            List<Excursion> excursions,
            List<Overstay> overstays,
            List<Exposure> exposures,
            List<DecisionQueries.Summary> decisions,
            List<NoticeQueries.Row> notices,
            List<HistoryLine> history,
            @Nullable Other lead,
            List<Other> members,
            List<Other> power,
            List<WayQueries.Disruption> runbooks) {}

    /**
     * A handling unit was in the unit of the incident for longer than it may be.
     *
     * @param since when it came into the unit
     * @param until null: it is there
     * @param overSince when it had reached the limit
     * @param rule the limit in words
     * @param coldest lowest temperature that trusted probes of the unit measured during the stay, °C; null: none did, or it was longer than two days
     * @param warmest likewise
     */
    public record Overstay(
            UUID excursionId,
            String handlingUnit,
            Instant since,
            @Nullable Instant until,
            Instant overSince,
            String rule,
            String level,
            @Nullable Double coldest,
            @Nullable Double warmest) {}

    private static List<Overstay> overstays(Connection connection, UUID incident) throws SQLException {
        return Sql.list(
                connection,
                row -> new Overstay(
                        Sql.uuid(row, "id"),
                        row.getString("handling_unit_id"),
                        Sql.instant(row, "from_time"),
                        Sql.instantOrNull(row, "to_time"),
                        Sql.instant(row, "started_at"),
                        row.getString("rule"),
                        row.getString("level"),
                        row.getObject("coldest", Double.class),
                        row.getObject("warmest", Double.class)),
                """
                with one as (
                    select e.id, e.handling_unit_id, e.unit_id, e.started_at, e.rule, e.level, s.to_time, s.until,
                           -- Since when its goods were there without a break, under whatever name.
                           coalesce((select min(p.from_time) from past_stay p
                                     where p.handling_unit_id = s.handling_unit_id and p.unit_id = s.unit_id and p.from_time < s.from_time
                                       and (select sum(g.until - g.from_time) from past_stay g
                                            where g.handling_unit_id = p.handling_unit_id and g.strand = p.strand and g.unit_id = p.unit_id
                                              and g.from_time >= p.from_time and g.until <= s.from_time) = s.from_time - p.from_time),
                                    s.from_time) as from_time
                    from excursion e join stay s on s.handling_unit_id = e.handling_unit_id and s.unit_id = e.unit_id
                         and s.from_time <= e.started_at and s.until > e.started_at
                    where e.incident_id = ?
                    order by s.from_time, e.handling_unit_id collate "C" limit\s""" + MEMBERS_AT_MOST + """
                ), span as (
                    select o.unit_id, o.from_time, o.until, min(r.value) as coldest, max(r.value) as warmest
                    from (select distinct unit_id, from_time, until from one where least(until, now()) - from_time < interval '2 days') o
                    join placement p on p.unit_id = o.unit_id and p.valid_from < o.until and coalesce(p.valid_to, 'infinity') > o.from_time
                    join channel c on c.id = p.channel_id and c.quantity = 'temperature'
                    join reading r on r.channel_id = c.id and r.time >= greatest(p.valid_from, o.from_time)
                         and r.time < least(coalesce(p.valid_to, 'infinity'), o.until)
                    where not exists (select from channel_distrust d where d.channel_id = c.id and d.from_time <= r.time
                                        and coalesce(d.to_time, 'infinity') > r.time)
                    group by o.unit_id, o.from_time, o.until)
                select one.*, span.coldest, span.warmest from one left join span using (unit_id, from_time, until)
                order by one.from_time, one.handling_unit_id collate "C"
                """,
                incident);
    }

    /** Another incident. */
    public record Other(
            UUID id,
            String unit,
            String unitName,
            String node,
            String nodeName,
            String slot,
            String level,
            String state,
            Instant startedAt,
            @Nullable Instant recoveredAt) {}

    private static final int MEMBERS_AT_MOST = 1_000;
    private static final int POWER_AT_MOST = 20;

    private static final String SELECT_OTHER = """
            select o.id, o.unit_id, u.name as unit_name, u.node_id, n.name as node_name, o.slot, o.level, o.state, o.started_at, o.recovered_at
            from incident o join unit u on u.id = o.unit_id join node n on n.id = u.node_id
            """;

    private static Other other(ResultSet row) throws SQLException {
        return new Other(
                Sql.uuid(row, "id"),
                row.getString("unit_id"),
                row.getString("unit_name"),
                row.getString("node_id"),
                row.getString("node_name"),
                row.getString("slot"),
                row.getString("level"),
                row.getString("state"),
                Sql.instant(row, "started_at"),
                Sql.instantOrNull(row, "recovered_at"));
    }

    /** What a power cut at the node explains: mains there were away at some time from half an hour before the incident until its end. */
    private static List<Other> power(Connection connection, Summary incident) throws SQLException {
        return Objects.equals(incident.commonCause(), "power")
                ? List.of()
                : Sql.list(
                        connection,
                        IncidentQueries::other,
                        SELECT_OTHER + """
                                where u.node_id = ? and o.common_cause = 'power' and o.state <> 'retracted'
                                  and o.started_at <= coalesce(?, 'infinity'::timestamptz)
                                  and coalesce(o.recovered_at, o.resolved_at, 'infinity'::timestamptz) >= ?
                                order by o.started_at, o.id limit
                                """ + POWER_AT_MOST,
                        incident.node(),
                        incident.recoveredAt(),
                        incident.startedAt().minus(POWER_BEFORE));
    }

    private static final Duration POWER_BEFORE = Duration.ofMinutes(30);

    /**
     * An excursion, of a channel or of a handling unit.
     *
     * @param device null, as {@code channel}, when it is of a handling unit
     * @param handlingUnit null when it is of a channel
     * @param criticalAt event time at which it first held at the level critical; null: never
     * @param endedAt null while it lasts
     * @param unknownS seconds of it for which no reading stood
     * @param valueUnit UCUM code of {@code worstValue}
     * @param measure what of the readings the rule compares, a word of the network file
     * @param quantity what its channel measures, likewise
     * @param rule in words, as it was in force when this began
     * @param ruleVersion the rules that have it; null: found before rules had versions
     * @param unknownUntil event time until which nothing was known after its end; null: what ended it followed at once, or it lasts
     * @param foundAt server time at which it was first known
     * @param decidedAt server time at which it last changed
     * @param correctedAt server time at which later readings last showed that its begin, end or level were others than known until then; null: they
     *     never did
     */
    public record Excursion(
            UUID id,
            String unit,
            @Nullable String device,
            @Nullable String channel,
            @Nullable String handlingUnit,
            String slot,
            String level,
            Instant startedAt,
            Instant confirmedAt,
            @Nullable Instant criticalAt,
            @Nullable Instant endedAt,
            double unknownS,
            @Nullable Instant unknownSince,
            @Nullable Instant unknownUntil,
            double worstValue,
            String valueUnit,
            String measure,
            String quantity,
            String rule,
            @Nullable RuleVersion ruleVersion,
            UUID incidentId,
            Instant foundAt,
            Instant decidedAt,
            @Nullable Instant correctedAt) {}

    /**
     * What was taken for an excursion until later readings showed that there was none.
     *
     * @param worstValue in the unit of the rule of that time
     * @param foundAt server time at which it was first known; null when that is not on record
     * @param retractedAt server time at which it turned out to be none
     */
    public record Retracted(
            UUID incidentId,
            String slot,
            String level,
            Instant startedAt,
            @Nullable Instant endedAt,
            double worstValue,
            @Nullable Instant foundAt,
            Instant retractedAt) {}

    /**
     * A version of rules.
     *
     * @param scope {@code kind}, {@code profile}, {@code product} or {@code unit}; {@code network} for limits of dwell that are of every product
     * @param of the kind of units, profile, product or unit that it is of; {@code *}: every product
     * @param effectiveFrom event time; null: from the beginning
     * @param recordedAt server time
     */
    public record RuleVersion(
            long id, String scope, String of, @Nullable Instant effectiveFrom, Instant recordedAt, String recordedBy) {}

    /** What one handling unit lived through of one excursion; {@code to} is null while both go on. */
    public record Exposure(
            UUID excursionId,
            String handlingUnit,
            String lot,
            String product,
            Instant from,
            @Nullable Instant to) {}

    /** One line of the history. */
    public record HistoryLine(Instant at, String actor, String event, JsonNode detail) {}

    /** Which incidents are wanted; what is empty or null does not restrict. */
    public record Wanted(
            List<String> states,
            @Nullable String unit,
            @Nullable String node,
            @Nullable String region,
            @Nullable String assignee) {

        /** Whoever works on them. */
        public Wanted(List<String> states, @Nullable String unit, @Nullable String node, @Nullable String region) {
            this(states, unit, node, region, null);
        }

        public Wanted {
            states = List.copyOf(states);
        }

        /** All of them. */
        public static final Wanted ALL = new Wanted(List.of(), null, null, null);
    }

    /** Incidents, newest first by the time at which they were found. */
    public Page<Summary> list(Wanted wanted, PageRequest request) {
        Filter filter = new Filter()
                .andIfGiven("i.state = any (?)", wanted.states().isEmpty() ? null : Sql.texts(wanted.states()))
                .andIfGiven("i.unit_id = ?", wanted.unit())
                .andIfGiven("u.node_id = ?", wanted.node())
                .andIfGiven("i.region_id = ?", wanted.region())
                .andIfGiven("i.assignee = ?", wanted.assignee());
        return database.read(connection -> Pages.of(
                connection,
                request,
                NEWEST,
                IncidentQueries::summary,
                incident -> List.of(incident.openedAt(), incident.id()),
                SELECT,
                filter));
    }

    static List<Summary> openOf(Connection connection, String unit) throws SQLException {
        return Sql.list(
                connection,
                IncidentQueries::summary,
                SELECT + "where i.unit_id = ? and i.state in ('open', 'acknowledged') order by i.opened_at desc, i.id",
                unit);
    }

    /** Open and acknowledged ones: critical before warning, open before acknowledged, then newest first. */
    static List<Summary> pressing(Connection connection, int limit) throws SQLException {
        return Sql.list(
                connection,
                IncidentQueries::summary,
                SELECT + "where i.state in ('open', 'acknowledged')"
                        + " order by i.level <> 'critical', i.state <> 'open', i.opened_at desc, i.id limit ?",
                limit);
    }

    /** Excursions of channels in a unit that overlap [from, to), in event-time order. */
    static List<Excursion> overlapping(Connection connection, String unit, Instant from, Instant to)
            throws SQLException {
        return Sql.list(
                connection,
                IncidentQueries::excursion,
                SELECT_EXCURSION
                        + "where e.unit_id = ? and e.channel_id is not null and e.started_at < ? and (e.ended_at is null or e.ended_at > ?)"
                        + " order by e.started_at, c.device_id collate \"C\", c.name collate \"C\", e.slot",
                unit,
                to,
                from);
    }

    /** What was retracted of a unit in event time [from, to), the newest ones, oldest first. What was found again since is not. */
    static List<Retracted> retracted(Connection connection, String unit, Instant from, Instant to, int limit)
            throws SQLException {
        return Sql.list(
                        connection,
                        row -> new Retracted(
                                Sql.uuid(row, "incident_id"),
                                row.getString("slot"),
                                row.getString("level"),
                                Sql.instant(row, "began"),
                                Sql.instantOrNull(row, "ended"),
                                row.getDouble("worst_value"),
                                Sql.instantOrNull(row, "found_at"),
                                Sql.instant(row, "at")),
                        """
                select * from (
                    select distinct on (r.excursion) r.*,
                           (select max(f.at) from incident_history f
                            where f.incident_id = r.incident_id and f.event = 'excursion_found' and f.id < r.id
                              and f.detail ->> 'excursion' = r.excursion) as found_at
                    from (select h.id, h.incident_id, h.at, i.slot, h.detail ->> 'excursion' as excursion, h.detail ->> 'level' as level,
                                 (h.detail ->> 'started_at')::timestamptz as began, (h.detail ->> 'ended_at')::timestamptz as ended,
                                 (h.detail ->> 'worst_value')::double precision as worst_value
                          from incident i join incident_history h on h.incident_id = i.id
                          where i.unit_id = ? and h.event = 'excursion_retracted') r
                    where r.began < ? and (r.ended is null or r.ended > ?)
                      and not exists (select from excursion e where e.id = r.excursion::uuid)
                    order by r.excursion, r.id desc) newest
                order by began desc limit ?
                """,
                        unit,
                        to,
                        from,
                        limit)
                .reversed();
    }

    /** One incident. */
    public Optional<Detail> find(UUID id) {
        return database.read(connection -> {
            Summary incident = Sql.first(connection, IncidentQueries::summary, SELECT + "where i.id = ?", id);
            return incident == null
                    ? Optional.empty()
                    : Optional.ofNullable(Sql.first(
                            connection,
                            row -> detail(connection, incident, row),
                            "select n.name as node_name, r.name as region_name, n.time_zone"
                                    + " from node n join region r on r.id = n.region_id where n.id = ?",
                            incident.node()));
        });
    }

    private static Detail detail(Connection connection, Summary incident, ResultSet place) throws SQLException {
        return new Detail(
                incident,
                place.getString("node_name"),
                place.getString("region_name"),
                place.getString("time_zone"),
                Sql.list(
                        connection,
                        IncidentQueries::excursion,
                        SELECT_EXCURSION + "where e.incident_id = ? order by e.started_at, e.id",
                        incident.id()),
                overstays(connection, incident.id()),
                exposures(connection, incident.id()),
                DecisionQueries.of(connection, incident.id()),
                NoticeQueries.of(connection, incident.id()),
                history(connection, incident.id()),
                incident.memberOf() == null
                        ? null
                        : Sql.first(
                                connection,
                                IncidentQueries::other,
                                SELECT_OTHER + "where o.id = ?",
                                incident.memberOf()),
                Sql.list(
                        connection,
                        IncidentQueries::other,
                        SELECT_OTHER + "where o.member_of = ? order by o.started_at, o.id limit " + MEMBERS_AT_MOST,
                        incident.id()),
                power(connection, incident),
                WayQueries.of(connection, incident.unit()));
    }

    /**
     * Excursions, newest first by event time.
     *
     * @param unit only those of this unit; null: all
     * @param openOnly only those that last
     */
    public Page<Excursion> excursions(@Nullable String unit, boolean openOnly, PageRequest request) {
        Filter filter = new Filter().andIfGiven("e.unit_id = ?", unit);
        if (openOnly) {
            filter.and("e.ended_at is null");
        }
        return database.read(connection -> Pages.of(
                connection,
                request,
                NEWEST_EXCURSION,
                IncidentQueries::excursion,
                excursion -> List.of(excursion.startedAt(), excursion.id()),
                SELECT_EXCURSION,
                filter));
    }

    /**
     * Somebody sees to it: open -> acknowledged, and assigned to the one who says so, unless it is assigned already. Those that it leads go with
     * it.
     */
    public Move acknowledge(UUID id, String actor, Instant now) {
        return database.write(connection -> {
            String assignee = Sql.first(
                    connection,
                    row -> row.getString(1),
                    "update incident set state = 'acknowledged', acknowledged_at = ?, acknowledged_by = ?,"
                            + " assignee = coalesce(assignee, ?) where id = ? and state = 'open' returning assignee",
                    now,
                    actor,
                    actor,
                    id);
            if (assignee == null) {
                return refused(connection, id);
            }
            for (UUID member : Sql.list(
                    connection,
                    row -> Sql.uuid(row, "id"),
                    "update incident set state = 'acknowledged', acknowledged_at = ?, acknowledged_by = ?,"
                            + " assignee = coalesce(assignee, ?) where member_of = ? and state = 'open' returning id",
                    now,
                    actor,
                    assignee,
                    id)) {
                record(connection, member, actor, "acknowledged", withLead(Map.of("assignee", assignee), id), now);
            }
            return made(connection, id, actor, "acknowledged", Map.of("assignee", assignee), now);
        });
    }

    /** Somebody who may be given an incident. */
    public record Assignee(String name) {}

    /** Those who may be given an incident, by name. */
    public List<Assignee> assignees(Collection<String> mayWork) {
        return database.read(connection -> Sql.list(
                connection,
                row -> new Assignee(row.getString("name")),
                "select name from app_user where role = any (?) order by name collate \"C\"",
                Sql.texts(List.copyOf(mayWork))));
    }

    /** What became of an assignment. */
    public sealed interface Assignment {

        /** It went as moves go. */
        record Moved(Move move) implements Assignment {}

        /** There is no user of that name; nothing was changed. */
        record NoSuchUser() implements Assignment {}

        /** The user may not work on incidents; nothing was changed. */
        record MayNot(String role) implements Assignment {}
    }

    /**
     * Gives it to a user, or to nobody; not when it is resolved or retracted. Who has it already keeps it, without another line in the
     * history.
     *
     * @param assignee name of a user; null: nobody
     * @param mayWork roles that may work on incidents
     */
    public Assignment assign(
            UUID id, String actor, @Nullable String assignee, Collection<String> mayWork, Instant now) {
        return database.write(connection -> {
            if (assignee != null) {
                String role = Sql.first(
                        connection, row -> row.getString(1), "select role from app_user where name = ?", assignee);
                if (role == null) {
                    return new Assignment.NoSuchUser();
                }
                if (!mayWork.contains(role)) {
                    return new Assignment.MayNot(role);
                }
            }
            Holding before = Sql.first(
                    connection,
                    row -> new Holding(row.getString("state"), row.getString("assignee")),
                    "select state, assignee from incident where id = ? for update",
                    id);
            if (before == null || before.closed()) {
                return new Assignment.Moved(before == null ? new Move.NotFound() : new Move.Refused(before.state()));
            }
            if (Objects.equals(before.assignee(), assignee)) {
                return new Assignment.Moved(new Move.Made());
            }
            Sql.update(connection, "update incident set assignee = ?::text where id = ?", assignee, id);
            Map<String, @Nullable Object> detail = new LinkedHashMap<>();
            detail.put("assignee", assignee);
            detail.put("before", before.assignee());
            return new Assignment.Moved(made(connection, id, actor, "assigned", detail, now));
        });
    }

    /**
     * Nobody is told of it for a while, unless it gets worse or stock is at stake; not when it is resolved or retracted. A snooze of one
     * that is snoozed takes the place of the other.
     *
     * @param until server time, after {@code now}
     */
    public Move snooze(UUID id, String actor, Instant until, String reason, Instant now) {
        return database.write(connection -> {
            int moved = Sql.update(
                    connection,
                    "update incident set snoozed_until = ?, snoozed_by = ?, snooze_reason = ?"
                            + " where id = ? and state in ('open', 'acknowledged', 'recovered')",
                    until,
                    actor,
                    reason,
                    id);
            return moved == 0
                    ? refused(connection, id)
                    : made(connection, id, actor, "snoozed", Map.of("until", until.toString(), "reason", reason), now);
        });
    }

    /** Notices of it are wanted again. One that is not snoozed stays as it is, without another line in the history. */
    public Move unsnooze(UUID id, String actor, Instant now) {
        return database.write(connection -> {
            int moved = Sql.update(
                    connection,
                    "update incident set snoozed_until = null, snoozed_by = null, snooze_reason = null"
                            + " where id = ? and snoozed_until is not null",
                    id);
            if (moved > 0) {
                return made(connection, id, actor, "unsnoozed", Map.of(), now);
            }
            return refused(connection, id) instanceof Move.NotFound gone ? gone : new Move.Made();
        });
    }

    private record Holding(String state, @Nullable String assignee) {
        boolean closed() {
            return state.equals("resolved") || state.equals("retracted");
        }
    }

    /**
     * Closes it for good: acknowledged or recovered -> resolved. One that nobody has seen to while it lasts cannot be closed; and one that
     * lasts can, since a probe that is taken away never recovers. Those that it leads go with it, also when nobody has acknowledged them.
     *
     * @param cause why it happened, in people's words
     */
    public Move resolve(UUID id, String actor, String cause, Instant now) {
        return database.write(connection -> {
            int moved = Sql.update(
                    connection,
                    "update incident set state = 'resolved', resolved_at = ?, resolved_by = ?, cause = ?,"
                            + " snoozed_until = null, snoozed_by = null, snooze_reason = null where id = ? and state in ('acknowledged', 'recovered')",
                    now,
                    actor,
                    cause,
                    id);
            if (moved == 0) {
                return refused(connection, id);
            }
            for (UUID member : Sql.list(
                    connection,
                    row -> Sql.uuid(row, "id"),
                    "update incident set state = 'resolved', resolved_at = ?, resolved_by = ?, cause = ?"
                            + " where member_of = ? and state in ('open', 'acknowledged', 'recovered') returning id",
                    now,
                    actor,
                    cause,
                    id)) {
                record(connection, member, actor, "resolved", withLead(Map.of("cause", cause), id), now);
            }
            return made(connection, id, actor, "resolved", Map.of("cause", cause), now);
        });
    }

    private static Map<String, @Nullable Object> withLead(Map<String, String> detail, UUID lead) {
        var with = new LinkedHashMap<String, @Nullable Object>(detail);
        with.put("lead", lead.toString());
        return with;
    }

    private static Move refused(Connection connection, UUID id) throws SQLException {
        String state = Sql.first(connection, row -> row.getString(1), "select state from incident where id = ?", id);
        return state == null ? new Move.NotFound() : new Move.Refused(state);
    }

    private static Move made(
            Connection connection,
            UUID id,
            String actor,
            String event,
            Map<String, ? extends @Nullable Object> detail,
            Instant now)
            throws SQLException {
        record(connection, id, actor, event, detail, now);
        return new Move.Made();
    }

    /** Appends a line to the history. */
    static void record(
            Connection connection,
            UUID id,
            String actor,
            String event,
            Map<String, ? extends @Nullable Object> detail,
            Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "insert into incident_history (incident_id, at, actor, event, detail) values (?, ?, ?, ?, ?)",
                id,
                now,
                actor,
                event,
                Sql.json(new LinkedHashMap<>(detail)));
    }

    static Summary summary(ResultSet row) throws SQLException {
        String quantity = row.getString("quantity");
        return new Summary(
                Sql.uuid(row, "id"),
                row.getString("unit_id"),
                row.getString("unit_name"),
                row.getString("node_id"),
                row.getString("region_id"),
                row.getString("slot"),
                row.getString("level"),
                row.getString("state"),
                Sql.instant(row, "started_at"),
                Sql.instantOrNull(row, "recovered_at"),
                Sql.instant(row, "opened_at"),
                Sql.instantOrNull(row, "acknowledged_at"),
                row.getString("acknowledged_by"),
                row.getString("assignee"),
                Sql.instantOrNull(row, "resolved_at"),
                row.getString("resolved_by"),
                row.getString("cause"),
                row.getString("cause_code"),
                Sql.instantOrNull(row, "snoozed_until"),
                row.getString("snoozed_by"),
                row.getString("snooze_reason"),
                row.getObject("worst_value", Double.class),
                quantity == null ? null : worstUnit(row),
                row.getString("measure"),
                quantity,
                row.getString("channel"),
                row.getInt("handling_units"),
                row.getInt("proposed_decisions"),
                row.getInt("times_opened"),
                row.getString("common_cause"),
                row.getObject("member_of", UUID.class),
                row.getInt("member_count"));
    }

    private static Excursion excursion(ResultSet row) throws SQLException {
        return new Excursion(
                Sql.uuid(row, "id"),
                row.getString("unit_id"),
                row.getString("device_id"),
                row.getString("channel_name"),
                row.getString("handling_unit_id"),
                row.getString("slot"),
                row.getString("level"),
                Sql.instant(row, "started_at"),
                Sql.instant(row, "confirmed_at"),
                Sql.instantOrNull(row, "critical_at"),
                Sql.instantOrNull(row, "ended_at"),
                row.getDouble("unknown_s"),
                Sql.instantOrNull(row, "unknown_since"),
                Sql.instantOrNull(row, "unknown_until"),
                row.getDouble("worst_value"),
                worstUnit(row),
                row.getString("measure"),
                row.getString("quantity"),
                row.getString("rule"),
                ruleVersion(row),
                Sql.uuid(row, "incident_id"),
                Sql.instant(row, "found_at"),
                Sql.instant(row, "decided_at"),
                Sql.instantOrNull(row, "corrected_at"));
    }

    /** UCUM code of the worst value of an excursion, out of its {@code value_unit} and the {@code quantity} of its channel. */
    static String worstUnit(ResultSet row) throws SQLException {
        String unit = row.getString("value_unit");
        return unit == null
                ? ConditionJson.quantity(row.getString("quantity"))
                        .canonicalUnit()
                        .ucum()
                : unit;
    }

    private static @Nullable RuleVersion ruleVersion(ResultSet row) throws SQLException {
        String scope = row.getString("rule_scope");
        return scope == null
                ? null
                : new RuleVersion(
                        row.getLong("rule_id"),
                        scope,
                        row.getString("rule_of"),
                        Sql.instantOrNull(row, "rule_from"),
                        Sql.instant(row, "rule_recorded_at"),
                        row.getString("rule_recorded_by"));
    }

    private static List<Exposure> exposures(Connection connection, UUID id) throws SQLException {
        return Sql.list(
                connection,
                row -> new Exposure(
                        Sql.uuid(row, "excursion_id"),
                        row.getString("handling_unit_id"),
                        row.getString("lot_id"),
                        row.getString("product_id"),
                        Sql.instant(row, "from_time"),
                        Sql.instantOrNull(row, "to_time")),
                """
                select x.*, h.lot_id, l.product_id
                from exposure x join excursion e on e.id = x.excursion_id join handling_unit h on h.id = x.handling_unit_id
                join lot l on l.id = h.lot_id
                where e.incident_id = ? order by x.from_time, x.handling_unit_id collate "C"
                """,
                id);
    }

    private static List<HistoryLine> history(Connection connection, UUID id) throws SQLException {
        return Sql.list(
                connection,
                row -> new HistoryLine(
                        Sql.instant(row, "at"),
                        row.getString("actor"),
                        row.getString("event"),
                        Sql.fromJson(row.getString("detail"), JsonNode.class)),
                "select at, actor, event, detail from incident_history where incident_id = ? order by id",
                id);
    }
}
