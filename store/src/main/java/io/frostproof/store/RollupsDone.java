package io.frostproof.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The record of what was rolled up when: {@code rollup_done}. */
final class RollupsDone {

    /** What is kept in memory for longer without a look is made anew. */
    private static final Duration KEPT = Duration.ofDays(1);

    private RollupsDone() {}

    /** Written by the one worker, in the transaction that takes the marks of these hours away. */
    static void record(Connection connection, List<RollupMaker.Run> runs, Instant now) throws SQLException {
        if (runs.isEmpty()) {
            return;
        }
        var parameters = new ArrayList<Object>();
        parameters.add(now);
        parameters.addAll(List.of(RollupMaker.parameters(runs)));
        Sql.update(
                connection,
                "insert into rollup_done (done_at, channel_ids, from_hours, to_hours) values (?, ?, ?, ?)",
                parameters.toArray());
        // The newest one stays, so that a look can tell that nothing is missing.
        Sql.update(
                connection,
                "delete from rollup_done where done_at < ? and id < (select max(id) from rollup_done)",
                now.minus(KEPT));
    }
}
