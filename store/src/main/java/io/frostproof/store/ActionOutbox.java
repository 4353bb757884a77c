package io.frostproof.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostproof.alerts.action.ActionDraft;
import io.frostproof.alerts.action.ActionKind;
import io.frostproof.alerts.action.Actions;
import io.frostproof.alerts.action.DecisionFacts;
import io.frostproof.alerts.action.Targets;
import io.frostproof.alerts.plan.Action;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what the outside is to be told because of a decision, in the transaction that changes the decision: there is never a decision in force of which nobody
 * is told, and nobody is told of one that is not. Immutable.
 */
public final class ActionOutbox {

    /** Tells our own log of EPCIS events and nobody else. */
    public static final ActionOutbox OWN = new ActionOutbox(Targets.OWN);

    /** Plain: 100 boxes are not {@code 1E+2}. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final Targets targets;

    public ActionOutbox(Targets targets) {
        this.targets = targets;
    }

    /**
     * Writes what follows from a decision that has just been approved or reverted, by its state in this transaction. A second time changes nothing.
     *
     * @throws IllegalStateException the decision is neither approved nor reverted, or there is none
     */
    public void write(Connection connection, UUID decision, Instant now) throws SQLException {
        // Nobody was told of it yet, and once it is reverted there is nothing to tell.
        Sql.update(
                connection,
                "delete from action where decision_id = ? and state = 'waiting' and attempts = 0 and next_attempt_at > ?"
                        + " and (select state from decision where id = ?) = 'reverted'",
                decision,
                now,
                decision);
        DecisionFacts facts = DecisionFactRows.read(connection, decision, now);
        insert(connection, decision, Actions.of(facts, targets), now);
    }

    /**
     * Writes what follows from discarded goods that have left the network since, for all decisions.
     *
     * @return how many actions are new
     */
    int writeDestroyed(Connection connection, Instant now) throws SQLException {
        record Gone(UUID decision, String handlingUnit, Instant at) {}
        String witness = targets.receivers().stream()
                .filter(receiver -> receiver.kind() == ActionKind.EPCIS
                        && receiver.dispositions().contains(Action.DISCARD))
                .map(Targets.Receiver::name)
                .findFirst()
                .orElse(null);
        if (witness == null) {
            return 0; // nobody is told of it
        }
        List<Gone> all = Sql.list(
                connection,
                row -> new Gone(Sql.uuid(row, "id"), row.getString("handling_unit_id"), Sql.instant(row, "time")),
                """
                select d.id, x.handling_unit_id, m.time from decision d join decision_item x on x.decision_id = d.id
                join lateral (select m.to_unit_id, m.time, m.recorded_at from movement m
                              where m.handling_unit_id = x.handling_unit_id and m.time <= ? order by m.time desc limit 1) m
                    on m.to_unit_id is null and m.recorded_at >= d.decided_at
                where d.disposition = 'discard' and d.state = 'approved' and d.goods_gone_at is null
                  and not exists (select from action a where a.key = 'decision/' || d.id || '/epcis/' || ? || '/destroyed-' || x.handling_unit_id)
                order by d.decided_at, x.handling_unit_id collate "C" limit 500
                """,
                now,
                witness);
        int written = 0;
        for (Gone gone : all) {
            DecisionFacts.Goods goods = DecisionFactRows.goods(
                    connection, gone.decision(), gone.handlingUnit(), gone.at().minusNanos(1000));
            if (goods != null) {
                written += insert(
                        connection,
                        gone.decision(),
                        Actions.destroyed(gone.decision(), goods, gone.at(), targets),
                        now);
            }
        }
        if (written > 0) {
            // All of them: it need not be looked at any more.
            Sql.update(connection, """
                    update decision d set goods_gone_at = ?
                    where d.disposition = 'discard' and d.state = 'approved' and d.goods_gone_at is null
                      and not exists (select from decision_item x where x.decision_id = d.id and not exists (
                          select from action a where a.key = 'decision/' || d.id || '/epcis/' || ? || '/destroyed-' || x.handling_unit_id))
                    """, now, witness);
        }
        return written;
    }

    /**
     * Asks devices anew for what they are to go on doing, see {@link SignalRenewals}.
     *
     * @return how many actions are new
     */
    int writeRenewed(Connection connection, Instant now) throws SQLException {
        int written = 0;
        for (SignalRenewals.Renewal due : SignalRenewals.due(connection, targets, now)) {
            written += insert(connection, due.decision(), List.of(due.draft()), now);
        }
        return written;
    }

    private static int insert(Connection connection, UUID decision, List<ActionDraft> drafts, Instant now)
            throws SQLException {
        int written = 0;
        var rows = new ArrayList<@Nullable Object[]>();
        for (ActionDraft draft : drafts) {
            rows.add(new @Nullable Object[] {
                UUID.nameUUIDFromBytes(draft.key().getBytes(StandardCharsets.UTF_8)),
                draft.key(),
                decision,
                draft.kind().id(),
                draft.target(),
                json(draft),
                now,
                draft.notBefore().isAfter(now) ? draft.notBefore() : now
            });
            written++;
        }
        Sql.batch(
                connection,
                "insert into action (id, key, decision_id, kind, target, payload, created_at, next_attempt_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (key) do nothing",
                rows);
        return written;
    }

    private static Sql.Json json(ActionDraft draft) {
        try {
            return new Sql.Json(JSON.writeValueAsString(draft.payload()).replace("\\u0000", ""));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can be written", e);
        }
    }
}
