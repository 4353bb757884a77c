package io.frostproof.store;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.alerts.govern.Approval;
import io.frostproof.alerts.govern.Governance;
import io.frostproof.alerts.govern.Needs;
import io.frostproof.alerts.govern.Outcome;
import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decisions about stock, and who has said what to them. Thread-safe; calls block. */
public final class DecisionQueries {

    private static final String APPROVALS = """
            (select jsonb_agg(jsonb_build_object('by', a.by, 'role', a.role, 'at', a.at, 'reason', a.reason) order by a.at, a.by)
             from decision_approval a where a.decision_id = d.id and a.purpose = '%s') as %s
            """;

    private static final String SELECT =
            """
            select d.*, i.unit_id, u.name as unit_name, i.slot, i.level, coalesce(d.from_node, u.node_id) as node,
                   (select count(*) from decision_item x where x.decision_id = d.id) as items, c.*,
            """ + APPROVALS.formatted("approve", "approvals") + ", " + APPROVALS.formatted("revert", "reverting") + """
            from decision d left join incident i on i.id = d.incident_id left join unit u on u.id = i.unit_id
            cross join lateral (select count(*) filter (where a.state = 'waiting') as actions_waiting,
                                       count(*) filter (where a.state = 'sent') as actions_sent,
                                       count(*) filter (where a.state = 'confirmed') as actions_confirmed,
                                       count(*) filter (where a.state = 'dead') as actions_dead
                                from action a where a.decision_id = d.id) c
            """;

    /** Waits for a person of a name and a role; the parameters are role, role, name, role. */
    private static final String WAITS_FOR = """
            (d.state = 'proposed' and (jsonb_exists(d.needs -> 'roles', ?) or d.needs ->> 'one_of' = ?)
                and not exists (select from decision_approval a where a.decision_id = d.id and a.purpose = 'approve' and a.by = ?)
                and (d.needs ->> 'one_of' is null or d.needs ->> 'one_of' = ?
                     or (d.needs ->> 'persons')::int > 1 + (select count(*) from decision_approval a where a.decision_id = d.id and a.purpose = 'approve')
                     or exists (select from decision_approval a where a.decision_id = d.id and a.purpose = 'approve'
                                and a.role = d.needs ->> 'one_of')))
            """;

    private static final PageCursor NEWEST =
            PageCursor.of("decisions", Part.descending("d.proposed_at", Kind.TIME), Part.ascending("d.id", Kind.UUID));

    private final Database database;

    public DecisionQueries(Database database) {
        this.database = database;
    }

    /**
     * A decision in a list.
     *
     * @param incidentId null: it comes of a plan alone; then {@code unit}, {@code unitName}, {@code slot} and {@code level} are null
     * @param plan the one that proposed it; null: the desk did
     * @param level of its incident, now
     * @param handlingUnits how many handling units it is about
     * @param fromNode where its goods were
     * @param value of its goods; null: not known
     * @param needs who has to approve it; null: no rule was looked at yet
     * @param waitsFor null: for nobody
     * @param partOf the decision that it was a part of until another part was decided
     */
    public record Summary(
            UUID id,
            @Nullable UUID incidentId,
            @Nullable UUID plan,
            @Nullable String unit,
            @Nullable String unitName,
            @Nullable String slot,
            @Nullable String level,
            String disposition,
            String state,
            int handlingUnits,
            Instant proposedAt,
            String policyVersion,
            @Nullable Instant decidedAt,
            @Nullable String decidedBy,
            @Nullable String reason,
            @Nullable String fromNode,
            @Nullable String toNode,
            @Nullable String lane,
            @Nullable String temperatureClass,
            @Nullable Instant departsAt,
            @Nullable Instant arrivesAt,
            @Nullable Money value,
            @Nullable Needed needs,
            List<Approval> approvals,
            @Nullable Waits waitsFor,
            @Nullable Instant dueAt,
            @Nullable Instant escalatedAt,
            @Nullable UUID partOf,
            List<Approval> revertApprovals,
            @Nullable Instant revertedAt,
            @Nullable String revertedBy,
            @Nullable String revertReason,
            ActionCounts actions) {
        public Summary {
            approvals = List.copyOf(approvals);
            revertApprovals = List.copyOf(revertApprovals);
        }
    }

    /**
     * Who has to approve.
     *
     * @param oneOf role that at least one of them has; null: any of the roles
     */
    public record Needed(
            int persons, List<String> roles, @Nullable String oneOf, boolean reasonRequired) {}

    /** For how many of which roles it waits, one of them of {@code oneOf}. */
    public record Waits(
            int persons, List<String> roles, @Nullable String oneOf) {}

    /** How many actions of it stand where. */
    public record ActionCounts(int waiting, int sent, int confirmed, int dead) {}

    /** A decision with its evidence, as the proposer left it, and its stock. */
    public record Detail(@JsonUnwrapped Summary decision, JsonNode evidence, List<Item> items) {}

    /** A handling unit and where it stands now. */
    public record Item(
            String handlingUnit,
            String lot,
            String product,
            String productName,
            BigDecimal quantity,
            String quantityUnit,
            String disposition) {}

    /**
     * What is wanted of a list; null: all.
     *
     * @param unit about stock of this unit
     * @param plan that this plan speaks of, whichever proposed it
     * @param waitsFor only those that wait for this person
     */
    public record Wanted(
            @Nullable String state,
            @Nullable String unit,
            @Nullable UUID plan,
            @Nullable String disposition,
            DecisionLog.@Nullable Person waitsFor) {}

    /** Decisions, newest first by the time at which they were proposed. */
    public Page<Summary> list(Wanted wanted, PageRequest request) {
        Filter filter = new Filter()
                .andIfGiven("d.state = ?", wanted.state())
                .andIfGiven("i.unit_id = ?", wanted.unit())
                .andIfGiven("d.disposition = ?", wanted.disposition())
                .andIfGiven("d.id in (select p.decision_id from plan_proposal p where p.plan_id = ?)", wanted.plan());
        DecisionLog.Person person = wanted.waitsFor();
        if (person != null) {
            filter.and(WAITS_FOR, person.role(), person.role(), person.name(), person.role());
        }
        return database.read(connection -> Pages.of(
                connection,
                request,
                NEWEST,
                DecisionQueries::summary,
                decision -> List.of(decision.proposedAt(), decision.id()),
                SELECT,
                filter));
    }

    /** Decisions in a state, of a unit; null: all. */
    public Page<Summary> list(@Nullable String state, @Nullable String unit, PageRequest request) {
        return list(new Wanted(state, unit, null, null, null), request);
    }

    static List<Summary> of(Connection connection, UUID incidentId) throws SQLException {
        return Sql.list(
                connection,
                DecisionQueries::summary,
                SELECT + "where d.incident_id = ? order by d.proposed_at, d.id",
                incidentId);
    }

    /** Those that a plan speaks of, oldest first. */
    static List<Summary> ofPlan(Connection connection, UUID plan) throws SQLException {
        return Sql.list(
                connection,
                DecisionQueries::summary,
                SELECT + "where d.id in (select p.decision_id from plan_proposal p where p.plan_id = ?)"
                        + " order by d.proposed_at, d.id",
                plan);
    }

    /** Those about a handling unit, oldest first. */
    static List<Summary> about(Connection connection, String handlingUnit) throws SQLException {
        return Sql.list(
                connection,
                DecisionQueries::summary,
                SELECT + "where d.id in (select x.decision_id from decision_item x where x.handling_unit_id = ?)"
                        + " order by d.proposed_at, d.id",
                handlingUnit);
    }

    /** One decision. */
    public Optional<Detail> find(UUID id) {
        return database.read(connection -> {
            List<Item> items = items(connection, id);
            return Optional.ofNullable(Sql.first(
                    connection,
                    row -> new Detail(summary(row), Sql.fromJson(row.getString("evidence"), JsonNode.class), items),
                    SELECT + "where d.id = ?",
                    id));
        });
    }

    private static List<Item> items(Connection connection, UUID id) throws SQLException {
        return Sql.list(
                connection,
                row -> new Item(
                        row.getString("id"),
                        row.getString("lot_id"),
                        row.getString("product_id"),
                        row.getString("product_name"),
                        row.getBigDecimal("quantity"),
                        row.getString("quantity_unit"),
                        row.getString("disposition")),
                """
                select h.*, l.product_id, p.name as product_name
                from decision_item x join handling_unit h on h.id = x.handling_unit_id join lot l on l.id = h.lot_id
                join product p on p.id = l.product_id
                where x.decision_id = ? order by h.id collate "C"
                """,
                id);
    }

    private static Summary summary(ResultSet row) throws SQLException {
        Needs needs = GovernanceRows.needs(row.getString("needs"));
        List<Approval> approvals = approvals(row.getString("approvals"));
        boolean waits = needs != null && row.getString("state").equals("proposed");
        return new Summary(
                Sql.uuid(row, "id"),
                row.getObject("incident_id", UUID.class),
                row.getObject("plan_id", UUID.class),
                row.getString("unit_id"),
                row.getString("unit_name"),
                row.getString("slot"),
                row.getString("level"),
                row.getString("disposition"),
                row.getString("state"),
                row.getInt("items"),
                Sql.instant(row, "proposed_at"),
                row.getString("policy_version"),
                Sql.instantOrNull(row, "decided_at"),
                row.getString("decided_by"),
                row.getString("reason"),
                row.getString("node"),
                row.getString("to_node"),
                row.getString("lane_id"),
                row.getString("temperature_class"),
                Sql.instantOrNull(row, "departs_at"),
                Sql.instantOrNull(row, "arrives_at"),
                Money.orNull(row.getObject("value_amount", Double.class), row.getString("value_currency")),
                needs == null
                        ? null
                        : new Needed(needs.persons(), needs.roles(), needs.oneOf(), needs.reasonRequired()),
                approvals,
                waits ? waits(Governance.waitsFor(Objects.requireNonNull(needs), approvals)) : null,
                Sql.instantOrNull(row, "due_at"),
                Sql.instantOrNull(row, "escalated_at"),
                row.getObject("part_of", UUID.class),
                approvals(row.getString("reverting")),
                Sql.instantOrNull(row, "reverted_at"),
                row.getString("reverted_by"),
                row.getString("revert_reason"),
                new ActionCounts(
                        row.getInt("actions_waiting"),
                        row.getInt("actions_sent"),
                        row.getInt("actions_confirmed"),
                        row.getInt("actions_dead")));
    }

    private static @Nullable Waits waits(Outcome.@Nullable Waits waits) {
        return waits == null ? null : new Waits(waits.persons(), waits.roles(), waits.oneOf());
    }

    private static List<Approval> approvals(@Nullable String json) {
        if (json == null) {
            return List.of();
        }
        var approvals = new ArrayList<Approval>();
        for (JsonNode one : Sql.fromJson(json, JsonNode.class)) {
            approvals.add(new Approval(
                    one.path("by").asText(),
                    one.path("role").asText(),
                    OffsetDateTime.parse(one.path("at").asText()).toInstant(),
                    one.path("reason").isNull() ? null : one.path("reason").asText()));
        }
        return approvals;
    }
}
