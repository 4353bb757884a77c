package io.frostproof.store;

import io.frostproof.alerts.condition.HiddenSlots;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.cross.Calibrations;
import io.frostproof.alerts.cross.DeviceWatch;
import io.frostproof.alerts.cross.Member;
import io.frostproof.alerts.cross.Watches;
import io.frostproof.alerts.desk.CrossFacts;
import io.frostproof.alerts.desk.DeskTransaction.Filed;
import io.frostproof.alerts.desk.DeskTransaction.UnitFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a desk's transaction asks of the database for conditions that take more than one channel. */
final class PostgresCross implements CrossFacts {

    /** A reading that is older stands for nothing that a delay still waits for; it bounds how many partitions are looked at. */
    private static final Duration NEWEST_WITHIN = Duration.ofDays(40);

    private final Connection connection;
    private final PostgresDeskTransaction transaction;
    private final Map<String, Place> places = new HashMap<>();

    PostgresCross(Connection connection, PostgresDeskTransaction transaction) {
        this.connection = connection;
        this.transaction = transaction;
    }

    private static <T extends @Nullable Object> T sql(PostgresDeskTransaction.Statement<T> statement) {
        return PostgresDeskTransaction.sql(statement);
    }

    @Override
    public Set<String> hiddenSlots(int channelId) {
        return transaction.slots(channelId, HiddenSlots::hidden);
    }

    @Override
    public List<Place> placesOf(int channelId) {
        return sql(() -> {
            RuleRows rules = transaction.ruleRows();
            var units = new ArrayList<String>();
            for (RuleRows.UnitRow unit : rules.around(connection, channelId)) {
                if (Watches.any(rules.rules(unit))) {
                    units.add(unit.id());
                }
            }
            return places(units);
        });
    }

    @Override
    public @Nullable Place place(String unitId) {
        UnitFacts facts = transaction.unit(unitId);
        return Watches.any(facts.rules()) ? sql(() -> places(List.of(unitId))).getFirst() : null;
    }

    private List<Place> places(List<String> units) throws SQLException {
        List<String> unknown =
                units.stream().filter(unit -> !places.containsKey(unit)).toList();
        if (!unknown.isEmpty()) {
            var states = new TreeSet<String>();
            unknown.forEach(unit ->
                    states.addAll(CrossRows.states(transaction.unit(unit).rules())));
            Map<String, List<Member>> around = CrossRows.around(connection, unknown, states);
            unknown.forEach(unit ->
                    places.put(unit, new Place(transaction.unit(unit), around.getOrDefault(unit, List.of()))));
        }
        return units.stream()
                .map(unit -> Objects.requireNonNull(places.get(unit)))
                .toList();
    }

    @Override
    public List<Calibrations.Dated> calibrations(String unitId, Instant now) {
        return sql(() -> Sql.list(
                connection,
                row -> new Calibrations.Dated(row.getInt("id"), row.getObject("calibration_due", LocalDate.class)),
                """
                select c.id, case when p.valid_from <= ? and coalesce(p.valid_to, 'infinity') > ? then c.calibration_due end
                           as calibration_due
                from placement p join channel c on c.id = p.channel_id
                where p.unit_id = ? and (c.calibration_due is not null or exists (
                    select from excursion e where e.channel_id = c.id and e.unit_id = p.unit_id and e.at_desk))
                  and p.valid_from = (select max(l.valid_from) from placement l where l.channel_id = c.id and l.unit_id = p.unit_id)
                order by c.id
                """,
                now,
                now,
                unitId));
    }

    @Override
    public List<DeviceWatch.Series> devices(String unitId, Instant now) {
        return sql(() -> DeviceKnownRows.ofUnit(connection, unitId, now));
    }

    @Override
    public long lastEnd(int channelId, String slot, long beforeMicros) {
        return sql(() -> transaction.lastEnd(channelId, slot, beforeMicros));
    }

    @Override
    public List<Transition> transitions(int channelId, String slot, long afterMicros) {
        return sql(() -> transaction.transitions(channelId, slot, afterMicros));
    }

    @Override
    public List<Filed> filed(int channelId, String slot, long afterMicros) {
        return sql(() -> transaction.filed(channelId, slot, afterMicros, true));
    }

    @Override
    public OptionalLong lastReading(int channelId, Instant now) {
        Long last = sql(() -> Sql.first(
                connection,
                row -> Sql.microsOrNull(row, "newest"),
                "select max(time) as newest from reading where channel_id = ? and time > ?",
                channelId,
                now.minus(NEWEST_WITHIN)));
        return last == null ? OptionalLong.empty() : OptionalLong.of(last);
    }

    @Override
    public boolean keepsMeans() {
        return true;
    }

    @Override
    public List<Look> takeLooks(String region, Instant now, int limit) {
        return sql(() -> Sql.list(
                connection, row -> new Look(row.getString("unit_id"), row.getString("slot")), """
                with taken as (
                    delete from desk_look where (unit_id, slot) in (
                        select unit_id, slot from desk_look where region_id = ? and due_at <= ? order by due_at limit ?
                        for update skip locked)
                    returning unit_id, slot, due_at)
                select unit_id, slot from taken order by due_at, unit_id, slot
                """, region, now, limit));
    }

    @Override
    public void look(String region, Look look, @Nullable Instant due) {
        if (due == null) {
            sql(() -> Sql.update(
                    connection, "delete from desk_look where unit_id = ? and slot = ?", look.unitId(), look.slot()));
        } else {
            sql(() -> Sql.update(connection, """
                    insert into desk_look (unit_id, slot, region_id, due_at) values (?, ?, ?, ?)
                    on conflict (unit_id, slot) do update set region_id = excluded.region_id, due_at = excluded.due_at
                    """, look.unitId(), look.slot(), region, due));
        }
    }
}
