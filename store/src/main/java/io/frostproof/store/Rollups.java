package io.frostproof.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rolls readings up, exactly where something has changed. {@link #work} is for one thread of the active server: nobody else takes marks away,
 * so a mark goes only in the transaction that has read the readings it is about, after it was seen. Calls block.
 */
public final class Rollups {

    /** So long after its end an hour is rolled up: what comes with the usual delay is not done twice. */
    public static final Duration SETTLED = Duration.ofMinutes(5);

    private static final int NEWS_AT_ONCE = 200;
    private static final int HOURS_AT_ONCE = 5_000;
    private static final int STEPS_AT_ONCE = 200;
    /** A portion of stretches ends when it has read so many readings; one more step reads at most {@link #STEP_HOURS}. */
    private static final int READINGS_AT_ONCE = 50_000;

    private static final int STEP_HOURS = 7 * 24;

    private final Database database;
    private final int stepsAtOnce;

    public Rollups(Database database) {
        this(database, STEPS_AT_ONCE);
    }

    /** With portions of at most so many steps. */
    Rollups(Database database, int stepsAtOnce) {
        this.database = database;
        this.stepsAtOnce = stepsAtOnce;
    }

    /**
     * Does a bounded portion of what is due, in transactions of some tenths of a second.
     *
     * @return whether there may be more that is due
     */
    public boolean work(Instant now) {
        int ended = Hours.of(Sql.micros(now.minus(SETTLED)));
        boolean more = inPlace(this::gather);
        more |= inPlace(connection -> hours(connection, ended, now));
        more |= inPlace(connection -> ranges(connection, ended, now));
        return more;
    }

    /** Only the active server may; a look that finds nothing costs no lock. */
    private boolean inPlace(Database.Work<Boolean> portion) {
        return database.write(connection -> {
            boolean more = portion.with(connection);
            database.place().checkIfWritten(connection, "roll-ups");
            return more;
        });
    }

    /** What waits: rows that batches have left, hours, stretches. For metrics and tests. */
    public record Waiting(long batches, long hours, long stretches) {}

    /** What waits now; hours that have not ended are among it. */
    public Waiting waiting() {
        return database.look(connection -> Sql.list(
                        connection,
                        row -> new Waiting(row.getLong(1), row.getLong(2), row.getLong(3)),
                        "select (select count(*) from rollup_news), (select count(*) from rollup_dirty),"
                                + " (select count(*) from rollup_range)")
                .getFirst());
    }

    /** Makes marks of what batches have left; many batches are about the same hour. */
    private boolean gather(Connection connection) throws SQLException {
        long taken = Sql.number(connection, """
                with taken as (
                    delete from rollup_news where id in (select id from rollup_news order by id limit ?)
                    returning channel_ids, hours),
                touched as (
                    select distinct k.channel_id, coalesce(k.hour, t.hours[1]) as hour
                    from taken t cross join lateral unnest(t.channel_ids, t.hours) k(channel_id, hour)),
                marked as (
                    insert into rollup_dirty (channel_id, hour)
                    select distinct t.channel_id, h from touched t join channel c on c.id = t.channel_id
                    cross join lateral generate_series(t.hour, t.hour + ceil(c.max_hold_s / 3600)::integer) h
                    order by 1, 2
                    on conflict do nothing)
                select count(*) from taken
                """, NEWS_AT_ONCE);
        return taken == NEWS_AT_ONCE;
    }

    private static boolean hours(Connection connection, int ended, Instant now) throws SQLException {
        List<RollupMaker.Run> runs = runs(Sql.list(
                connection,
                row -> new int[] {row.getInt("channel_id"), row.getInt("hour")},
                """
                select channel_id, hour from (select channel_id, hour from rollup_dirty where hour < ? order by hour, channel_id limit ?) due
                order by channel_id, hour
                """,
                ended,
                HOURS_AT_ONCE));
        if (runs.isEmpty()) {
            return false;
        }
        new RollupMaker(connection).make(runs);
        RollupsDone.record(connection, runs, now);
        Sql.update(
                connection,
                "delete from rollup_dirty d using unnest(?, ?, ?) k(channel_id, from_hour, to_hour)"
                        + " where d.channel_id = k.channel_id and d.hour >= k.from_hour and d.hour < k.to_hour",
                RollupMaker.parameters(runs));
        int done = runs.stream().mapToInt(run -> run.toHour() - run.fromHour()).sum();
        return done == HOURS_AT_ONCE;
    }

    /** Hours of one channel that follow each other are made in one go. */
    private static List<RollupMaker.Run> runs(List<int[]> hours) {
        var runs = new ArrayList<RollupMaker.Run>();
        for (int[] next : hours) {
            RollupMaker.Run last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && last.channelId() == next[0] && last.toHour() == next[1]) {
                runs.set(runs.size() - 1, new RollupMaker.Run(next[0], last.fromHour(), next[1] + 1));
            } else {
                runs.add(new RollupMaker.Run(next[0], next[1], next[1] + 1));
            }
        }
        return runs;
    }

    /** A stretch of a channel that is to be gone through. */
    private record Range(
            long id, int channelId, int fromHour, @Nullable Integer toHour, int reach) {}

    private boolean ranges(Connection connection, int ended, Instant now) throws SQLException {
        var maker = new RollupMaker(connection);
        var done = new ArrayList<RollupMaker.Run>();
        for (int steps = 0; steps < stepsAtOnce && maker.readings() < READINGS_AT_ONCE; steps++) {
            Range range = Sql.first(
                    connection,
                    row -> new Range(
                            row.getLong("id"),
                            row.getInt("channel_id"),
                            row.getInt("from_hour"),
                            row.getObject("to_hour", Integer.class),
                            row.getInt("reach")),
                    """
                    select r.id, r.channel_id, r.from_hour, r.to_hour, ceil(c.max_hold_s / 3600)::integer as reach
                    from rollup_range r join channel c on c.id = r.channel_id order by r.id limit 1
                    """);
            if (range == null) {
                RollupsDone.record(connection, done, now);
                return false;
            }
            done.add(step(connection, maker, range, ended));
        }
        RollupsDone.record(connection, done, now);
        return true;
    }

    /**
     * Goes on by {@link #STEP_HOURS} that have readings, or ends.
     *
     * @return which hours the range was about that it is not about any more, also those that stay as they are
     */
    private static RollupMaker.Run step(Connection connection, RollupMaker maker, Range range, int ended)
            throws SQLException {
        // What stood until the end of the stretch may stand beyond it.
        long to = range.toHour() == null ? Long.MAX_VALUE : (long) range.toHour() + range.reach();
        int limit = (int) Math.min(to, ended);
        Integer first = hourOfReading(connection, range.channelId(), Long.MIN_VALUE);
        // Hours from before the first reading that is kept stay as they are: they were made of readings that have had
        // their time.
        int from = first == null ? limit : Math.max(range.fromHour(), first);
        if (from < limit) {
            Integer next = hourOfReading(connection, range.channelId(), Hours.begin(from - range.reach()));
            int begin = next == null ? limit : Math.min(limit, Math.max(from, next));
            int end = Math.min(limit, begin + STEP_HOURS);
            maker.make(List.of(new RollupMaker.Run(range.channelId(), from, end)));
            from = end;
        }
        if (from < limit) {
            Sql.update(connection, "update rollup_range set from_hour = ? where id = ?", from, range.id());
            return new RollupMaker.Run(range.channelId(), range.fromHour(), from);
        }
        if (to > ended) {
            markTheRest(connection, range.channelId(), ended);
        }
        Sql.update(connection, "delete from rollup_range where id = ?", range.id());
        return new RollupMaker.Run(
                range.channelId(), range.fromHour(), (int) Math.min(Integer.MAX_VALUE, Math.max(to, range.fromHour())));
    }

    private static @Nullable Integer hourOfReading(Connection connection, int channelId, long fromMicros)
            throws SQLException {
        return Sql.first(
                connection,
                row -> Hours.of(Sql.micros(row, "time")),
                "select time from reading where channel_id = ? and time >= ?::timestamptz order by time limit 1",
                channelId,
                fromMicros == Long.MIN_VALUE
                        ? "-infinity"
                        : Sql.instant(fromMicros).toString());
    }

    /**
     * Hours that have not ended are to be rolled up by what holds now, as far as the newest reading can stand: all of them, since readings from
     * before it may stand into hours that nothing has marked.
     */
    private static void markTheRest(Connection connection, int channelId, int ended) throws SQLException {
        Sql.update(connection, """
                insert into rollup_dirty (channel_id, hour)
                select ?, h from (select time from reading where channel_id = ? order by time desc limit 1) r
                cross join lateral (select max_hold_s from channel where id = ?) c
                cross join lateral generate_series(?, hour_number(r.time + c.max_hold_s * interval '1 second')) h
                union
                select channel_id, hour_number(hour) from reading_rollup where channel_id = ? and hour >= ?
                on conflict do nothing
                """, channelId, channelId, channelId, ended, channelId, Hours.beginInstant(ended));
    }
}
