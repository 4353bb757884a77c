package io.frostproof.store;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.cross.Member;
import io.frostproof.alerts.cross.Watches;
import io.frostproof.alerts.desk.CrossFacts;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.network.UnitRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Rows about conditions that take more than one channel. */
final class CrossRows {

    private CrossRows() {}

    /** Names of the quantities that the rules of a unit compare with each other. */
    static Set<String> states(UnitRules rules) {
        var states = new TreeSet<String>();
        rules.stretches().forEach(stretch -> {
            for (Condition condition : stretch.conditions()) {
                if (condition.measure() instanceof Measure.While other) {
                    states.add(condition.quantity().id());
                    states.add(other.quantity().id());
                }
            }
        });
        return states;
    }

    /** The channels that some units' rules may be about: of these states, anywhere in the node; and the unit's own probes. */
    static Map<String, List<Member>> around(Connection connection, Collection<String> units, Collection<String> states)
            throws SQLException {
        var byUnit = new HashMap<String, List<Member>>();
        Sql.list(
                connection,
                row -> {
                    Long to = Sql.microsOrNull(row, "valid_to");
                    return byUnit.computeIfAbsent(row.getString("of_unit"), id -> new ArrayList<>())
                            .add(new Member(
                                    row.getInt("id"),
                                    row.getString("unit_id"),
                                    ConditionJson.quantity(row.getString("quantity")),
                                    Objects.requireNonNull(Sense.find(row.getString("senses"))),
                                    Sql.micros(row, "valid_from"),
                                    to == null ? Long.MAX_VALUE : to,
                                    Math.round(row.getDouble("max_hold_s") * 1e6)));
                },
                """
                select w.id as of_unit, c.id, p.unit_id, c.quantity, c.senses, p.valid_from, p.valid_to, c.max_hold_s
                from unit w join unit u on u.node_id = w.node_id join placement p on p.unit_id = u.id
                join channel c on c.id = p.channel_id
                where w.id = any (?) and (c.quantity = any (?) or (p.unit_id = w.id and c.quantity = 'temperature'))
                order by w.id, c.id, p.valid_from
                """,
                Sql.texts(List.copyOf(units)),
                Sql.texts(List.copyOf(states)));
        return byUnit;
    }

    /**
     * Asks the desks to look, at once, at every unit that has rules for them: rules, placements or dates may have changed.
     */
    static void askForLooks(Connection connection) throws SQLException {
        RuleRows rules = RuleRows.read(connection);
        var units = new ArrayList<String>();
        rules.units(connection, unit -> {
            if (Watches.any(rules.rules(unit))) {
                units.add(unit.id());
            }
        });
        Sql.update(connection, """
                insert into desk_look (unit_id, slot, region_id, due_at)
                select u.id, ?, n.region_id, ? from unit u join node n on n.id = u.node_id where u.id = any (?)
                on conflict (unit_id, slot) do update set region_id = excluded.region_id, due_at = excluded.due_at
                """, CrossFacts.ALL, Instant.EPOCH, Sql.texts(units));
    }
}
