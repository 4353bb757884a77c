package io.frostproof.store;

import io.frostproof.alerts.network.Span;
import io.frostproof.store.PlaceSetup.Placed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Which hours of channels say something else than they did, in one view of the database: those whose change is still on its way to the roll-ups, and those that were rolled up since
 * a look before. Made of the marks that are there for roll-ups anyway, so it costs whoever writes readings nothing. Immutable.
 */
final class ChangedHours {

    private final long oldest;
    private final long newest;
    private final Map<Integer, List<Change>> byChannel = new HashMap<>();

    /**
     * One change.
     *
     * @param done number of the portion of roll-ups that it was in; {@link #PENDING}
     * @param toHour exclusive
     */
    private record Change(long done, int fromHour, int toHour) {}

    private static final long PENDING = Long.MAX_VALUE;

    private ChangedHours(long oldest, long newest) {
        this.oldest = oldest;
        this.newest = newest;
    }

    /**
     * Looks.
     *
     * @param since what was {@link #newest} at a look before; changes up to it are left out
     */
    static ChangedHours read(Connection connection, Collection<Integer> channels, long since) throws SQLException {
        Sql.Array ids = Sql.integers(List.copyOf(channels));
        ChangedHours changed = Sql.list(
                        connection,
                        row -> new ChangedHours(row.getLong(1), row.getLong(2)),
                        "select coalesce(min(id), 0), coalesce(max(id), 0) from rollup_done")
                .getFirst();
        Sql.list(
                connection,
                row -> changed.byChannel
                        .computeIfAbsent(row.getInt("channel_id"), id -> new ArrayList<>())
                        .add(new Change(row.getLong("done"), row.getInt("from_hour"), row.getInt("to_hour"))),
                """
                select k.channel_id, d.id as done, k.from_hour, k.to_hour
                from rollup_done d cross join lateral unnest(d.channel_ids, d.from_hours, d.to_hours) k(channel_id, from_hour, to_hour)
                where d.id > ? and k.channel_id = any (?)
                union all
                select channel_id, 9223372036854775807, hour, hour + 1 from rollup_dirty where channel_id = any (?)
                union all
                select channel_id, 9223372036854775807, from_hour, coalesce(to_hour, 2147483647) from rollup_range where channel_id = any (?)
                union all
                select distinct k.channel_id, 9223372036854775807, coalesce(k.hour, n.hours[1]), coalesce(k.hour, n.hours[1]) + 1
                from rollup_news n cross join lateral unnest(n.channel_ids, n.hours) k(channel_id, hour)
                where n.channel_ids && ? and k.channel_id = any (?)
                """,
                since,
                ids,
                ids,
                ids,
                ids,
                ids);
        return changed;
    }

    /** What to ask from next time. */
    long newest() {
        return newest;
    }

    /** Whether all that was rolled up after a look is still on record. */
    boolean isComplete(long since) {
        return newest == since || (newest > since && oldest <= since + 1);
    }

    /** Hours of a place that change when what is on its way is rolled up; until then nothing that is made of them may be kept. */
    List<HourSpan> pending(PlaceSetup place) {
        return hours(place, done -> done == PENDING);
    }

    /** Hours of a place that were rolled up after a look. */
    List<HourSpan> since(PlaceSetup place, long since) {
        return hours(place, done -> done != PENDING && done > since);
    }

    private List<HourSpan> hours(PlaceSetup place, LongPredicate wanted) {
        var spans = new ArrayList<HourSpan>();
        for (Placed channel : place.channels()) {
            for (Change change : byChannel.getOrDefault(channel.id(), List.of())) {
                if (wanted.test(change.done())) {
                    channel.placed().forEach(placed -> add(spans, change, placed, place.feltMicros(channel)));
                }
            }
        }
        return spans;
    }

    /** With the hours in which readings of the changed ones stand, or are felt. */
    private static void add(List<HourSpan> spans, Change change, Span placed, long feltMicros) {
        int begin = Hours.of(placed.fromMicros());
        int end = placed.toMicros() == Long.MAX_VALUE ? Integer.MAX_VALUE : Hours.from(placed.toMicros());
        if (change.fromHour() < end && change.toHour() > begin) {
            long felt = (long) change.toHour() + Hours.from(feltMicros);
            spans.add(new HourSpan(Math.max(change.fromHour(), begin), (int) Math.min(felt, end)));
        }
    }
}
