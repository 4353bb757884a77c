package io.frostproof.store;

import io.frostproof.alerts.network.DwellRules;
import io.frostproof.alerts.network.RuleVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits of dwell of a network on their way onto the record. What is there and says the same from the import on gets no new version. Limits of a
 * network in which nothing was ever moved hold from the beginning, all others from the same instant as other rules. Handling units whose stays may be judged otherwise by
 * now are asked about. For one transaction; made before units and movements are written, run after.
 */
final class DwellImport {

    private final Connection connection;
    private final List<DwellRules> wanted;
    private final NetworkImporter.Manner manner;
    private final Instant now;
    private final List<DwellRules> recorded;
    private final boolean nothingMovedYet;
    private final List<String> stagesBefore;
    private final Map<String, String> asksBefore;

    DwellImport(Connection connection, List<DwellRules> wanted, NetworkImporter.Manner manner, Instant now)
            throws SQLException {
        this.connection = connection;
        this.wanted = wanted;
        this.manner = manner;
        this.now = now;
        recorded = DwellRows.rules(connection);
        nothingMovedYet = Sql.first(connection, row -> true, "select 1 from movement limit 1") == null;
        stagesBefore = stages(connection);
        asksBefore = asks(connection);
    }

    /** Of each node that asks for records of hand-offs, within how many seconds. */
    private static Map<String, String> asks(Connection connection) throws SQLException {
        var asks = new HashMap<String, String>();
        Sql.list(
                connection,
                row -> asks.put(row.getString("id"), row.getString("hand_off_record_s")),
                "select id, hand_off_record_s from node where hand_off_record_s is not null");
        return asks;
    }

    /** A node that begins to ask asks about what is handed over from now on: of what was before nobody can tell any more. */
    private boolean askForRecords() throws SQLException {
        Map<String, String> after = asks(connection);
        for (String node : after.keySet()) {
            if (!asksBefore.containsKey(node)) {
                Sql.update(
                        connection,
                        "update node set hand_off_record_from = ?::timestamptz where id = ?",
                        nothingMovedYet ? null : now,
                        node);
            }
        }
        return !after.equals(asksBefore);
    }

    private static List<String> stages(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                row -> row.getString("id") + " " + row.getString("node_id") + " " + DwellRows.stage(row),
                "select id, node_id, kind, stage from unit u where (exists (select from dwell_rule) or exists (select from node n where n.hand_off_record_s is not null))"
                        + " and exists (select from movement m where m.to_unit_id = u.id) order by id");
    }

    /** Returns how many of everything, profiles, products and units have other limits than before. */
    int run(long fromMicros) throws SQLException {
        var rows = new ArrayList<@Nullable Object[]>();
        for (DwellRules rules : wanted) {
            if (!saysTheSame(rules, fromMicros)) {
                boolean always = fromMicros == RuleVersion.FROM_THE_BEGINNING || (nothingMovedYet && isNew(rules));
                rows.add(new @Nullable Object[] {
                    rules.scope().id(),
                    rules.of(),
                    always ? null : Sql.instant(fromMicros),
                    DwellRows.write(rules.limits()),
                    rules.source(),
                    now,
                    manner.by()
                });
            }
        }
        Sql.batch(connection, """
                insert into dwell_rule (scope, ref, effective_from, limits, source, recorded_at, recorded_by)
                values (?, ?, ?::timestamptz, ?, ?, ?, ?)
                """, rows);
        boolean asks = askForRecords();
        boolean staged = !stagesBefore.isEmpty() && !stagesBefore.equals(stages(connection));
        if (asks || staged || rows.stream().anyMatch(row -> row[2] == null)) {
            DwellRows.askAboutAll(connection, null);
        } else if (!rows.isEmpty()) {
            DwellRows.askAboutAll(connection, Sql.instant(fromMicros));
        }
        return rows.size();
    }

    private List<DwellRules> recordedOf(DwellRules rules) {
        return recorded.stream()
                .filter(one -> one.scope() == rules.scope() && one.of().equals(rules.of()))
                .toList();
    }

    private boolean isNew(DwellRules rules) {
        return recordedOf(rules).isEmpty();
    }

    private boolean saysTheSame(DwellRules rules, long fromMicros) {
        List<DwellRules> known = recordedOf(rules);
        return known.isEmpty()
                ? rules.limits().isEmpty()
                : RuleImport.fromOn(
                        known,
                        DwellRules::fromMicros,
                        fromMicros,
                        version -> version.limits().equals(rules.limits()));
    }
}
