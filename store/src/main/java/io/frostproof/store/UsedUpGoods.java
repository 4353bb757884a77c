package io.frostproof.store;

import io.frostproof.alerts.disposition.DispositionPolicy;
import io.frostproof.alerts.disposition.UsedUp;
import io.frostproof.store.ExposureQueries.Ledger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Goods that anybody may take although a budget of theirs is used up, by what is known ({@link DispositionPolicy#usedUp}). What they bore may have raised no alarm: hours on a dock that is as warm as docks are, a
 * little in each of many places, a place without rules. So all that is available is looked at now and then, whatever is the matter where it is. Of goods that were where something was the matter, and may have left
 * before it was over, what may be used up counts ({@link DispositionPolicy#mayBeUsedUp}): who is well now is not asked about otherwise.
 *
 * <p>What somebody let go is left alone until substantially more is used up than was at that moment: another budget, a further tenth of the same one, one more freeze ({@link UsedUp#worseThan}). Both moments are
 * reckoned by what is known now. So readings that come late and tell of the time before count for both, and nobody is asked again on their account; those of the time since count as more.
 *
 * <p>Thread-safe; each looks at what the last look found.
 */
final class UsedUpGoods {

    /** Budgets are hours, and a look reckons the ledgers of all goods. */
    static final Duration LOOK_EVERY = Duration.ofMinutes(15);

    private static final int AT_ONCE = 5_000;

    private final DispositionPolicy policy;
    private volatile Look last = new Look(Instant.MIN, Set.of());

    /** @param goods handling units */
    private record Look(Instant at, Set<String> goods) {
        Look {
            goods = Set.copyOf(goods);
        }
    }

    UsedUpGoods(DispositionPolicy policy) {
        this.policy = policy;
    }

    /** Handling units that were so at the last look; the first comes {@link #LOOK_EVERY} after the first question, so that after a start the first plan does not wait for it. */
    Set<String> at(Connection connection, ExposureCache cache, Instant now) throws SQLException {
        Look known = last;
        if (known.at().equals(Instant.MIN) || now.isBefore(known.at())) {
            last = new Look(now, known.goods());
        } else if (Duration.between(known.at(), now).compareTo(LOOK_EVERY) >= 0) {
            last = new Look(now, look(connection, cache, now));
        }
        Map<String, Instant> letGo = letGo(connection, last.goods());
        var goods = new TreeSet<>(last.goods());
        goods.removeIf(id -> !letGo.getOrDefault(id, Instant.MIN).isBefore(last.at()));
        return goods;
    }

    private Set<String> look(Connection connection, ExposureCache cache, Instant now) throws SQLException {
        var exposed = new HashSet<String>();
        List<String> available = Sql.list(
                connection,
                row -> {
                    String id = row.getString("id");
                    if (row.getBoolean("exposed")) {
                        exposed.add(id);
                    }
                    return id;
                },
                """
                select h.id, exists (select from exposure x where x.handling_unit_id = h.id) as exposed
                from handling_unit h join movement m on m.handling_unit_id = h.id and m.time <= ? and m.until > ?
                where h.disposition = 'available' and (h.quantity > 0 or not h.quantity_known) and m.to_unit_id is not null
                order by m.to_unit_id, h.id
                """,
                now,
                now);
        var found = new HashMap<String, UsedUp>();
        for (int from = 0; from < available.size(); from += AT_ONCE) {
            List<String> some = available.subList(from, Math.min(available.size(), from + AT_ONCE));
            found.putAll(usedUp(connection, cache, some, exposed, now));
        }
        for (var each : letGo(connection, found.keySet()).entrySet()) {
            // Nothing of what is kept: that is of now.
            UsedUp then = usedUp(connection, new ExposureCache(0), List.of(each.getKey()), exposed, each.getValue())
                    .get(each.getKey());
            UsedUp known = found.get(each.getKey());
            if (then != null && known != null && !known.worseThan(then, policy.doubt())) {
                found.remove(each.getKey());
            }
        }
        return found.keySet();
    }

    /** @param exposed of those that stood where something was the matter, what may be used up counts too */
    private Map<String, UsedUp> usedUp(
            Connection connection, ExposureCache cache, Collection<String> goods, Set<String> exposed, Instant now)
            throws SQLException {
        var found = new HashMap<String, UsedUp>();
        for (Ledger ledger : ExposureQueries.of(connection, cache, goods, now)
                .byHandlingUnit()
                .values()) {
            UsedUp usedUp = exposed.contains(ledger.handlingUnit())
                    ? policy.mayBeUsedUp(ledger.exposure(), ledger.tolerance())
                    : policy.usedUp(ledger.exposure(), ledger.tolerance());
            if (!usedUp.isNothing()) {
                found.put(ledger.handlingUnit(), usedUp);
            }
        }
        return found;
    }

    /** When somebody let them go last, of those that somebody did: released them, or took back what held them. */
    static Map<String, Instant> letGo(Connection connection, Set<String> goods) throws SQLException {
        var released = new HashMap<String, Instant>();
        if (!goods.isEmpty()) {
            Sql.list(
                    connection,
                    row -> released.put(row.getString("handling_unit_id"), Sql.instant(row, "at")),
                    """
                    select x.handling_unit_id, max(coalesce(d.reverted_at, d.decided_at)) as at
                    from decision_item x join decision d on d.id = x.decision_id
                    where x.handling_unit_id = any (?) and (d.state = 'approved' and d.disposition = 'release'
                                                            or d.state = 'reverted' and d.disposition in ('hold', 'quarantine', 'discard'))
                    group by 1
                    """,
                    Sql.texts(List.copyOf(goods)));
        }
        return released;
    }
}
