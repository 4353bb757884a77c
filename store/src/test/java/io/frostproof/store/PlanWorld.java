package io.frostproof.store;

import io.frostproof.alerts.disposition.Judgement;
import io.frostproof.alerts.disposition.Reason;
import io.frostproof.alerts.disposition.Soundness;
import io.frostproof.alerts.plan.Action;
import io.frostproof.alerts.plan.Plan;
import io.frostproof.alerts.plan.Proposal;
import io.frostproof.alerts.plan.Route;
import io.frostproof.alerts.plan.facts.AffectedUnit;
import io.frostproof.alerts.plan.facts.Capacity;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.Rundown;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A hub with goods {@code a}, {@code b} and {@code c}, ten of each, and two nodes to send them to, {@code far} and {@code near}; and short words for what a plan says of them.
 */
final class PlanWorld implements AutoCloseable {

    static final Instant NOW = StockWorld.NOW;
    static final DecisionLog.Person ANN = new DecisionLog.Person("ann", "operator");
    static final DecisionLog.Person BOB = new DecisionLog.Person("bob", "operator");
    static final DecisionLog.Person CY = new DecisionLog.Person("cy", "qa");

    final StockWorld stock;
    final DecisionLog decisions;
    final PlanLog plans;
    final PlanQueries queries;

    /** What was told to be completed, as {@code id state}. */
    final List<String> told = new CopyOnWriteArrayList<>();

    PlanWorld(PostgresFlavour flavour) {
        stock = new StockWorld(flavour);
        stock.database.becomeActive();
        decisions = new DecisionLog(
                stock.database,
                (connection, id, now) -> told.add(id + " "
                        + Sql.first(
                                connection, row -> row.getString(1), "select state from decision where id = ?", id)));
        plans = new PlanLog(stock.database, decisions);
        queries = new PlanQueries(stock.database);
        stock.execute("insert into region values ('south', 'South')");
        for (String node : List.of("far", "near")) {
            stock.execute("insert into node (id, region_id, name, kind, time_zone) values ('" + node + "', 'south', '"
                    + node + "', 'cold_store', 'Europe/Oslo')");
            stock.execute("insert into unit (id, node_id, name, kind) values ('" + node + "-dock', '" + node
                    + "', 'Dock', 'dock_zone')");
            stock.execute("insert into lane values ('to-" + node + "', 'hub', '" + node
                    + "', 'us', 3600, 1, 0.9, 600, '{}', 0, 0)");
        }
        stock.execute("insert into temperature_class values ('chilled', 'Chilled', 2, 8)");
        stock.tell(
                StockWorld.received("ra", 10, "a", 10),
                StockWorld.received("rb", 10, "b", 10),
                StockWorld.received("rc", 10, "c", 10));
    }

    /** Ids, states and the like, one text for each row. */
    List<String> texts(String sql) {
        return stock.texts(sql);
    }

    /** Decisions with what they are about, oldest first, such as {@code hold approved a,b}. */
    List<String> all() {
        return texts(
                "select concat_ws(' ', disposition, to_node, state, (select string_agg(x.handling_unit_id, ',' order by x.handling_unit_id)"
                        + " from decision_item x where x.decision_id = d.id)) from decision d order by 1");
    }

    /** How the goods are, such as {@code a available}. */
    List<String> goods() {
        return texts("select id || ' ' || disposition from handling_unit where id not like 'hu-%' order by id");
    }

    /** The decision that is proposed, or was last, about a handling unit. */
    UUID about(String handlingUnit) {
        return UUID.fromString(texts(
                        "select d.id from decision d join decision_item x on x.decision_id = d.id where x.handling_unit_id = '"
                                + handlingUnit + "' order by d.state = 'proposed' desc, d.proposed_at desc limit 1")
                .getFirst());
    }

    static AffectedUnit unit(String id, Soundness soundness, double value) {
        return new AffectedUnit(
                id,
                "lot-1",
                "vaccine",
                10,
                value,
                "hub",
                "dock",
                null,
                null,
                Sql.micros(NOW),
                false,
                new Judgement(soundness, "disposition-1", List.of(), Duration.ofHours(1)),
                Rundown.well(Duration.ofHours(1)));
    }

    static Proposal stays(String id, Action action) {
        return stays(id, action, 100);
    }

    static Proposal stays(String id, Action action, double value) {
        Soundness soundness = switch (action) {
            case QUARANTINE -> Soundness.UNKNOWN;
            case DISCARD -> Soundness.HARMED;
            default -> Soundness.SOUND;
        };
        return proposal(unit(id, soundness, value), action, null);
    }

    static Proposal goes(String id, String to, Instant departs, double value) {
        var lane = new Lane(
                "to-" + to,
                "hub",
                to,
                "us",
                Lane.State.OPEN,
                Duration.ofHours(1),
                1,
                0.9,
                Duration.ofMinutes(10),
                Set.of(),
                0,
                0,
                null);
        var site = new Site(
                to,
                "south",
                false,
                List.of(Capacity.always("chilled", 1000)),
                Site.ALWAYS,
                Duration.ZERO,
                true,
                null,
                Set.of(),
                0,
                0);
        var route = new Route(
                lane,
                site,
                "chilled",
                0,
                Sql.micros(departs),
                Sql.micros(departs.plus(Duration.ofHours(1))),
                30,
                0.01,
                5,
                6);
        return proposal(unit(id, Soundness.SOUND, value), Action.TRANSFER, route);
    }

    private static Proposal proposal(AffectedUnit unit, Action action, @Nullable Route route) {
        return new Proposal(
                unit,
                action,
                route,
                false,
                0.25,
                10,
                20,
                route == null ? 0 : 5,
                false,
                List.of(Reason.of("because", unit.handlingUnit())),
                List.of(),
                null,
                List.of("disposition-1", "plan-1"));
    }

    /** A plan of these, made and kept at a time. */
    UUID keep(Instant now, Proposal... proposals) {
        var plan = new Plan("plan-1", Sql.micros(now), List.of(proposals), 30, 60, 25, false);
        return plans.keep(
                new PlanLog.Made(plan, List.of(), List.of(), "digest-" + now, "facts", Duration.ofMillis(1500)), now);
    }

    UUID keep(Proposal... proposals) {
        return keep(NOW, proposals);
    }

    @Override
    public void close() {
        stock.close();
    }
}
