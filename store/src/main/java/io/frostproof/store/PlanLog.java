package io.frostproof.store;

import io.frostproof.alerts.govern.Governance;
import io.frostproof.alerts.govern.Needs;
import io.frostproof.alerts.govern.Subject;
import io.frostproof.alerts.plan.OrderProposal;
import io.frostproof.alerts.plan.Plan;
import io.frostproof.alerts.plan.Proposal;
import io.frostproof.alerts.plan.Route;
import io.frostproof.alerts.plan.Told;
import io.frostproof.store.PlanGroups.Terms;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps plans, and makes of them what people decide about. A decision never changes what it says: as long as a plan says the same of any of its goods, it stands under its
 * id with these; those of which a plan does not are withdrawn. Approved and rejected ones are not touched. Thread-safe; calls block.
 */
public final class PlanLog {

    private static final String BY = "planner";

    private final Database database;
    private final DecisionLog decisions;

    /** @param decisions carries out what acts alone */
    public PlanLog(Database database, DecisionLog decisions) {
        this.database = database;
        this.decisions = decisions;
    }

    /**
     * A plan that was made.
     *
     * @param digest of its facts
     * @param trigger why it was made: {@code facts}, {@code time} or {@code asked}
     * @param took to make it
     */
    public record Made(
            Plan plan,
            List<OrderProposal> orders,
            List<SituationSource.Unplannable> unplannable,
            String digest,
            String trigger,
            Duration took) {
        public Made {
            orders = List.copyOf(orders);
            unplannable = List.copyOf(unplannable);
        }
    }

    /**
     * The newest plan, as far as the next one needs it.
     *
     * @param told what it says, by handling unit
     * @param empty whether it says nothing of anything
     */
    public record Newest(String digest, Instant madeAt, Map<String, Told> told, boolean empty) {
        public Newest {
            told = Map.copyOf(told);
        }
    }

    /** The newest plan; empty when there is none. */
    public Optional<Newest> newest() {
        return Optional.ofNullable(
                database.read(connection -> Sql.first(connection, row -> newest(connection, row), """
                select p.id, p.digest, p.made_at, p.unplannable <> '[]'::jsonb or exists (select from plan_order o where o.plan_id = p.id) as says
                from plan p order by p.number desc limit 1
                """)));
    }

    private static Newest newest(Connection connection, ResultSet row) throws SQLException {
        var told = new HashMap<String, Told>();
        Sql.list(
                connection,
                one -> told.put(
                        one.getString("handling_unit_id"),
                        new Told(one.getString("lane_id"), one.getString("temperature_class"))),
                "select handling_unit_id, lane_id, temperature_class from plan_proposal where plan_id = ?",
                Sql.uuid(row, "id"));
        return new Newest(
                row.getString("digest"), Sql.instant(row, "made_at"), told, told.isEmpty() && !row.getBoolean("says"));
    }

    /**
     * Keeps a plan; it is the one that counts from now on.
     *
     * @param now server time
     * @return its id
     * @throws io.frostproof.ingest.lane.FencedOffException if another server has taken over
     */
    public UUID keep(Made made, Instant now) {
        return database.write(connection -> {
            database.place().check(connection, "a plan");
            // One at a time: each says what becomes of the decisions of the one before.
            Sql.first(connection, row -> true, "select pg_advisory_xact_lock(hashtext('frostproof plan'))");
            return new Keeping(connection, made, now).keep();
        });
    }

    /** One plan on its way into the database. */
    private final class Keeping {
        private final Connection connection;
        private final Made made;
        private final Plan plan;
        private final Instant now;
        private final UUID id = UUID.randomUUID();
        private final String currency;
        /** What the decision of a proposal is; none for what nobody decides. */
        private final Map<String, UUID> decided = new HashMap<>();

        Keeping(Connection connection, Made made, Instant now) throws SQLException {
            this.connection = connection;
            this.made = made;
            this.now = now;
            plan = made.plan();
            currency = GovernanceRows.currency(connection);
        }

        UUID keep() throws SQLException {
            // Before any of it is written: what was rejected is known from the plan before.
            Map<String, Proposal> open = open();
            row();
            List<UUID> acting = decide(open);
            proposals();
            orders();
            PlanThinning.run(connection, now);
            for (UUID alone : acting) {
                decisions.complete(
                        connection,
                        Objects.requireNonNull(DecisionRow.lock(connection, alone)),
                        Governance.POLICY,
                        null,
                        now);
            }
            return id;
        }

        /** Proposals that somebody has to decide. */
        private Map<String, Proposal> open() throws SQLException {
            var standing = new PlanStanding(
                    connection,
                    plan.proposals().stream()
                            .map(one -> one.unit().handlingUnit())
                            .toList());
            var open = new TreeMap<String, Proposal>();
            for (Proposal proposal : plan.proposals()) {
                Terms key = Terms.of(proposal);
                if (key == null) {
                    continue;
                }
                PlanStanding.Covered covered = standing.covered(proposal, key);
                if (covered == null) {
                    open.put(proposal.unit().handlingUnit(), proposal);
                } else if (covered.decision() != null) {
                    decided.put(proposal.unit().handlingUnit(), covered.decision());
                }
            }
            return open;
        }

        private void row() throws SQLException {
            var versions = new TreeSet<String>(Set.of(plan.policyVersion()));
            plan.proposals().forEach(one -> versions.addAll(one.policyVersions()));
            var unplannable = made.unplannable().stream()
                    .map(one -> Map.of(
                            "handling_unit", one.handlingUnit(), "missing", one.missing(), "detail", one.detail()))
                    .toList();
            Sql.update(
                    connection,
                    """
                    insert into plan (id, made_at, took_s, trigger, digest, policy_version, currency, expected_loss, loss_if_left, lower_bound,
                                      landed_cost, kept, unplannable)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    id,
                    Sql.instant(plan.madeMicros()),
                    made.took().toNanos() / 1e9,
                    made.trigger(),
                    made.digest(),
                    String.join(" ", versions),
                    currency,
                    plan.expectedLoss(),
                    plan.expectedLossIfLeft(),
                    plan.lowerBound(),
                    plan.landedCost(),
                    plan.kept(),
                    Sql.json(unplannable));
        }

        /** Keeps, withdraws and proposes decisions; answers those that need nobody. */
        private List<UUID> decide(Map<String, Proposal> open) throws SQLException {
            Governance governance = GovernanceRows.read(connection);
            for (PlanDecision standing : PlanDecision.proposed(connection)) {
                List<Proposal> same = standing.items().stream()
                        .map(open::get)
                        .filter(one -> one != null && says(one, standing))
                        .toList();
                if (same.isEmpty()) {
                    standing.withdraw(connection, BY, now);
                    continue;
                }
                List<String> stay =
                        same.stream().map(one -> one.unit().handlingUnit()).toList();
                standing.withdrawAllBut(connection, stay, BY, now);
                stay.forEach(item -> {
                    open.remove(item);
                    decided.put(item, standing.id());
                });
                standing.shift(connection, same.getFirst());
            }
            var acting = new ArrayList<UUID>();
            for (Map.Entry<String, List<Proposal>> group :
                    PlanGroups.of(open.values()).entrySet()) {
                UUID decision = UUID.nameUUIDFromBytes(
                        ("decision|" + id + "|" + group.getKey()).getBytes(StandardCharsets.UTF_8));
                if (propose(decision, group.getValue(), governance)) {
                    acting.add(decision);
                }
            }
            return acting;
        }

        private boolean says(Proposal proposal, PlanDecision standing) {
            Terms key = Terms.of(proposal);
            return key != null && key.sameAs(standing.key(), plan.madeMicros());
        }

        /** Answers whether it needs nobody. */
        private boolean propose(UUID decision, List<Proposal> group, Governance governance) throws SQLException {
            Proposal first = group.getFirst();
            Terms key = Objects.requireNonNull(Terms.of(first));
            Set<String> guessed = guessed(group);
            Double value =
                    group.stream().noneMatch(one -> guessed.contains(one.unit().handlingUnit()))
                            ? (Double) group.stream()
                                    .mapToDouble(one -> one.unit().value())
                                    .sum()
                            : null;
            String region = Sql.first(
                    connection, row -> row.getString(1), "select region_id from node where id = ?", key.from());
            Needs needs = governance.needs(new Subject(key.disposition(), value, region, key.from()));
            Route route = key.to() == null ? null : first.route();
            var evidence = new LinkedHashMap<String, Object>();
            evidence.put("plan", id.toString());
            evidence.put("policy", plan.policyVersion());
            evidence.put(
                    "expected_loss",
                    group.stream().mapToDouble(Proposal::expectedLoss).sum());
            evidence.put(
                    "expected_loss_if_left",
                    group.stream().mapToDouble(Proposal::expectedLossIfLeft).sum());
            evidence.put(
                    "landed_cost",
                    group.stream().mapToDouble(Proposal::landedCost).sum());
            Sql.update(
                    connection,
                    """
                    insert into decision (id, plan_id, disposition, state, proposed_at, policy_version, evidence, from_node, to_node, lane_id,
                                          temperature_class, departs_at, arrives_at, value_amount, value_currency, needs, due_at)
                    values (?, ?, ?, 'proposed', ?, ?, ?, ?, ?::text, ?::text, ?::text, ?::timestamptz, ?::timestamptz, ?::double precision, ?::text, ?,
                            ?::timestamptz)
                    """,
                    decision,
                    id,
                    key.disposition(),
                    now,
                    plan.policyVersion(),
                    Sql.json(evidence),
                    key.from(),
                    key.to(),
                    key.lane(),
                    key.temperatureClass(),
                    Sql.instantOrNull(key.departsMicros()),
                    route == null ? null : Sql.instant(route.storedMicros()),
                    value,
                    value == null ? null : currency,
                    GovernanceRows.json(needs),
                    DecisionRow.due(now, needs));
            var items = new TextColumns(2);
            for (Proposal one : group) {
                String handlingUnit = one.unit().handlingUnit();
                items.add(
                        handlingUnit,
                        guessed.contains(handlingUnit)
                                ? null
                                : Double.toString(one.unit().value()));
                decided.put(handlingUnit, decision);
            }
            Sql.update(
                    connection,
                    "insert into decision_item (decision_id, handling_unit_id, value)"
                            + " select x.decision, i.id, i.value::double precision from unnest(?, ?) i(id, value), (select ?::uuid as decision) x",
                    items.parameters(decision));
            return needs.persons() == 0;
        }

        /** Those of which nobody knows what they are worth, or how much there is: a plan takes nothing, or what was told last, and rules of value cannot. */
        private Set<String> guessed(List<Proposal> group) throws SQLException {
            var guessed = new HashSet<>(Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select id from handling_unit where id = any (?) and not quantity_known",
                    Sql.texts(
                            group.stream().map(one -> one.unit().handlingUnit()).toList())));
            made.unplannable().forEach(one -> guessed.add(one.handlingUnit()));
            return guessed;
        }

        private void proposals() throws SQLException {
            var rows = new TextColumns(17);
            for (Proposal one : plan.proposals()) {
                Terms key = Terms.of(one);
                Route route = key == null || key.to() == null ? null : one.route();
                UUID decision = decided.get(one.unit().handlingUnit());
                rows.add(
                        one.unit().handlingUnit(),
                        one.action().id(),
                        route == null ? null : route.site().node(),
                        route == null ? null : route.lane().id(),
                        route == null ? null : route.temperatureClass(),
                        route == null
                                ? null
                                : Sql.instant(route.departsMicros()).toString(),
                        route == null ? null : Sql.instant(route.storedMicros()).toString(),
                        one.unit().judgement().soundness().id(),
                        Double.toString(one.unit().value()),
                        Double.toString(one.spoils()),
                        Double.toString(one.expectedLoss()),
                        Double.toString(one.expectedLossIfLeft()),
                        Double.toString(one.landedCost()),
                        Boolean.toString(one.cannotBeSaved()),
                        Boolean.toString(one.staysHeld()),
                        Sql.json(PlanJson.detail(one)).text(),
                        decision == null ? null : decision.toString());
            }
            if (!rows.isEmpty()) {
                Sql.update(connection, """
                        insert into plan_proposal (plan_id, handling_unit_id, action, to_node, lane_id, temperature_class, departs_at, arrives_at, soundness,
                                                   value, spoils, expected_loss, loss_if_left, landed_cost, cannot_be_saved, stays_held, detail, decision_id)
                        select x.plan, id, action, to_node, lane, class, departs::timestamptz, arrives::timestamptz, soundness, value::double precision,
                               spoils::double precision, loss::double precision, if_left::double precision, landed::double precision,
                               lost::boolean, held::boolean, detail::jsonb, decision::uuid
                        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                             p(id, action, to_node, lane, class, departs, arrives, soundness, value, spoils, loss, if_left, landed, lost, held, detail, decision),
                             (select ?::uuid as plan) x
                        """, rows.parameters(id));
            }
        }

        private void orders() throws SQLException {
            var rows = new ArrayList<@Nullable Object[]>();
            for (OrderProposal one : made.orders()) {
                rows.add(new @Nullable Object[] {
                    id,
                    one.origin(),
                    one.lane(),
                    Sql.instantOrNull(one.arrivesMicros()),
                    one.missed(),
                    one.landedCost(),
                    one.expectedLoss(),
                    one.newOrigin(),
                    Sql.json(PlanJson.detail(one.reasons())),
                    one.order().id()
                });
            }
            Sql.batch(connection, """
                    insert into plan_order (plan_id, order_id, origin, lane_id, arrives_at, missed, landed_cost, expected_loss, new_origin, detail)
                    select ?, o.id, ?::text, ?::text, ?::timestamptz, ?, ?, ?, ?, ?::jsonb from customer_order o where o.id = ?
                    """, rows);
        }
    }
}
