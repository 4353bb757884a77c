package io.frostproof.store;

import io.frostproof.alerts.network.Span;
import io.frostproof.store.ReadingQueries.ChannelPath;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * From when until when nobody trusts the readings of a channel, since its probe has died or was taken away. That is dated configuration, as
 * placements are: the readings stay as they are and conclude nothing, and all that was concluded from them is concluded again. A
 * server does that once it knows the change: see {@link #evaluate}. Thread-safe; calls block.
 */
public final class ChannelTrust {

    /** Nobody notices a dead probe later; and a slip of the year would take all of history away. */
    public static final Duration EARLIER_AT_MOST = Duration.ofDays(31);

    /** The word of {@code incident.cause_code}. */
    static final String SENSOR_DIED = "sensor_died";

    private final Database database;

    public ChannelTrust(Database database) {
        this.database = database;
    }

    /**
     * A stretch of event time for which the readings of a channel are not trusted.
     *
     * @param to exclusive; null while they are not trusted. Equal to {@code from}: it was a mistake, and covers nothing
     * @param incident that was closed with it
     * @param trustedAt server time at which somebody said when it ends
     */
    public record Distrust(
            Instant from,
            @Nullable Instant to,
            String reason,
            @Nullable UUID incident,
            Instant recordedAt,
            String recordedBy,
            @Nullable Instant trustedAt,
            @Nullable String trustedBy,
            @Nullable String trustReason) {}

    /** What became of a change. */
    public sealed interface Outcome {

        /** It is committed. */
        record Done() implements Outcome {}

        /** There is no such incident or channel. */
        record NotFound() implements Outcome {}

        /** The incident is closed; nothing was changed. */
        record Closed(String state) implements Outcome {}

        /** Nothing was changed: this is no channel of the incident, or it has several and none was named. */
        record WhichChannel(List<String> channels) implements Outcome {}

        /** Nothing was changed: other channels are out of their limits too, and go on. */
        record OthersLast(List<String> channels) implements Outcome {}

        /** Nothing was changed: the event time is out of this range. */
        record WrongTime(Instant earliest, Instant latest) implements Outcome {}

        /** Nothing was changed: readings of the channel are trusted already. */
        record TrustedAlready() implements Outcome {}
    }

    /** When nobody trusts channels, by channel. */
    static Map<Integer, List<Span>> distrusted(Connection connection) throws SQLException {
        return distrusted(connection, "", List.of());
    }

    /** The same of some channels. */
    static Map<Integer, List<Span>> distrusted(Connection connection, List<Integer> channels) throws SQLException {
        return distrusted(connection, " and channel_id = any (?)", List.of(Sql.integers(channels)));
    }

    private static Map<Integer, List<Span>> distrusted(Connection connection, String which, List<Object> parameters)
            throws SQLException {
        var spans = new HashMap<Integer, List<Span>>();
        Sql.list(
                connection,
                row -> {
                    Long to = Sql.microsOrNull(row, "to_time");
                    return spans.computeIfAbsent(row.getInt("channel_id"), id -> new ArrayList<>())
                            .add(new Span(Sql.micros(row, "from_time"), to == null ? Long.MAX_VALUE : to));
                },
                "select channel_id, from_time, to_time from channel_distrust"
                        + " where (to_time is null or to_time > from_time)" + which + " order by channel_id, from_time",
                parameters.toArray());
        return spans;
    }

    /** Those of a device, by the name of the channel, newest first. */
    static Map<String, List<Distrust>> ofDevice(Connection connection, String device) throws SQLException {
        var found = new HashMap<String, List<Distrust>>();
        Sql.list(
                connection,
                row -> found.computeIfAbsent(row.getString("name"), name -> new ArrayList<>())
                        .add(new Distrust(
                                Sql.instant(row, "from_time"),
                                Sql.instantOrNull(row, "to_time"),
                                row.getString("reason"),
                                row.getString("incident_id") == null ? null : Sql.uuid(row, "incident_id"),
                                Sql.instant(row, "recorded_at"),
                                row.getString("recorded_by"),
                                Sql.instantOrNull(row, "trusted_at"),
                                row.getString("trusted_by"),
                                row.getString("trust_reason"))),
                "select c.name, t.* from channel_distrust t join channel c on c.id = t.channel_id"
                        + " where c.device_id = ? order by t.id desc",
                device);
        return found;
    }

    private record Involved(int id, String path, Instant began, boolean lasts) {}

    /**
     * Closes an incident since the probe that it rests on is not to be trusted: resolved, with cause {@code sensor_died}. From open,
     * acknowledged and recovered.
     *
     * @param channel which one; null if it rests on one only
     * @param from event time of the first reading that is not to be trusted; null: when the channel's first excursion in this incident began
     * @param reason in people's words
     */
    public Outcome close(
            UUID incident, @Nullable String channel, @Nullable Instant from, String reason, String actor, Instant now) {
        return database.write(connection -> {
            oneAtATime(connection);
            String state = Sql.first(
                    connection,
                    row -> row.getString(1),
                    "select state from incident where id = ? for update",
                    incident);
            if (state == null) {
                return new Outcome.NotFound();
            }
            if (state.equals("resolved") || state.equals("retracted")) {
                return new Outcome.Closed(state);
            }
            List<Involved> all = involved(connection, incident);
            List<Involved> meant = all.stream()
                    .filter(one ->
                            channel == null ? all.size() == 1 : one.path().equals(channel))
                    .toList();
            if (meant.size() != 1) {
                return new Outcome.WhichChannel(all.stream().map(Involved::path).toList());
            }
            Involved dead = meant.getFirst();
            List<String> others = all.stream()
                    .filter(one -> one.lasts() && !one.equals(dead))
                    .map(Involved::path)
                    .toList();
            if (!others.isEmpty()) {
                return new Outcome.OthersLast(others);
            }
            Instant begin = from == null ? dead.began() : from;
            Outcome.WrongTime wrong = wrongTime(begin, dead.began().minus(EARLIER_AT_MOST), now);
            if (wrong != null) {
                return wrong;
            }
            distrust(connection, dead.id(), dead.path(), begin, incident, reason, actor, now);
            return new Outcome.Done();
        });
    }

    private static List<Involved> involved(Connection connection, UUID incident) throws SQLException {
        return Sql.list(
                connection,
                row -> new Involved(
                        row.getInt("id"), row.getString("path"), Sql.instant(row, "began"), row.getBoolean("lasts")),
                """
                select c.id, c.device_id || '/' || c.name as path, min(e.started_at) as began, bool_or(e.ended_at is null) as lasts
                from excursion e join channel c on c.id = e.channel_id where e.incident_id = ?
                group by c.id order by c.device_id collate "C", c.name collate "C"
                """,
                incident);
    }

    private static Outcome.@Nullable WrongTime wrongTime(Instant time, Instant earliest, Instant latest) {
        return time.isBefore(earliest) || time.isAfter(latest) ? new Outcome.WrongTime(earliest, latest) : null;
    }

    /**
     * Nobody trusts a channel from an event time on. Incidents that last and rest on it alone are resolved with that.
     *
     * @param from null: now
     */
    public Outcome distrust(ChannelPath channel, @Nullable Instant from, String reason, String actor, Instant now) {
        return database.write(connection -> {
            oneAtATime(connection);
            Integer id = id(connection, channel);
            if (id == null) {
                return new Outcome.NotFound();
            }
            Instant begin = from == null ? now : from;
            Outcome.WrongTime wrong = wrongTime(begin, now.minus(EARLIER_AT_MOST), now);
            if (wrong != null) {
                return wrong;
            }
            distrust(connection, id, channel.toString(), begin, null, reason, actor, now);
            return new Outcome.Done();
        });
    }

    private static void distrust(
            Connection connection,
            int channel,
            String path,
            Instant from,
            @Nullable UUID incident,
            String reason,
            String actor,
            Instant now)
            throws SQLException {
        Sql.update(connection, """
                insert into channel_distrust (channel_id, from_time, reason, incident_id, recorded_at, recorded_by, evaluate_from, evaluate_version)
                values (?, ?, ?, ?::uuid, ?, ?, ?, ?)
                """, channel, from, reason, incident, now, actor, from, nextVersion(connection));
        for (UUID resting : Sql.list(connection, row -> Sql.uuid(row, "id"), """
                select i.id from incident i
                where i.state in ('open', 'acknowledged', 'recovered')
                  and (i.id = ?::uuid or (
                      i.id in (select e.incident_id from excursion e where e.channel_id = ? and e.ended_at is null)
                      and not exists (select from excursion o where o.incident_id = i.id and o.channel_id <> ? and o.ended_at is null)))
                order by i.id for update
                """, incident, channel, channel)) {
            Sql.update(connection, """
                    update incident set state = 'resolved', resolved_at = ?, resolved_by = ?, cause = ?, cause_code = ?,
                        snoozed_until = null, snoozed_by = null, snooze_reason = null where id = ?
                    """, now, actor, reason, SENSOR_DIED, resting);
            var detail = new LinkedHashMap<String, @Nullable Object>();
            detail.put("channel", path);
            detail.put("from", from.toString());
            detail.put("reason", reason);
            IncidentQueries.record(connection, resting, actor, SENSOR_DIED, detail, now);
        }
    }

    /**
     * The channel is trusted again: its probe was replaced, or it was well all the time.
     *
     * @param from event time of the first reading that is trusted again; null: now. What is not trusted begins later: it never was distrusted
     */
    public Outcome trust(ChannelPath channel, @Nullable Instant from, String reason, String actor, Instant now) {
        return database.write(connection -> {
            oneAtATime(connection);
            Integer id = id(connection, channel);
            if (id == null) {
                return new Outcome.NotFound();
            }
            Instant end = from == null ? now : from;
            Instant began = Sql.first(
                    connection,
                    row -> Sql.instantOrNull(row, "began"),
                    "select min(from_time) as began from channel_distrust where channel_id = ? and to_time is null",
                    id);
            if (began == null) {
                return new Outcome.TrustedAlready();
            }
            Outcome.WrongTime wrong = wrongTime(end, began, now);
            if (wrong != null) {
                return wrong;
            }
            // What began while nobody had evaluated it yet is still to be evaluated from there.
            Sql.update(connection, """
                    update channel_distrust set to_time = greatest(from_time, ?), trusted_at = ?, trusted_by = ?, trust_reason = ?,
                        evaluate_from = least(evaluate_from, greatest(from_time, ?)), evaluate_version = ?
                    where channel_id = ? and to_time is null
                    """, end, now, actor, reason, end, nextVersion(connection), id);
            return new Outcome.Done();
        });
    }

    private static @Nullable Integer id(Connection connection, ChannelPath channel) throws SQLException {
        return Sql.first(
                connection,
                row -> row.getInt(1),
                "select id from channel where device_id = ? and name = ?",
                channel.device(),
                channel.channel());
    }

    /** As imports of the network are. Taken first, so that two of them never wait for each other in a circle. */
    private static void oneAtATime(Connection connection) throws SQLException {
        Sql.number(connection, "select version from network_version for update");
    }

    /** The network has changed; a running server sees that. */
    private static long nextVersion(Connection connection) throws SQLException {
        return Objects.requireNonNull(Sql.first(
                connection,
                row -> row.getLong(1),
                "update network_version set version = version + 1 returning version"));
    }

    /**
     * Marks what has to be evaluated again because of changes up to a version of the network. A mark that a lane saw before it knew the
     * change would be gone without effect, so this is called when all lanes know that version.
     *
     * @return event times by channel, for lanes that need not wait until they see the marks
     */
    public Map<Integer, Long> evaluate(long version) {
        return database.write(connection -> {
            var marks = new HashMap<Integer, Long>();
            // A probe in the product decides what the others of its unit are watched for.
            Sql.list(
                    connection,
                    row -> marks.merge(row.getInt("id"), Sql.micros(row, "from_time"), Math::min),
                    """
                    with due as (
                        update channel_distrust d set evaluate_from = null, evaluate_version = null
                        from (select id, evaluate_from from channel_distrust where evaluate_from is not null and evaluate_version <= ? for update) old
                        where d.id = old.id returning d.channel_id, old.evaluate_from),
                    concerned as (
                        select channel_id, evaluate_from from due
                        union all
                        select beside.channel_id, greatest(due.evaluate_from, beside.valid_from)
                        from due join channel c on c.id = due.channel_id and c.senses = 'product' and c.quantity = 'temperature'
                        join placement own on own.channel_id = c.id and (own.valid_to is null or own.valid_to > due.evaluate_from)
                        join placement beside on beside.unit_id = own.unit_id and beside.channel_id <> c.id
                             and (beside.valid_to is null or beside.valid_to > due.evaluate_from)
                        join channel o on o.id = beside.channel_id and o.quantity = 'temperature')
                    insert into channel_dirty as d (channel_id, from_time)
                    select channel_id, min(evaluate_from) from concerned x
                    where exists (select from reading r where r.channel_id = x.channel_id)
                    group by channel_id order by channel_id
                    on conflict (channel_id) do update set from_time = least(d.from_time, excluded.from_time), version = excluded.version
                    returning channel_id as id, from_time
                    """,
                    version);
            return Map.copyOf(marks);
        });
    }
}
