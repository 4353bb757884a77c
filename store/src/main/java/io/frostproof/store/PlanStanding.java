package io.frostproof.store;

import io.frostproof.alerts.plan.Proposal;
import io.frostproof.store.PlanGroups.Terms;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is decided of the goods of a plan already, so that nothing is proposed twice, or again to those who have said no. */
final class PlanStanding {

    private final Map<String, Goods> goods = new HashMap<>();
    /** Desks' proposals to quarantine, by handling unit. */
    private final Map<String, UUID> quarantines = new HashMap<>();
    /** Approved decisions that send goods elsewhere, by handling unit and node; the newest. */
    private final Map<String, UUID> ways = new HashMap<>();

    private final Map<String, Said> rejected = new HashMap<>();

    private record Goods(String disposition, @Nullable UUID heldBy) {}

    /** What the plan before said of a handling unit, and people have rejected. */
    private record Said(String action, @Nullable String toNode, String soundness, UUID decision) {}

    /** What is on record of some handling units. */
    PlanStanding(Connection connection, List<String> handlingUnits) throws SQLException {
        Sql.Array all = Sql.texts(handlingUnits);
        Sql.list(
                connection,
                row -> goods.put(
                        row.getString("id"),
                        new Goods(row.getString("disposition"), row.getObject("held_by", UUID.class))),
                "select id, disposition, held_by from handling_unit where id = any (?)",
                all);
        Sql.list(connection, row -> quarantines.put(row.getString("handling_unit_id"), Sql.uuid(row, "id")), """
                select x.handling_unit_id, d.id from decision_item x join decision d on d.id = x.decision_id
                where x.handling_unit_id = any (?) and d.state = 'proposed' and d.disposition = 'quarantine' and d.incident_id is not null
                order by d.proposed_at, d.id
                """, all);
        Sql.list(
                connection,
                row -> ways.put(
                        row.getString("handling_unit_id") + " " + row.getString("to_node"), Sql.uuid(row, "id")),
                """
                select x.handling_unit_id, d.to_node, d.id from decision_item x join decision d on d.id = x.decision_id
                where x.handling_unit_id = any (?) and d.state = 'approved' and d.to_node is not null order by d.decided_at, d.id
                """,
                all);
        Sql.list(
                connection,
                row -> rejected.put(
                        row.getString("handling_unit_id"),
                        new Said(
                                row.getString("action"),
                                row.getString("to_node"),
                                row.getString("soundness"),
                                Sql.uuid(row, "decision_id"))),
                """
                select p.handling_unit_id, p.action, p.to_node, p.soundness, p.decision_id
                from plan_proposal p join decision d on d.id = p.decision_id and d.state = 'rejected'
                where p.plan_id = (select id from plan order by number desc limit 1)
                """);
    }

    /**
     * Whether a proposal needs no new decision.
     *
     * @param decision that says it already, or was rejected; null: none has to
     */
    record Covered(@Nullable UUID decision) {}

    /** Null when somebody has to decide it. */
    @Nullable
    Covered covered(Proposal proposal, Terms key) {
        String id = proposal.unit().handlingUnit();
        Goods now = goods.get(id);
        if (now == null) {
            return null;
        }
        Covered done = switch (proposal.action()) {
            case QUARANTINE -> held(now, Set.of("quarantined", "discarded"), quarantines.get(id));
            case HOLD -> held(now, Set.of("held", "quarantined", "discarded"), quarantines.get(id));
            case DISCARD -> held(now, Set.of("discarded"), null);
            case RELEASE -> now.disposition().equals("available") ? new Covered(null) : null;
            case TRANSFER, REROUTE -> {
                UUID way = ways.get(id + " " + key.to());
                yield way == null ? null : new Covered(way);
            }
            case NO_ACTION -> new Covered(null);
        };
        return done == null ? rejected(proposal, key) : done;
    }

    private static @Nullable Covered held(Goods now, Set<String> enough, @Nullable UUID proposed) {
        if (enough.contains(now.disposition())) {
            return new Covered(now.heldBy());
        }
        return proposed == null ? null : new Covered(proposed);
    }

    /** Who has said no to it is asked again only when something else is proposed, or the goods are judged otherwise. */
    private @Nullable Covered rejected(Proposal proposal, Terms key) {
        Said said = rejected.get(proposal.unit().handlingUnit());
        if (said == null) {
            return null;
        }
        boolean same = said.action().equals(proposal.action().id())
                && Objects.equals(said.toNode(), key.to())
                && said.soundness()
                        .equals(proposal.unit().judgement().soundness().id());
        return same ? new Covered(said.decision()) : null;
    }
}
