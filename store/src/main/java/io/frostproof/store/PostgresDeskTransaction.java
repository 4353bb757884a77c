package io.frostproof.store;

import io.frostproof.alerts.condition.HiddenSlots;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.decision.Decision;
import io.frostproof.alerts.decision.DecisionState;
import io.frostproof.alerts.desk.CrossFacts;
import io.frostproof.alerts.desk.DeskTransaction;
import io.frostproof.alerts.desk.DwellFacts;
import io.frostproof.alerts.desk.RuleNote;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.CommonCause;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.incident.Told;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.probe.Trace;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.alerts.stock.Exposure;
import io.frostproof.alerts.stock.Stay;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One transaction B over one connection. */
final class PostgresDeskTransaction implements DeskTransaction {

    private final Connection connection;
    private final Map<String, UnitFacts> units = new HashMap<>();
    private final Map<Integer, Quantity> quantities = new HashMap<>();
    private final Set<Integer> channels = new HashSet<>();
    private final Set<UUID> incidents = new HashSet<>();
    private final Map<Integer, List<String>> slotsOfChannel = new HashMap<>();
    private final PostgresCross cross;
    private final PostgresDwell dwell;
    private @Nullable RuleRows rules;

    PostgresDeskTransaction(Connection connection) {
        this.connection = connection;
        cross = new PostgresCross(connection, this);
        dwell = new PostgresDwell(connection);
    }

    /** Channels whose work it took. */
    Set<Integer> channels() {
        return channels;
    }

    /** Incidents that it wrote to. */
    Set<UUID> incidents() {
        return incidents;
    }

    /** A statement failed; carried through the desk, which knows nothing of SQL. */
    static final class Failure extends RuntimeException {
        Failure(SQLException cause) {
            super(cause);
        }
    }

    interface Statement<T extends @Nullable Object> {
        T run() throws SQLException;
    }

    static <T extends @Nullable Object> T sql(Statement<T> statement) {
        try {
            return statement.run();
        } catch (SQLException e) {
            throw new Failure(e);
        }
    }

    @Override
    public List<Work> takeWork(String region, int limit) {
        List<Work> taken = sql(() -> Sql.list(
                connection,
                row -> new Work(row.getInt("channel_id"), Sql.micros(row, "from_time")),
                """
                with taken as (
                    delete from desk_queue where id in (
                        select id from desk_queue where region_id = ? order by id limit ? for update skip locked)
                    returning id, channel_id, from_time)
                select channel_id, from_time from taken order by id
                """,
                region,
                limit));
        taken.forEach(work -> channels.add(work.channelId()));
        return taken;
    }

    @Override
    public CrossFacts cross() {
        return cross;
    }

    @Override
    public DwellFacts dwell() {
        return dwell;
    }

    @Override
    public List<SlotHistory> histories(int channelId, long fromMicros) {
        Set<String> visible = slots(channelId, slot -> !HiddenSlots.hidden(slot));
        return sql(() -> {
            var slots = new TreeSet<>(visible);
            slots.addAll(Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select distinct slot from excursion where channel_id = ? and not at_desk",
                    channelId));
            var histories = new ArrayList<SlotHistory>();
            for (String slot : slots) {
                long after = lastEnd(channelId, slot, fromMicros);
                histories.add(new SlotHistory(
                        slot, transitions(channelId, slot, after), filed(channelId, slot, after, false)));
            }
            return histories;
        });
    }

    /** Names of slots in which a channel has told something. Asked for once, by going from name to name in the index. */
    Set<String> slots(int channelId, Predicate<String> wanted) {
        return slotsOfChannel
                .computeIfAbsent(
                        channelId,
                        channel -> sql(() -> Sql.list(connection, row -> row.getString(1), """
                                with recursive name as (
                                    select min(slot) as slot from transition where channel_id = ?
                                    union all
                                    select (select min(t.slot) from transition t where t.channel_id = ? and t.slot > n.slot)
                                    from name n where n.slot is not null)
                                select slot from name where slot is not null and slot <> 'data'
                                """, channel, channel)))
                .stream()
                .filter(wanted)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** An end at whose very instant the next one starts (a new placement, a reading after a long gap) is no moment at which nothing held. */
    long lastEnd(int channelId, String slot, long beforeMicros) throws SQLException {
        Long end = Sql.first(
                connection, row -> Sql.microsOrNull(row, "ended"), """
                select max(e.time) as ended from transition e
                where e.channel_id = ? and e.slot = ? and e.kind = 'ended' and e.time < ?
                  and not exists (select from transition s
                                  where s.channel_id = e.channel_id and s.slot = e.slot and s.time = e.time
                                    and s.kind = 'started' and s.ordinal > e.ordinal)
                """, channelId, slot, Sql.instant(beforeMicros));
        return end == null ? Long.MIN_VALUE : end;
    }

    List<Transition> transitions(int channelId, String slot, long afterMicros) throws SQLException {
        return Sql.list(
                connection,
                TransitionRows::read,
                "select * from transition where channel_id = ? and slot = ? and time > ? order by time, ordinal",
                channelId,
                slot,
                after(afterMicros));
    }

    List<Filed> filed(int channelId, String slot, long afterMicros, boolean atDesk) throws SQLException {
        return Sql.list(
                connection,
                row -> new Filed(excursion(row), Sql.uuid(row, "incident_id")),
                "select * from excursion where channel_id = ? and slot = ? and confirmed_at > ? and at_desk = ?"
                        + " order by started_at",
                channelId,
                slot,
                after(afterMicros),
                atDesk);
    }

    private static OffsetDateTime after(long micros) {
        return micros == Long.MIN_VALUE
                ? OffsetDateTime.MIN
                : Sql.instant(micros).atOffset(ZoneOffset.UTC);
    }

    static Excursion excursion(ResultSet row) throws SQLException {
        return new Excursion(
                row.getInt("channel_id"),
                row.getString("unit_id"),
                row.getString("slot"),
                Objects.requireNonNull(Level.find(row.getString("level"))),
                Sql.micros(row, "started_at"),
                Sql.micros(row, "confirmed_at"),
                Sql.microsOrNull(row, "critical_at"),
                Sql.microsOrNull(row, "ended_at"),
                Math.round(row.getDouble("unknown_s") * 1e6),
                Sql.microsOrNull(row, "unknown_since"),
                Sql.microsOrNull(row, "unknown_until"),
                row.getDouble("worst_value"),
                row.getString("handling_unit_id"));
    }

    @Override
    public UnitFacts unit(String unitId) {
        return units.computeIfAbsent(
                unitId,
                id -> sql(() -> Objects.requireNonNull(
                        Sql.first(
                                connection,
                                row -> new UnitFacts(
                                        id,
                                        row.getString("unit_name"),
                                        row.getString("node_name"),
                                        row.getString("region_id"),
                                        row.getString("region_name"),
                                        ZoneId.of(row.getString("time_zone")),
                                        rules(id)),
                                """
                                select u.name as unit_name, n.name as node_name, n.time_zone, r.id as region_id,
                                       r.name as region_name
                                from unit u join node n on n.id = u.node_id join region r on r.id = n.region_id where u.id = ?
                                """,
                                id),
                        () -> "unit " + id)));
    }

    /** Rules as they were when first asked for. */
    RuleRows ruleRows() throws SQLException {
        RuleRows known = rules;
        if (known == null) {
            known = RuleRows.read(connection);
            rules = known;
        }
        return known;
    }

    private UnitRules rules(String unitId) throws SQLException {
        RuleRows known = ruleRows();
        return known.rules(Objects.requireNonNull(known.unit(connection, unitId)));
    }

    @Override
    public Quantity quantity(int channelId) {
        return quantities.computeIfAbsent(
                channelId,
                id -> sql(() -> ConditionJson.quantity(Objects.requireNonNull(Sql.first(
                        connection, row -> row.getString(1), "select quantity from channel where id = ?", id)))));
    }

    @Override
    public List<Incident> incidents(String unitId, String slot) {
        return sql(() -> Sql.list(
                connection,
                PostgresDeskTransaction::incident,
                "select * from incident where unit_id = ? and slot = ?"
                        + " and state in ('open', 'acknowledged', 'recovered') order by started_at",
                unitId,
                slot));
    }

    @Override
    public List<Incident> incidents(String unitId, String slot, long fromMicros, long toMicros) {
        return sql(() -> Sql.list(
                connection,
                PostgresDeskTransaction::incident,
                "select * from incident where unit_id = ? and slot = ? and state in ('open', 'acknowledged', 'recovered')"
                        + " and started_at <= coalesce(?, 'infinity'::timestamptz) and (recovered_at is null or greatest(recovered_at, unknown_until) >= ?) order by started_at",
                unitId,
                slot,
                toMicros == Long.MAX_VALUE ? null : Sql.instant(toMicros),
                Sql.instant(fromMicros)));
    }

    @Override
    public @Nullable UUID announced(String unitId, String slot, long fromMicros, @Nullable Long toMicros) {
        return sql(() -> Sql.first(
                connection,
                row -> UUID.fromString(row.getString("incident")),
                """
                select notice ->> 'incidentId' as incident from outbox
                where notice ->> 'unitId' = ? and notice ->> 'slot' = ? and key = 'incident:' || (notice ->> 'incidentId') || ':opened'
                  and created_at >= ? and (notice ->> 'startedAt')::timestamptz <= coalesce(?, timestamptz 'infinity')
                  and not exists (select from incident i where i.id = (notice ->> 'incidentId')::uuid)
                order by outbox.id limit 1
                """,
                unitId,
                slot,
                Sql.instant(fromMicros).minus(Incident.REGROUP),
                toMicros == null ? null : Sql.instant(toMicros)));
    }

    @Override
    public @Nullable Incident incident(UUID id) {
        // Locked: people may acknowledge or resolve it over the API at the same moment.
        return sql(() -> Sql.first(
                connection, PostgresDeskTransaction::incident, "select * from incident where id = ? for update", id));
    }

    static Incident incident(ResultSet row) throws SQLException {
        return new Incident(
                Sql.uuid(row, "id"),
                row.getString("unit_id"),
                row.getString("slot"),
                Objects.requireNonNull(Level.find(row.getString("level"))),
                IncidentState.of(row.getString("state")),
                Sql.micros(row, "started_at"),
                Sql.microsOrNull(row, "recovered_at"),
                Sql.microsOrNull(row, "unknown_until"),
                row.getInt("times_opened"),
                cause(row.getString("common_cause")),
                row.getObject("member_of", UUID.class),
                row.getObject("merged_into", UUID.class),
                Told.of(row.getString("told")));
    }

    private static @Nullable CommonCause cause(@Nullable String id) {
        return id == null ? null : CommonCause.of(id);
    }

    @Override
    public List<Affected> affected(String region, CommonCause cause, long fromMicros, long toMicros) {
        return sql(() -> Sql.list(
                connection,
                row -> new Affected(incident(row), row.getString("unit_name"), row.getString("node_name")),
                """
                select i.*, u.name as unit_name, n.name as node_name
                from incident i join unit u on u.id = i.unit_id join node n on n.id = u.node_id
                where i.region_id = ? and i.common_cause = ? and i.started_at >= ? and i.started_at < ?
                  and i.state in ('open', 'acknowledged', 'recovered')
                order by i.started_at, i.id
                """,
                region,
                cause.id(),
                Sql.instant(fromMicros),
                Sql.instant(toMicros)));
    }

    @Override
    public List<UUID> quiet(String region) {
        return sql(() -> Sql.list(
                connection,
                row -> Sql.uuid(row, "id"),
                "select id from incident where region_id = ? and state = 'open' and told = 'over' and member_of is null order by id",
                region));
    }

    @Override
    public void save(Incident incident, String region, Instant now) {
        incidents.add(incident.id());
        sql(() -> Sql.update(
                connection,
                """
                insert into incident as i (id, region_id, unit_id, slot, level, state, started_at, recovered_at, unknown_until, opened_at,
                                           times_opened, common_cause, member_of, merged_into, told)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (id) do update
                set level = excluded.level, state = excluded.state, started_at = excluded.started_at,
                    recovered_at = excluded.recovered_at, unknown_until = excluded.unknown_until, times_opened = excluded.times_opened,
                    common_cause = excluded.common_cause, member_of = excluded.member_of,
                    merged_into = excluded.merged_into, told = excluded.told
                """,
                incident.id(),
                region,
                incident.unit(),
                incident.slot(),
                incident.level().id(),
                incident.state().id(),
                Sql.instant(incident.startedMicros()),
                Sql.instantOrNull(incident.recoveredMicros()),
                Sql.instantOrNull(incident.unknownUntilMicros()),
                now,
                incident.timesOpened(),
                incident.cause() == null ? null : incident.cause().id(),
                incident.memberOf(),
                incident.mergedInto(),
                incident.told().id()));
    }

    @Override
    public void takeOver(UUID incidentId, UUID from) {
        sql(() -> Sql.update(
                connection,
                "update incident i set assignee = o.assignee from incident o where i.id = ? and o.id = ? and i.assignee is null"
                        + " and o.assignee is not null",
                incidentId,
                from));
    }

    @Override
    public List<Incident> partsOf(UUID incidentId) {
        return sql(() -> Sql.list(
                connection,
                PostgresDeskTransaction::incident,
                "select * from incident where merged_into = ? order by started_at, id",
                incidentId));
    }

    @Override
    public @Nullable Instant snoozedUntil(UUID incidentId) {
        return sql(() -> Sql.first(
                connection,
                row -> Sql.instantOrNull(row, "snoozed_until"),
                "select snoozed_until from incident where id = ?",
                incidentId));
    }

    @Override
    public void endSnooze(UUID incidentId) {
        incidents.add(incidentId);
        sql(() -> Sql.update(
                connection,
                "update incident set snoozed_until = null, snoozed_by = null, snooze_reason = null where id = ?",
                incidentId));
    }

    @Override
    public List<Snoozed> snoozesOver(String region, Instant now, int limit) {
        // Locked: people may snooze it once more at the same moment.
        return sql(() -> Sql.list(
                connection,
                row -> new Snoozed(Sql.uuid(row, "id"), Sql.instant(row, "snoozed_until")),
                "select id, snoozed_until from incident where region_id = ? and snoozed_until <= ?"
                        + " order by snoozed_until, id limit ? for update",
                region,
                now,
                limit));
    }

    @Override
    public void record(UUID incidentId, Instant now, String event, Map<String, Object> detail) {
        incidents.add(incidentId);
        sql(() -> Sql.update(
                connection,
                "insert into incident_history (incident_id, at, actor, event, detail) values (?, ?, 'desk', ?, ?)",
                incidentId,
                now,
                event,
                Sql.json(detail)));
    }

    @Override
    public List<Excursion> excursions(UUID incidentId) {
        return sql(() -> Sql.list(
                connection,
                PostgresDeskTransaction::excursion,
                "select * from excursion where incident_id = ? order by started_at, channel_id, handling_unit_id",
                incidentId));
    }

    @Override
    public void file(Excursion excursion, UUID incidentId, RuleNote rule, Instant now) {
        incidents.add(incidentId);
        boolean ofHandlingUnit = excursion.handlingUnit() != null;
        Long version = rule.version() == RuleVersion.UNRECORDED ? null : rule.version();
        sql(() -> Sql.update(
                connection,
                """
                insert into excursion as e (id, channel_id, unit_id, slot, level, started_at, confirmed_at, critical_at, ended_at, unknown_s,
                                            unknown_since, unknown_until, worst_value, rule, rule_version, value_unit, lower_is_worse, at_desk, incident_id,
                                            found_at, decided_at, handling_unit_id, dwell_rule)
                values (?, ?::integer, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::bigint, ?, ?, ?, ?, ?, ?, ?::text, ?::bigint)
                on conflict (id) do update
                set unit_id = excluded.unit_id, level = excluded.level, confirmed_at = excluded.confirmed_at, critical_at = excluded.critical_at,
                    ended_at = excluded.ended_at, unknown_s = excluded.unknown_s, unknown_since = excluded.unknown_since,
                    unknown_until = excluded.unknown_until,
                    worst_value = excluded.worst_value, rule = excluded.rule, rule_version = excluded.rule_version,
                    dwell_rule = excluded.dwell_rule,
                    value_unit = excluded.value_unit, lower_is_worse = excluded.lower_is_worse, incident_id = excluded.incident_id,
                    decided_at = excluded.decided_at
                """,
                excursion.id(),
                ofHandlingUnit ? null : excursion.channelId(),
                excursion.unit(),
                excursion.slot(),
                excursion.level().id(),
                Sql.instant(excursion.startedMicros()),
                Sql.instant(excursion.confirmedMicros()),
                Sql.instantOrNull(excursion.criticalMicros()),
                Sql.instantOrNull(excursion.endedMicros()),
                excursion.unknownMicros() / 1e6,
                Sql.instantOrNull(excursion.unknownSinceMicros()),
                Sql.instantOrNull(excursion.unknownUntilMicros()),
                excursion.worst(),
                rule.text(),
                ofHandlingUnit ? null : version,
                rule.valueUnit(),
                rule.lowerIsWorse(),
                rule.atDesk(),
                incidentId,
                now,
                now,
                excursion.handlingUnit(),
                ofHandlingUnit ? version : null));
    }

    @Override
    public void remove(UUID excursionId) {
        sql(() -> Sql.update(connection, "delete from excursion where id = ?", excursionId));
    }

    @Override
    public List<Stay> stays(String unitId, long fromMicros, @Nullable Long toMicros) {
        return sql(() -> Sql.list(
                connection,
                StockRows::stay,
                StockRows.STAYS + """
                 where s.unit_id = ? and s.until > ? and s.from_time < coalesce(?, 'infinity'::timestamptz)
                order by s.handling_unit_id, s.from_time, s.strand nulls first
                """,
                unitId,
                Sql.instant(fromMicros),
                Sql.instantOrNull(toMicros)));
    }

    @Override
    public void saveExposures(UUID excursionId, List<Exposure> exposures) {
        sql(() -> {
            Sql.update(connection, "delete from exposure where excursion_id = ?", excursionId);
            for (Exposure exposure : exposures) {
                Sql.update(
                        connection,
                        "insert into exposure (excursion_id, handling_unit_id, from_time, to_time) values (?, ?, ?, ?)",
                        excursionId,
                        exposure.stock().handlingUnit(),
                        Sql.instant(exposure.fromMicros()),
                        Sql.instantOrNull(exposure.toMicros()));
            }
            return exposures.size();
        });
    }

    @Override
    public List<Decision> decisions(UUID incidentId) {
        return sql(() -> Sql.list(connection, row -> decision(row, incidentId), """
                select d.id, d.state,
                       array(select handling_unit_id from decision_item i where i.decision_id = d.id) as items
                from decision d where d.incident_id = ? order by d.proposed_at, d.id for update
                """, incidentId));
    }

    static Decision decision(ResultSet row, UUID incidentId) throws SQLException {
        return new Decision(Sql.uuid(row, "id"), incidentId, DecisionState.of(row.getString("state")), Set.of((String[])
                row.getArray("items").getArray()));
    }

    @Override
    public void save(Decision decision, Map<String, Object> evidence, Instant now) {
        incidents.add(decision.incidentId());
        sql(() -> {
            Sql.update(
                    connection,
                    """
                    insert into decision as d (id, incident_id, disposition, state, proposed_at, policy_version, evidence)
                    values (?, ?, 'quarantine', ?, ?, ?, ?)
                    on conflict (id) do update
                    set state = excluded.state,
                        evidence = case when excluded.evidence = '{}' then d.evidence else excluded.evidence end
                    """,
                    decision.id(),
                    decision.incidentId(),
                    decision.state().id(),
                    now,
                    Decision.POLICY_VERSION,
                    Sql.json(evidence));
            Sql.update(
                    connection,
                    "delete from decision_item where decision_id = ? and handling_unit_id <> all (?)",
                    decision.id(),
                    Sql.texts(List.copyOf(decision.handlingUnits())));
            int added = Sql.update(
                    connection,
                    "insert into decision_item (decision_id, handling_unit_id) select ?, unnest(?)"
                            + " on conflict do nothing",
                    decision.id(),
                    Sql.texts(List.copyOf(decision.handlingUnits())));
            if (added > 0) {
                askAnew(decision.id());
            }
            return added;
        });
    }

    /** Whoever has approved it has not approved what was added since, and more goods may take more persons. */
    private void askAnew(UUID decision) throws SQLException {
        Sql.update(
                connection,
                "update decision set needs = null, value_amount = null, value_currency = null where id = ? and needs is not null",
                decision);
        Sql.update(connection, "delete from decision_approval where decision_id = ? and purpose = 'approve'", decision);
    }

    @Override
    public List<Trace> traces(String unitId, long fromMicros, long toMicros) {
        return sql(() -> TraceRows.of(connection, unitId, fromMicros, toMicros));
    }

    @Override
    public void send(Notice notice, String target, Instant now) {
        sql(() -> Sql.update(
                connection,
                "insert into outbox (key, target, notice, created_at, next_attempt_at) values (?, ?, ?, ?, ?)"
                        + " on conflict (key, target) do nothing",
                notice.key(),
                target,
                Sql.json(notice),
                now,
                now));
    }
}
