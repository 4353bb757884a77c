package io.frostproof.store;

import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.ProbeLag;
import io.frostproof.alerts.network.RuleVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lags of probes of a network on their way onto the record. That of a new channel holds from the beginning; one that changes holds from the
 * same instant as changed rules. For one transaction; made and asked before channels are written, run after.
 */
final class ProbeLagImport {

    private record Key(String device, String channel) {}

    /** A channel that is there, and the lag of its row. */
    private record Known(int id, double lagS) {}

    private final Connection connection;
    private final NetworkImporter.Manner manner;
    private final Instant now;
    private final Map<Integer, List<ProbeLag>> recorded;
    /** Of channels that have or had a lag, of devices of the network. */
    private final Map<Key, Known> lagging = new HashMap<>();

    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private final List<Integer> changed = new ArrayList<>();

    ProbeLagImport(Connection connection, Network network, NetworkImporter.Manner manner, Instant now)
            throws SQLException {
        this.connection = connection;
        this.manner = manner;
        this.now = now;
        recorded = ProbeLagRows.recorded(connection);
        Sql.list(
                connection,
                row -> lagging.put(
                        new Key(row.getString("device_id"), row.getString("name")),
                        new Known(row.getInt("id"), row.getDouble("probe_lag_s"))),
                """
                select id, device_id, name, probe_lag_s from channel
                where device_id = any (?) and (probe_lag_s <> 0 or id in (select channel_id from probe_lag_version))
                """,
                Sql.texts(network.devices().stream().map(Device::id).toList()));
    }

    /** Looks at what a channel says that is not written yet. */
    void compare(String device, Channel channel, long fromMicros) throws SQLException {
        Known known = lagging.get(new Key(device, channel.id()));
        if (known == null && !channel.probeLag().isZero()) {
            known = Sql.first(
                    connection,
                    row -> new Known(row.getInt("id"), row.getDouble("probe_lag_s")),
                    "select id, probe_lag_s from channel where device_id = ? and name = ?",
                    device,
                    channel.id());
        }
        if (known == null) {
            return;
        }
        List<ProbeLag> before = recorded.getOrDefault(known.id(), List.of());
        Duration of = ProbeLagRows.lag(known.lagS());
        List<ProbeLag> said = before.isEmpty() ? List.of(new ProbeLag(RuleVersion.FROM_THE_BEGINNING, of)) : before;
        if (RuleImport.fromOn(
                said, ProbeLag::fromMicros, fromMicros, version -> version.lag().equals(channel.probeLag()))) {
            return;
        }
        if (before.isEmpty()) {
            add(known.id(), RuleVersion.FROM_THE_BEGINNING, of);
        }
        add(known.id(), fromMicros, channel.probeLag());
        changed.add(known.id());
    }

    private void add(int channel, long fromMicros, Duration lag) {
        rows.add(new @Nullable Object[] {
            channel, RuleImport.instant(fromMicros), ProbeLagRows.seconds(lag), now, manner.by()
        });
    }

    /** Returns of how many channels the lag is another one than before. */
    int run(long fromMicros) throws SQLException {
        Sql.batch(connection, """
                insert into probe_lag_version (channel_id, effective_from, probe_lag_s, recorded_at, recorded_by)
                values (?, ?::timestamptz, ?, ?, ?)
                """, rows);
        if (!changed.isEmpty() && fromMicros <= Sql.micros(now)) {
            evaluateAgain(fromMicros == RuleVersion.FROM_THE_BEGINNING ? Instant.EPOCH : Sql.instant(fromMicros));
        }
        return changed.size();
    }

    /** As changed rules are: what a server has concluded since is concluded again. */
    private void evaluateAgain(Instant from) throws SQLException {
        Sql.update(connection, """
                insert into channel_dirty as d (channel_id, from_time, network_version)
                select p.channel_id, min(greatest(p.valid_from, ?)), (select version + 1 from network_version) from placement p
                where (p.valid_to is null or p.valid_to > ?) and p.channel_id = any (?)
                  and exists (select from reading r where r.channel_id = p.channel_id)
                group by p.channel_id order by p.channel_id
                on conflict (channel_id) do update
                set from_time = least(d.from_time, excluded.from_time), version = excluded.version,
                    network_version = greatest(d.network_version, excluded.network_version)
                """, from, from, Sql.integers(changed));
    }
}
