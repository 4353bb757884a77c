package io.frostproof.store;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.RuleText;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.Span;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.audit.LogChannel;
import io.frostproof.audit.LogExcursion;
import io.frostproof.audit.LogRule;
import io.frostproof.audit.Stretch;
import io.frostproof.audit.UnitLogFacts;
import io.frostproof.audit.UnitLogSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The log of a unit out of PostgreSQL: one read transaction, rows by cursor, so memory does not grow with the range. */
public final class PostgresUnitLog implements UnitLogSource {

    private final Database database;

    public PostgresUnitLog(Database database) {
        this.database = database;
    }

    @Override
    public boolean read(String unitId, long fromMicros, long toMicros, Consumer<View> use) {
        return database.read(connection -> {
            UnitLogFacts facts = facts(connection, unitId, fromMicros, toMicros);
            if (facts == null) {
                return false;
            }
            use.accept(new PostgresView(connection, facts, fromMicros, toMicros));
            return true;
        });
    }

    private static @Nullable UnitLogFacts facts(Connection connection, String unitId, long from, long to)
            throws SQLException {
        List<LogChannel> channels = channels(connection, unitId, from, to);
        List<Integer> channelIds = channels.stream().map(LogChannel::id).toList();
        List<LogExcursion> excursions = excursions(connection, unitId, from, to);
        List<LogRule> rules = rules(RuleRows.of(connection, unitId), from, to);
        long conflicts = count(connection, """
                select count(*) from placement p join reading_conflict r on r.channel_id = p.channel_id
                       and r.time >= p.valid_from and r.time < coalesce(p.valid_to, 'infinity')
                where p.unit_id = ? and r.time >= ? and r.time < ?
                """, unitId, Sql.instant(from), Sql.instant(to));
        long suspects = count(
                connection,
                "select count(*) from reading_suspect where channel_id = any (?) and state <> 'promoted'"
                        + " and received_at >= ? and received_at < ?",
                Sql.integers(channelIds),
                Sql.instant(from),
                Sql.instant(to));
        return Sql.first(
                connection,
                row -> new UnitLogFacts(
                        unitId,
                        row.getString("unit_name"),
                        row.getString("unit_kind"),
                        row.getString("node_id"),
                        row.getString("node_name"),
                        row.getString("region_id"),
                        row.getString("region_name"),
                        profile(row),
                        rules,
                        channels,
                        excursions,
                        conflicts,
                        suspects),
                """
                select u.name as unit_name, u.kind as unit_kind, n.id as node_id, n.name as node_name, r.id as region_id,
                       r.name as region_name, p.*
                from unit u join node n on n.id = u.node_id join region r on r.id = n.region_id
                left join storage_profile p on p.id = u.profile_id where u.id = ?
                """,
                unitId);
    }

    private static @Nullable StorageProfile profile(ResultSet row) throws SQLException {
        String id = row.getString("id");
        return id == null
                ? null
                : new StorageProfile(
                        id,
                        row.getString("name"),
                        row.getObject("band_min_celsius", Double.class),
                        row.getObject("band_max_celsius", Double.class),
                        ConditionJson.read(row.getString("conditions")),
                        row.getString("source"));
    }

    /** What watched inside of a range; a rule that goes on from stretch to stretch is one. */
    private static List<LogRule> rules(RuleRows.@Nullable Watched watched, long from, long to) {
        var rules = new ArrayList<LogRule>();
        if (watched == null) {
            return rules;
        }
        List<UnitRules.Stretch> stretches = watched.rules().stretches();
        var since = new LinkedHashMap<UnitRules.Rule, Long>();
        for (UnitRules.Stretch stretch : stretches) {
            long begin = stretch.fromMicros();
            if (begin >= to) {
                break;
            }
            since.entrySet().removeIf(entry -> {
                boolean over = !stretch.rules().contains(entry.getKey());
                if (over && begin > from) {
                    rules.add(rule(entry.getKey(), entry.getValue(), begin, from));
                }
                return over;
            });
            stretch.rules().forEach(rule -> since.putIfAbsent(rule, begin));
        }
        since.forEach((rule, begin) -> rules.add(rule(rule, begin, null, from)));
        return rules;
    }

    private static LogRule rule(UnitRules.Rule rule, long since, @Nullable Long until, long from) {
        Condition condition = rule.condition();
        return new LogRule(
                condition.slot(),
                condition.level().id(),
                condition.quantity().id(),
                RuleText.of(condition),
                rule.version().words(),
                rule.version().id() == RuleVersion.UNRECORDED
                        ? null
                        : rule.version().id(),
                since <= from ? null : Sql.instant(since),
                Sql.instantOrNull(until));
    }

    private static long count(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        return Objects.requireNonNull(Sql.first(connection, row -> row.getLong(1), sql, parameters));
    }

    static List<LogChannel> channels(Connection connection, String unitId, long from, long to) throws SQLException {
        var channels = new ArrayList<LogChannel>();
        Sql.list(
                connection,
                row -> {
                    Long end = Sql.microsOrNull(row, "valid_to");
                    long placed = Sql.micros(row, "valid_from");
                    var stretch = new Stretch(placed, Math.max(placed, from), end == null ? to : Math.min(end, to));
                    int id = row.getInt("id");
                    if (!channels.isEmpty() && channels.getLast().id() == id) {
                        LogChannel before = channels.removeLast();
                        var stretches = new ArrayList<>(before.stretches());
                        stretches.add(stretch);
                        channels.add(new LogChannel(
                                id,
                                before.device(),
                                before.name(),
                                before.quantity(),
                                before.maxHoldMicros(),
                                stretches));
                    } else {
                        channels.add(new LogChannel(
                                id,
                                row.getString("device_id"),
                                row.getString("name"),
                                ConditionJson.quantity(row.getString("quantity")),
                                Math.round(row.getDouble("max_hold_s") * 1e6),
                                List.of(stretch)));
                    }
                    return true;
                },
                """
                select c.id, c.device_id, c.name, c.quantity, c.max_hold_s, p.valid_from, p.valid_to
                from placement p join channel c on c.id = p.channel_id
                where p.unit_id = ? and p.valid_from < ? and (p.valid_to is null or p.valid_to > ?)
                order by c.device_id collate "C", c.name collate "C", p.valid_from
                """,
                unitId,
                Sql.instant(to),
                Sql.instant(from));
        Map<Integer, List<Span>> distrusted = ChannelTrust.distrusted(
                connection, channels.stream().map(LogChannel::id).toList());
        // A reading that nobody trusts stands for nothing, also where it would reach into the range.
        channels.replaceAll(channel -> channel.distrusting(
                inside(distrusted.getOrDefault(channel.id(), List.of()), from - channel.maxHoldMicros(), to)));
        return channels;
    }

    private static List<Span> inside(List<Span> spans, long from, long to) {
        return spans.stream()
                .filter(span -> span.fromMicros() < to && span.toMicros() > from)
                .toList();
    }

    private static List<LogExcursion> excursions(Connection connection, String unitId, long from, long to)
            throws SQLException {
        return Sql.list(
                connection,
                row -> {
                    long version = row.getLong("rule_version");
                    boolean recorded = !row.wasNull();
                    return new LogExcursion(
                            row.getString("device_id") + "/" + row.getString("name"),
                            row.getString("slot"),
                            Objects.requireNonNull(Level.find(row.getString("level")))
                                    .id(),
                            Sql.instant(row, "started_at"),
                            Sql.instant(row, "confirmed_at"),
                            Sql.instantOrNull(row, "ended_at"),
                            row.getDouble("worst_value"),
                            IncidentQueries.worstUnit(row),
                            row.getDouble("unknown_s"),
                            row.getString("rule"),
                            recorded ? version : null);
                },
                """
                select e.*, c.device_id, c.name, c.quantity from excursion e join channel c on c.id = e.channel_id
                where e.unit_id = ? and e.started_at < ? and (e.ended_at is null or e.ended_at > ?)
                order by e.started_at, c.device_id collate "C", c.name collate "C", e.slot
                """,
                unitId,
                Sql.instant(to),
                Sql.instant(from));
    }

    /** A view over the connection of its transaction. */
    private static final class PostgresView implements View {
        private final Connection connection;
        private final UnitLogFacts facts;
        private final long fromMicros;
        private final long toMicros;

        PostgresView(Connection connection, UnitLogFacts facts, long fromMicros, long toMicros) {
            this.connection = connection;
            this.facts = facts;
            this.fromMicros = fromMicros;
            this.toMicros = toMicros;
        }

        @Override
        public UnitLogFacts facts() {
            return facts;
        }

        @Override
        public void times(LogChannel channel, Stretch stretch, TimeVisitor visitor) {
            long first = Math.max(stretch.placedFromMicros(), stretch.fromMicros() - channel.maxHoldMicros());
            each(
                    row -> visitor.reading(Sql.micros(row, "time"), Sql.micros(row, "received_at")),
                    "select time, received_at from reading where channel_id = ? and time >= ? and time < ? order by time",
                    channel.id(),
                    Sql.instant(first),
                    Sql.instant(stretch.toMicros()));
        }

        @Override
        public void readings(ReadingVisitor visitor) {
            Map<Integer, LogChannel> channels = new HashMap<>();
            facts.channels().forEach(channel -> channels.put(channel.id(), channel));
            Instant from = Sql.instant(fromMicros);
            Instant to = Sql.instant(toMicros);
            each(
                    row -> visitor.reading(
                            Objects.requireNonNull(channels.get(row.getInt("channel_id"))),
                            Sql.micros(row, "time"),
                            Sql.micros(row, "received_at"),
                            row.getDouble("value"),
                            QualityWords.of(row.getShort("quality"))),
                    """
                    select r.time, r.received_at, r.channel_id, r.value, r.quality
                    from placement p join channel c on c.id = p.channel_id
                    join reading r on r.channel_id = p.channel_id
                         and r.time >= p.valid_from and r.time < coalesce(p.valid_to, 'infinity')
                    where p.unit_id = ? and r.time >= ? and r.time < ?
                    order by r.time, c.device_id collate "C", c.name collate "C"
                    """,
                    facts.unitId(),
                    from,
                    to);
        }

        private void each(Cursor.Visitor visitor, String sql, Object... parameters) {
            try {
                Cursor.each(connection, visitor, sql, parameters);
            } catch (SQLException e) {
                throw new StoreException("unit log", e);
            }
        }
    }
}
