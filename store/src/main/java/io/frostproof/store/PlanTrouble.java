package io.frostproof.store;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.dwell.HandOffs;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.quantity.Quantity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where something is the matter at a moment.
 *
 * @param units with an open excursion that goods are at risk from
 * @param powerless of these, those without power
 * @param silent units with a thermometer that has been silent for longer than it may: goods there are as sound as what is known of them leaves them; since when, by the newest of them
 * @param darkNodes that cannot be counted on: people say so, or their power is gone
 * @param handlingUnits that are somewhere for longer than they may be
 */
record PlanTrouble(
        Set<String> units,
        Set<String> powerless,
        Map<String, Instant> silent,
        Set<String> darkNodes,
        Set<String> handlingUnits) {

    /** @param ofNode whether mains that are measured there are those of the node: at its generator, or nowhere else in it */
    private record Open(
            String unit,
            String node,
            boolean ofNode,
            String slot,
            @Nullable Quantity quantity,
            Instant confirmedAt,
            @Nullable String handlingUnit) {}

    static PlanTrouble read(Connection connection, Map<String, PlanPlaces.Node> nodes, Instant now)
            throws SQLException {
        List<Open> open = Sql.list(
                connection,
                row -> new Open(
                        row.getString("unit_id"),
                        row.getString("node_id"),
                        row.getBoolean("of_node"),
                        row.getString("slot"),
                        row.getString("quantity") == null ? null : ConditionJson.quantity(row.getString("quantity")),
                        Sql.instant(row, "confirmed_at"),
                        row.getString("handling_unit_id")),
                """
                select distinct e.unit_id, u.node_id, e.slot, c.quantity, e.confirmed_at, e.handling_unit_id,
                       u.kind = ? or not exists (select from placement p join channel x on x.id = p.channel_id join unit v on v.id = p.unit_id
                                                 where x.quantity = 'mains' and p.valid_to is null and v.node_id = u.node_id and v.id <> u.id) as of_node
                from excursion e join unit u on u.id = e.unit_id left join channel c on c.id = e.channel_id
                where e.ended_at is null
                """,
                UnitKind.GENERATOR.id());
        Map<String, UnitRules> rules = rules(connection, open);
        Set<String> units = new TreeSet<>();
        Set<String> powerless = new TreeSet<>();
        Map<String, Instant> silent = new TreeMap<>();
        Set<String> dark = new TreeSet<>();
        Set<String> handlingUnits = new TreeSet<>();
        nodes.values().stream().filter(PlanPlaces.Node::declaredDark).forEach(node -> dark.add(node.id()));
        for (Open one : open) {
            if (one.handlingUnit() != null) {
                if (!one.slot().equals(HandOffs.SLOT)) {
                    handlingUnits.add(one.handlingUnit());
                }
                continue;
            }
            Measure measure = measure(rules.getOrDefault(one.unit(), UnitRules.NONE), one.slot(), now);
            if (one.quantity() == null || !threatens(one.quantity(), measure)) {
                if (one.quantity() == Quantity.TEMPERATURE && measure instanceof Measure.Missing) {
                    silent.merge(one.unit(), one.confirmedAt(), (some, other) -> some.isAfter(other) ? some : other);
                }
                continue;
            }
            if (one.quantity() != Quantity.MAINS) {
                units.add(one.unit());
            } else if (!one.ofNode()) {
                units.add(one.unit());
                powerless.add(one.unit());
            } else if (measure instanceof Measure.While || !backedUp(nodes.get(one.node()))) {
                // The mains of the whole node. While its generator runs that is no more than a warning.
                dark.add(one.node());
            }
        }
        return new PlanTrouble(units, powerless, silent, dark, handlingUnits);
    }

    private static boolean backedUp(PlanPlaces.@Nullable Node node) {
        return node != null && node.backupPower();
    }

    private static Map<String, UnitRules> rules(Connection connection, List<Open> open) throws SQLException {
        var rules = new HashMap<String, UnitRules>();
        if (!open.isEmpty()) {
            RuleRows rows = RuleRows.read(connection);
            rows.units(connection, open.stream().map(Open::unit).distinct().toList())
                    .forEach(row -> rules.put(row.id(), rows.rules(row)));
        }
        return rules;
    }

    /** What a slot measures now; as it is when nothing is on record. */
    private static Measure measure(UnitRules rules, String slot, Instant now) {
        UnitRules.Stretch stretch = rules.at(Sql.micros(now));
        return stretch == null
                ? Measure.VALUE
                : stretch.conditions().stream()
                        .filter(condition -> condition.slot().equals(slot))
                        .map(Condition::measure)
                        .findFirst()
                        .orElse(Measure.VALUE);
    }

    /** Whether goods are at risk; what is the matter with a device or a probe puts none at risk. */
    private static boolean threatens(Quantity quantity, Measure measure) {
        boolean ofTheDevice = measure instanceof Measure.Missing
                || measure instanceof Measure.Spread
                || measure instanceof Measure.Disagreement
                || measure instanceof Measure.Calibration
                || measure instanceof Measure.Clock;
        return switch (quantity) {
            case TEMPERATURE, DOOR, MAINS -> !ofTheDevice;
            case COMPRESSOR -> measure instanceof Measure.While;
            default -> false;
        };
    }

    /** The same, with no node that can be counted on. */
    PlanTrouble everywhere(Set<String> nodes) {
        return new PlanTrouble(units, powerless, silent, Set.copyOf(nodes), handlingUnits);
    }

    /** Whether something is the matter where goods are. */
    boolean at(String unit, String node) {
        return units.contains(unit) || darkNodes.contains(node);
    }

    /** Whether nothing is known to be the matter there, since nobody knows how warm it is. */
    boolean silentAlone(String unit, String node) {
        return silent.containsKey(unit) && !at(unit, node);
    }

    /** Whether goods there were let go at a moment at which it was known already that nobody knows how warm it is. */
    boolean letGoInSilence(@Nullable String unit, @Nullable Instant letGo) {
        Instant since = unit == null ? null : silent.get(unit);
        return since != null && letGo != null && !letGo.isBefore(since);
    }

    /** Whether nothing keeps them cold there. */
    boolean withoutPower(String unit, String node) {
        return powerless.contains(unit) || darkNodes.contains(node);
    }
}
