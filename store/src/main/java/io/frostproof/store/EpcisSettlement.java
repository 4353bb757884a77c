package io.frostproof.store;

import io.frostproof.store.EpcisLog.Settled;
import io.frostproof.store.EpcisLog.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Carries out verdicts over EPCIS events in a transaction: what the log of stock takes counts, the others are held. */
final class EpcisSettlement {

    /** Whole batches that are tried; then each event stands for itself. */
    private static final int ROUNDS = 4;

    private final Connection connection;
    private final Instant now;
    /** By row, those that may still count. */
    private final Map<Long, Verdict.Counts> counting = new LinkedHashMap<>();

    private final List<Verdict.Held> held = new ArrayList<>();
    private final List<Verdict.Kept> kept = new ArrayList<>();
    private final List<Verdict.Voided> voids = new ArrayList<>();
    private final Set<String> regions = new LinkedHashSet<>();

    EpcisSettlement(Connection connection, List<Verdict> verdicts, Instant now) {
        this.connection = connection;
        this.now = now;
        for (Verdict verdict : verdicts) {
            switch (verdict) {
                case Verdict.Counts counts -> counting.put(counts.id(), counts);
                case Verdict.Held waits -> held.add(waits);
                case Verdict.Kept quiet -> kept.add(quiet);
                case Verdict.Voided gone -> voids.add(gone);
            }
        }
    }

    Settled run() throws SQLException {
        record();
        EpcisLog.hold(connection, held, now);
        var rows = new TextColumns(3);
        counting.values().forEach(each -> rows.add(Long.toString(each.id()), "counted", each.detail()));
        kept.forEach(each -> rows.add(Long.toString(each.id()), "kept", each.detail()));
        voids.forEach(each -> rows.add(Long.toString(each.id()), "voided", each.detail()));
        if (!rows.isEmpty()) {
            Sql.update(connection, """
                    update epcis_state e set state = n.state, reason = null, detail = n.detail, missing = '{}', tried_at = ?
                    from unnest(?, ?, ?) n(id, state, detail) where e.event = n.id::bigint
                    """, parameters(rows));
        }
        return new Settled(List.copyOf(regions), counting.size(), held.size());
    }

    private Object[] parameters(TextColumns rows) {
        var all = new ArrayList<Object>(List.of(now));
        for (Object column : rows.parameters()) {
            all.add(column);
        }
        return all.toArray();
    }

    private void record() throws SQLException {
        for (int round = 0; round < ROUNDS; round++) {
            if (tried(counting)) {
                return;
            }
        }
        for (Verdict.Counts each : List.copyOf(counting.values())) {
            var alone = new LinkedHashMap<>(Map.of(each.id(), each));
            if (!tried(alone) && counting.containsKey(each.id())) {
                hold(each.id(), "refused", "the log of stock does not take it", List.of());
            }
        }
    }

    /** Tries to record all of some; when it does not work, those who are to blame are held. */
    private boolean tried(Map<Long, Verdict.Counts> some) throws SQLException {
        var batch = new ArrayList<StockLog.Told>();
        var owners = new ArrayList<Long>();
        for (Verdict.Counts counts : some.values()) {
            for (StockLog.Told told : counts.stock()) {
                batch.add(told);
                owners.add(counts.id());
            }
        }
        if (batch.isEmpty()) {
            return true;
        }
        Savepoint before = connection.setSavepoint();
        makeLots(some.values());
        StockLog.Outcome outcome = StockLog.record(connection, batch, now);
        if (outcome instanceof StockLog.Outcome.Recorded recorded) {
            connection.releaseSavepoint(before);
            regions.addAll(recorded.regions());
            return true;
        }
        connection.rollback(before);
        blame(outcome, some, batch, owners);
        return false;
    }

    /** Lots that are there already stay as they are. */
    private void makeLots(Collection<Verdict.Counts> some) throws SQLException {
        var lots = new TextColumns(3);
        some.forEach(counts -> counts.newLots().forEach(lot -> lots.add(lot.id(), lot.product(), lot.expires())));
        if (!lots.isEmpty()) {
            StockCarriers.letImportsWait(connection);
            Sql.update(connection, """
                    insert into lot (id, product_id, expires)
                    select distinct on (id collate "C") id, product, expires::date from unnest(?, ?, ?) with ordinality l(id, product, expires, n)
                    order by id collate "C", n on conflict do nothing
                    """, lots.parameters());
        }
    }

    /** Holds those that are to blame for it that not all of some were recorded. */
    private void blame(
            StockLog.Outcome outcome, Map<Long, Verdict.Counts> some, List<StockLog.Told> batch, List<Long> owners) {
        switch (outcome) {
            case StockLog.Outcome.Recorded recorded ->
                throw new IllegalArgumentException("nobody is to blame for " + recorded);
            case StockLog.Outcome.Contradicted contradicted ->
                hold(
                        owners.get(contradicted.index()),
                        "refused",
                        "a stock event of the same id says something else: " + contradicted.onRecord(),
                        List.of());
            case StockLog.Outcome.Unknown unknown -> {
                var missing = new TreeMap<Long, Set<String>>();
                unknown.missing()
                        .forEach(each -> missing.computeIfAbsent(owners.get(each.index()), id -> new TreeSet<>())
                                .add(each.value()));
                missing.forEach((id, names) -> hold(
                        id, "unknown_goods", "nothing is known of " + String.join(", ", names), List.copyOf(names)));
            }
            case StockLog.Outcome.Barred barred -> {
                long owner = -1;
                for (int i = 0; i < batch.size(); i++) {
                    if (batch.get(i).event().id().equals(barred.event())) {
                        owner = owners.get(i);
                    }
                }
                if (owner < 0 && some.size() == 1) {
                    owner = owners.getFirst();
                }
                if (owner >= 0) {
                    hold(owner, "quarantined", barred.text(), List.of());
                }
            }
        }
    }

    private void hold(long id, String reason, String detail, List<String> missing) {
        if (counting.remove(id) != null) {
            held.add(new Verdict.Held(id, reason, detail, missing));
        }
    }
}
