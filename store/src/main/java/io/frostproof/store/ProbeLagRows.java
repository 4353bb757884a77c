package io.frostproof.store;

import io.frostproof.alerts.network.ProbeLag;
import io.frostproof.alerts.network.RuleVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lags of probes as they are on record. Only channels whose lag changed have versions; any other has always had the one of its own row. */
final class ProbeLagRows {

    private ProbeLagRows() {}

    /** By channel, in the order in which they were recorded. */
    static Map<Integer, List<ProbeLag>> recorded(Connection connection) throws SQLException {
        var recorded = new HashMap<Integer, List<ProbeLag>>();
        Sql.list(
                connection,
                row -> {
                    Long from = Sql.microsOrNull(row, "effective_from");
                    return recorded.computeIfAbsent(row.getInt("channel_id"), id -> new ArrayList<>(2))
                            .add(new ProbeLag(
                                    from == null ? RuleVersion.FROM_THE_BEGINNING : from,
                                    lag(row.getDouble("probe_lag_s"))));
                },
                "select channel_id, effective_from, probe_lag_s from probe_lag_version order by id");
        return recorded;
    }

    /**
     * What holds from when on.
     *
     * @param recorded of one channel; empty when its lag never changed
     * @param rowS the lag of the channel's own row, in seconds
     * @return in the order of time; empty of a probe that has always followed at once
     */
    static List<ProbeLag> inForce(List<ProbeLag> recorded, double rowS) {
        if (!recorded.isEmpty()) {
            return RuleVersion.inForce(recorded, ProbeLag::fromMicros);
        }
        return rowS == 0 ? List.of() : List.of(new ProbeLag(RuleVersion.FROM_THE_BEGINNING, lag(rowS)));
    }

    static Duration lag(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    static double seconds(Duration lag) {
        return lag.toMillis() / 1000.0;
    }
}
