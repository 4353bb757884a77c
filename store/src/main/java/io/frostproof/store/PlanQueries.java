package io.frostproof.store;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Plans for all affected stock, and what they say of each handling unit. Thread-safe; calls block. */
public final class PlanQueries {

    private static final String SELECT = """
            select p.*, p.number = (select max(number) from plan) as current, t.*
            from plan p cross join lateral (
                select count(*) as units,
                       count(*) filter (where action in ('transfer', 'reroute')) as moved,
                       count(*) filter (where action = 'hold') as held,
                       count(*) filter (where action = 'quarantine') as quarantined,
                       count(*) filter (where action = 'discard') as discarded,
                       count(*) filter (where action = 'release') as released,
                       count(*) filter (where action = 'no_action') as no_action,
                       count(*) filter (where cannot_be_saved) as lost,
                       coalesce(sum(value), 0) as at_risk
                from plan_proposal where plan_id = p.id) t
            """;

    private static final PageCursor NEWEST = PageCursor.of("plans", Part.descending("p.number", Kind.NUMBER));
    private static final PageCursor BY_UNIT =
            PageCursor.of("proposals", Part.ascending("p.handling_unit_id collate \"C\"", Kind.TEXT));

    private final Database database;

    public PlanQueries(Database database) {
        this.database = database;
    }

    /**
     * A plan in a list.
     *
     * @param tookS seconds
     * @param trigger facts, asked or started
     * @param state current or superseded
     * @param kept whether it goes on with the one before
     */
    public record Summary(
            UUID id,
            long number,
            Instant madeAt,
            double tookS,
            String trigger,
            String digest,
            String state,
            List<String> policyVersions,
            boolean kept,
            Totals totals) {
        public Summary {
            policyVersions = List.copyOf(policyVersions);
        }
    }

    /**
     * A plan in numbers.
     *
     * @param cannotBeSaved how many
     * @param lowerBound no plan at all has an expected loss below it
     */
    public record Totals(
            int handlingUnits,
            int moved,
            int held,
            int quarantined,
            int discarded,
            int released,
            int noAction,
            int cannotBeSaved,
            Money valueAtRisk,
            Money expectedLoss,
            Money expectedLossIfLeft,
            Money lowerBound,
            Money landedCost) {}

    /**
     * A plan with what people decide of it.
     *
     * @param stakes of each decision that the plan speaks of
     * @param unplannable goods that it leaves out, and what is missing
     */
    public record Detail(
            @JsonUnwrapped Summary plan,
            List<DecisionQueries.Summary> decisions,
            List<Stake> stakes,
            JsonNode unplannable,
            List<Order> orders) {}

    /**
     * What a plan says of all goods of a decision.
     *
     * @param cannotBeSaved how many of them
     */
    public record Stake(
            UUID decision, int cannotBeSaved, Money expectedLoss, Money expectedLossIfLeft, Money landedCost) {}

    /**
     * Where an open order is to be served from.
     *
     * @param origin that it was going to be served from
     * @param newOrigin null: it keeps its own, or nothing serves it in time
     * @param arrivesAt null: never
     */
    public record Order(
            String order,
            String origin,
            @Nullable String newOrigin,
            @Nullable String lane,
            @Nullable Instant arrivesAt,
            double missedProbability,
            Money landedCost,
            Money expectedLoss,
            JsonNode reasons) {}

    /**
     * What a plan says of a handling unit.
     *
     * @param node where it was when the plan was made, as was {@code unit}
     * @param decision in which people decide, or have decided, about it; null: nobody has to
     */
    public record Proposal(
            String handlingUnit,
            String product,
            String lot,
            BigDecimal quantity,
            String quantityUnit,
            JsonNode node,
            JsonNode unit,
            String soundness,
            String action,
            @Nullable String toNode,
            @Nullable String lane,
            @Nullable String temperatureClass,
            @Nullable Instant departsAt,
            @Nullable Instant arrivesAt,
            Money value,
            double spoilsProbability,
            Money expectedLoss,
            Money expectedLossIfLeft,
            Money landedCost,
            boolean cannotBeSaved,
            boolean staysHeld,
            JsonNode reasons,
            JsonNode alternatives,
            JsonNode nearestChange,
            JsonNode policyVersions,
            @Nullable UUID decision) {}

    /** Plans, newest first, without those that nobody decided by and whose time is over. */
    public Page<Summary> list(PageRequest request) {
        return database.read(connection -> Pages.of(
                connection,
                request,
                NEWEST,
                PlanQueries::summary,
                plan -> List.of(plan.number()),
                SELECT,
                new Filter().and("p.thinned_at is null")));
    }

    /** The plan that counts; empty when none was made yet. */
    public Optional<Detail> current() {
        return database.read(
                connection -> detail(connection, SELECT + " where p.number = (select max(number) from plan)"));
    }

    /** One plan; empty as well for one that nobody decided by and whose time is over. */
    public Optional<Detail> find(UUID id) {
        return database.read(connection -> detail(connection, SELECT + " where p.id = ? and p.thinned_at is null", id));
    }

    private static Optional<Detail> detail(Connection connection, String sql, Object... parameters)
            throws SQLException {
        record Found(Summary plan, JsonNode unplannable, String currency) {}
        Found found = Sql.first(
                connection,
                row -> new Found(
                        summary(row),
                        Sql.fromJson(row.getString("unplannable"), JsonNode.class),
                        row.getString("currency")),
                sql,
                parameters);
        if (found == null) {
            return Optional.empty();
        }
        UUID id = found.plan().id();
        List<Order> orders = Sql.list(
                connection,
                row -> order(row, found.currency()),
                "select p.*, o.origin as own from plan_order p join customer_order o on o.id = p.order_id where p.plan_id = ?"
                        + " order by p.order_id collate \"C\"",
                id);
        List<Stake> stakes = Sql.list(
                connection,
                row -> new Stake(
                        Sql.uuid(row, "decision_id"),
                        row.getInt("lost"),
                        Money.of(row.getDouble("loss"), found.currency()),
                        Money.of(row.getDouble("left_loss"), found.currency()),
                        Money.of(row.getDouble("cost"), found.currency())),
                """
                select decision_id, count(*) filter (where cannot_be_saved) as lost, sum(expected_loss) as loss, sum(loss_if_left) as left_loss,
                       sum(landed_cost) as cost
                from plan_proposal where plan_id = ? and decision_id is not null group by decision_id order by decision_id
                """,
                id);
        return Optional.of(
                new Detail(found.plan(), DecisionQueries.ofPlan(connection, id), stakes, found.unplannable(), orders));
    }

    /**
     * What a plan says of each handling unit, by their ids.
     *
     * @param action only proposals of this kind; null: all
     * @param decision only those of this decision; null: all
     */
    public Page<Proposal> proposals(UUID plan, @Nullable String action, @Nullable UUID decision, PageRequest request) {
        Filter filter = new Filter()
                .and("p.plan_id = ?", plan)
                .andIfGiven("p.action = ?", action)
                .andIfGiven("p.decision_id = ?", decision);
        return database.read(connection -> Pages.of(
                connection,
                request,
                BY_UNIT,
                PlanQueries::proposal,
                proposal -> List.of(proposal.handlingUnit()),
                """
                select p.*, h.lot_id, h.quantity, h.quantity_unit, l.product_id, o.currency
                from plan_proposal p join plan o on o.id = p.plan_id join handling_unit h on h.id = p.handling_unit_id
                join lot l on l.id = h.lot_id
                """,
                filter));
    }

    private static Proposal proposal(ResultSet row) throws SQLException {
        JsonNode detail = Sql.fromJson(row.getString("detail"), JsonNode.class);
        String currency = row.getString("currency");
        return new Proposal(
                row.getString("handling_unit_id"),
                row.getString("product_id"),
                row.getString("lot_id"),
                row.getBigDecimal("quantity"),
                row.getString("quantity_unit"),
                detail.path("node"),
                detail.path("unit"),
                row.getString("soundness"),
                row.getString("action"),
                row.getString("to_node"),
                row.getString("lane_id"),
                row.getString("temperature_class"),
                Sql.instantOrNull(row, "departs_at"),
                Sql.instantOrNull(row, "arrives_at"),
                Money.of(row.getDouble("value"), currency),
                row.getDouble("spoils"),
                Money.of(row.getDouble("expected_loss"), currency),
                Money.of(row.getDouble("loss_if_left"), currency),
                Money.of(row.getDouble("landed_cost"), currency),
                row.getBoolean("cannot_be_saved"),
                row.getBoolean("stays_held"),
                detail.path("reasons"),
                detail.path("alternatives"),
                detail.path("nearest_change"),
                detail.path("policy_versions"),
                row.getObject("decision_id", UUID.class));
    }

    private static Order order(ResultSet row, String currency) throws SQLException {
        return new Order(
                row.getString("order_id"),
                row.getString("own"),
                row.getBoolean("new_origin") ? row.getString("origin") : null,
                row.getString("lane_id"),
                Sql.instantOrNull(row, "arrives_at"),
                row.getDouble("missed"),
                Money.of(row.getDouble("landed_cost"), currency),
                Money.of(row.getDouble("expected_loss"), currency),
                Sql.fromJson(row.getString("detail"), JsonNode.class).path("reasons"));
    }

    private static Summary summary(ResultSet row) throws SQLException {
        String currency = row.getString("currency");
        return new Summary(
                Sql.uuid(row, "id"),
                row.getLong("number"),
                Sql.instant(row, "made_at"),
                row.getDouble("took_s"),
                row.getString("trigger"),
                row.getString("digest"),
                row.getBoolean("current") ? "current" : "superseded",
                List.of(row.getString("policy_version").split(" ", -1)),
                row.getBoolean("kept"),
                new Totals(
                        row.getInt("units"),
                        row.getInt("moved"),
                        row.getInt("held"),
                        row.getInt("quarantined"),
                        row.getInt("discarded"),
                        row.getInt("released"),
                        row.getInt("no_action"),
                        row.getInt("lost"),
                        Money.of(row.getDouble("at_risk"), currency),
                        Money.of(row.getDouble("expected_loss"), currency),
                        Money.of(row.getDouble("loss_if_left"), currency),
                        Money.of(row.getDouble("lower_bound"), currency),
                        Money.of(row.getDouble("landed_cost"), currency)));
    }
}
