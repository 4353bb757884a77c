package io.frostproof.store;

import io.frostproof.alerts.govern.Approval;
import io.frostproof.alerts.govern.Governance;
import io.frostproof.alerts.govern.Needs;
import io.frostproof.alerts.govern.Outcome;
import io.frostproof.store.Move.Barred;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people say to decisions. A decision is completed by the last approval that its rule asks for; only then its goods are held, freed or sent. Thread-safe; calls block.
 *
 * <p>Some of the goods can be decided alone: the decision keeps these, and the rest becomes a decision of its own that is still proposed.
 */
public final class DecisionLog {

    private final Database database;
    private final DecisionCompleted completed;

    /** @param outbox where what the outside is told of decisions is written */
    public DecisionLog(Database database, ActionOutbox outbox) {
        this(database, outbox::write);
    }

    /** @param completed hears of each decision that is completed or reverted, within the transaction */
    DecisionLog(Database database, DecisionCompleted completed) {
        this.database = database;
        this.completed = completed;
    }

    /**
     * Somebody who decides.
     *
     * @param role now, such as {@code qa}
     */
    public record Person(String name, String role) {}

    /**
     * Says yes: proposed -> approved, if nobody else is needed.
     *
     * @param reason null when none was given
     * @param handlingUnits only these of it; null: all
     */
    public Move approve(
            UUID id, Person person, @Nullable String reason, @Nullable List<String> handlingUnits, Instant now) {
        try {
            return database.write(connection -> approve(connection, id, person, reason, handlingUnits, now));
        } catch (Impossible impossible) {
            return impossible.barred;
        }
    }

    private Move approve(
            Connection connection,
            UUID id,
            Person person,
            @Nullable String reason,
            @Nullable List<String> handlingUnits,
            Instant now)
            throws SQLException {
        return switch (asked(connection, id, handlingUnits)) {
            case Asked.No no -> no.why();
            case Asked.Waits waits ->
                approve(connection, waits, new Approval(person.name(), person.role(), now, reason), handlingUnits);
        };
    }

    private Move approve(
            Connection connection, Asked.Waits asked, Approval approval, @Nullable List<String> handlingUnits)
            throws SQLException {
        UUID id = asked.decision().id();
        Outcome outcome = Governance.judge(asked.needs(), DecisionRow.approvals(connection, id, "approve"), approval);
        if (outcome instanceof Outcome.Refused refused) {
            return new Barred("proposed", refused.why().id(), refused.text());
        }
        DecisionRow decision = only(connection, asked.decision(), handlingUnits, true);
        boolean last = outcome instanceof Outcome.Complete;
        if (last) {
            DecisionEffects.Obstacle obstacle = DecisionEffects.obstacle(connection, decision);
            if (obstacle != null) {
                throw new Impossible(new Barred("proposed", "goods", obstacle.text()));
            }
        }
        approved(connection, id, "approve", approval);
        if (last) {
            complete(connection, decision, approval.by(), approval.reason(), approval.at());
        } else {
            history(connection, decision, approval.by(), "seconded", approval.reason(), approval.at());
        }
        return new Move.Made();
    }

    /** What there is of a decision that somebody wants to say yes or no to. */
    private sealed interface Asked {

        /** It waits for people; locked. */
        record Waits(DecisionRow decision, Needs needs) implements Asked {}

        /** Nobody can say anything to it, or not to these goods. */
        record No(Move why) implements Asked {}
    }

    private static Asked asked(Connection connection, UUID id, @Nullable List<String> handlingUnits)
            throws SQLException {
        DecisionRow decision = DecisionRow.lock(connection, id);
        if (decision == null) {
            return new Asked.No(new Move.NotFound());
        }
        if (!decision.state().equals("proposed")) {
            return new Asked.No(new Move.Refused(decision.state()));
        }
        Barred unknown = unknown(decision, handlingUnits);
        if (unknown != null) {
            return new Asked.No(unknown);
        }
        DecisionRow governed = decision.governed(connection);
        return new Asked.Waits(governed, Objects.requireNonNull(governed.needs()));
    }

    private static void approved(Connection connection, UUID id, String purpose, Approval approval)
            throws SQLException {
        Sql.update(
                connection,
                "insert into decision_approval (decision_id, purpose, by, role, at, reason) values (?, ?, ?, ?, ?, ?)",
                id,
                purpose,
                approval.by(),
                approval.role(),
                approval.at(),
                approval.reason());
    }

    /** Carries out what nobody else is needed for. */
    void complete(Connection connection, DecisionRow decision, String actor, @Nullable String reason, Instant now)
            throws SQLException {
        close(connection, decision.id(), "approved", actor, reason, now);
        DecisionEffects.apply(connection, decision);
        history(connection, decision, actor, "approved", reason, now);
        completed.write(connection, decision.id(), now);
    }

    private static void close(
            Connection connection, UUID id, String state, String actor, @Nullable String reason, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "update decision set state = ?, decided_at = ?, decided_by = ?, reason = ? where id = ?",
                state,
                now,
                actor,
                reason,
                id);
    }

    /**
     * Says no: proposed -> rejected; its handling units stay as they are. One person whose role may approve it is enough.
     *
     * @param handlingUnits only these of it; null: all
     */
    public Move reject(UUID id, Person person, String reason, @Nullable List<String> handlingUnits, Instant now) {
        return database.write(connection -> switch (asked(connection, id, handlingUnits)) {
            case Asked.No no -> no.why();
            case Asked.Waits waits -> reject(connection, waits, person, reason, handlingUnits, now);
        });
    }

    private static Move reject(
            Connection connection,
            Asked.Waits asked,
            Person person,
            String reason,
            @Nullable List<String> handlingUnits,
            Instant now)
            throws SQLException {
        Needs needs = asked.needs();
        if (!needs.admits(person.role())) {
            return new Barred(
                    "proposed",
                    Outcome.Why.ROLE.id(),
                    "a person of role " + String.join(" or ", needs.roles()) + " expected, was " + person.role());
        }
        DecisionRow decision = only(connection, asked.decision(), handlingUnits, true);
        close(connection, decision.id(), "rejected", person.name(), reason, now);
        history(connection, decision, person.name(), "rejected", reason, now);
        return new Move.Made();
    }

    /** What became of a wish to take a decision back. */
    public record Reversal(Move move, UUID decision) {}

    /**
     * Takes an approved decision back: approved -> reverted, if nobody else is needed, and its goods are as they were. What frees goods by that is decided like a release.
     *
     * @param handlingUnits only these of it, which become a decision of its own first; null: all
     * @return with the decision that is reverted, or is going to be
     */
    public Reversal revert(UUID id, Person person, String reason, @Nullable List<String> handlingUnits, Instant now) {
        try {
            return database.write(connection -> revert(connection, id, person, reason, handlingUnits, now));
        } catch (Impossible impossible) {
            return new Reversal(impossible.barred, id);
        }
    }

    private Reversal revert(
            Connection connection,
            UUID id,
            Person person,
            String reason,
            @Nullable List<String> handlingUnits,
            Instant now)
            throws SQLException {
        DecisionRow decision = DecisionRow.lock(connection, id);
        if (decision == null) {
            return new Reversal(new Move.NotFound(), id);
        }
        if (!decision.state().equals("approved")) {
            return new Reversal(new Move.Refused(decision.state()), id);
        }
        Barred unknown = unknown(decision, handlingUnits);
        if (unknown != null) {
            return new Reversal(unknown, id);
        }
        Needs needs = decision.needsToRevert(GovernanceRows.read(connection));
        var approval = new Approval(person.name(), person.role(), now, reason);
        Outcome outcome = Governance.judge(needs, DecisionRow.approvals(connection, id, "revert"), approval);
        if (outcome instanceof Outcome.Refused refused) {
            return new Reversal(new Barred("approved", refused.why().id(), refused.text()), id);
        }
        decision = only(connection, decision, handlingUnits, false);
        DecisionEffects.Obstacle obstacle = DecisionEffects.irreversible(connection, decision);
        if (obstacle != null) {
            throw new Impossible(new Barred("approved", "irreversible", obstacle.text()));
        }
        approved(connection, decision.id(), "revert", approval);
        if (outcome instanceof Outcome.Complete) {
            Sql.update(
                    connection,
                    "update decision set state = 'reverted', reverted_at = ?, reverted_by = ?, revert_reason = ? where id = ?",
                    now,
                    person.name(),
                    reason,
                    decision.id());
            DecisionEffects.undo(connection, decision);
            history(connection, decision, person.name(), "reverted", reason, now);
            completed.write(connection, decision.id(), now);
        } else {
            history(connection, decision, person.name(), "revert_seconded", reason, now);
        }
        return new Reversal(new Move.Made(), decision.id());
    }

    /** Ends a transaction that has changed something already. */
    private static final class Impossible extends RuntimeException {
        private final transient Barred barred;

        Impossible(Barred barred) {
            super(barred.text(), null, false, false);
            this.barred = barred;
        }
    }

    /**
     * Looks which rule counts for proposals that none was looked at for, which are those of desks, and carries out what needs nobody.
     *
     * @return how many it looked at
     */
    public int govern(Instant now) {
        List<UUID> fresh = database.read(connection -> Sql.list(
                connection,
                row -> Sql.uuid(row, "id"),
                "select id from decision where state = 'proposed' and needs is null order by proposed_at, id"));
        for (UUID id : fresh) {
            database.<@Nullable Void>write(connection -> {
                database.place().check(connection, "decision " + id);
                DecisionRow decision = DecisionRow.lock(connection, id);
                if (decision != null && decision.state().equals("proposed")) {
                    decision = decision.governed(connection);
                    if (Objects.requireNonNull(decision.needs()).persons() == 0) {
                        complete(connection, decision, Governance.POLICY, null, now);
                    }
                }
                return null;
            });
        }
        return fresh.size();
    }

    private static @Nullable Barred unknown(DecisionRow decision, @Nullable List<String> handlingUnits) {
        if (handlingUnits == null) {
            return null;
        }
        var others = new TreeSet<>(handlingUnits);
        others.removeAll(decision.items());
        if (handlingUnits.isEmpty() || !others.isEmpty()) {
            return new Barred(
                    decision.state(),
                    "handling_units",
                    "handling units of the decision expected, " + (others.isEmpty() ? "were none" : "was " + others));
        }
        return null;
    }

    /**
     * Divides a decision if only some of it is meant.
     *
     * @param keep whether what is meant keeps the id, and not the rest
     * @return what is meant
     */
    private static DecisionRow only(
            Connection connection, DecisionRow decision, @Nullable List<String> handlingUnits, boolean keep)
            throws SQLException {
        if (handlingUnits == null) {
            return decision;
        }
        var meant = new TreeSet<>(handlingUnits);
        var rest = new ArrayList<>(decision.items());
        rest.removeAll(meant);
        if (rest.isEmpty()) {
            return decision;
        }
        UUID part = DecisionParts.split(connection, decision.id(), keep ? rest : List.copyOf(meant));
        DecisionRow divided = DecisionRow.lock(connection, keep ? decision.id() : part);
        return Objects.requireNonNull(divided);
    }

    private static void history(
            Connection connection,
            DecisionRow decision,
            String actor,
            String what,
            @Nullable String reason,
            Instant now)
            throws SQLException {
        UUID incident = decision.incident();
        if (incident == null) {
            return;
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("decision", decision.id().toString());
        detail.put("handling_units", decision.items());
        if (reason != null) {
            detail.put("reason", reason);
        }
        IncidentQueries.record(connection, incident, actor, decision.disposition() + "_" + what, detail, now);
    }
}
