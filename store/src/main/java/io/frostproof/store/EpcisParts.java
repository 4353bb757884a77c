package io.frostproof.store;

import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvent.Output;
import io.frostproof.alerts.life.StockEvent.Received;
import io.frostproof.alerts.life.StockEvent.Transformed;
import io.frostproof.alerts.life.StockEvents;
import io.frostproof.store.EpcisLog.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes verdicts apart so that the parts can be settled at the same time. Two that name the same handling unit, container or lot that begins with them are in the same
 * part, in their order. What else the log of stock asks of events, it asks of those that are connected, and whoever writes about these waits for the other there.
 */
final class EpcisParts {

    /** A transaction of its own does not pay for fewer. */
    static final int FEWEST = 200;

    private final Map<String, Integer> firstOf = new HashMap<>();
    private final int[] parents;

    private EpcisParts(List<Verdict> verdicts) {
        parents = new int[verdicts.size()];
        Set<String> newLots = newLots(verdicts);
        for (int i = 0; i < parents.length; i++) {
            parents[i] = i;
            if (verdicts.get(i) instanceof Verdict.Counts counts) {
                for (String key : keys(counts, newLots)) {
                    Integer first = firstOf.putIfAbsent(key, i);
                    if (first != null) {
                        parents[root(i)] = root(first);
                    }
                }
            }
        }
    }

    /**
     * Parts of about the same size.
     *
     * @param most as many parts at most; there are fewer when each would have less than {@link #FEWEST}, or when most belong together
     */
    static List<List<Verdict>> of(List<Verdict> verdicts, int most) {
        int count = Math.min(most, verdicts.size() / FEWEST);
        if (count < 2) {
            return List.of(verdicts);
        }
        var parted = new EpcisParts(verdicts);
        var groups = new LinkedHashMap<Integer, Integer>();
        for (int i = 0; i < verdicts.size(); i++) {
            groups.merge(parted.root(i), 1, Integer::sum);
        }
        int[] sizes = new int[count];
        var partOf = new HashMap<Integer, Integer>();
        // The largest first, each to where there is least.
        groups.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<Integer, Integer> group) -> -group.getValue()))
                .forEach(group -> {
                    int least = 0;
                    for (int part = 1; part < count; part++) {
                        least = sizes[part] < sizes[least] ? part : least;
                    }
                    sizes[least] += group.getValue();
                    partOf.put(group.getKey(), least);
                });
        var parts = new ArrayList<List<Verdict>>();
        for (int part = 0; part < count; part++) {
            parts.add(new ArrayList<>());
        }
        for (int i = 0; i < verdicts.size(); i++) {
            parts.get(partOf.getOrDefault(parted.root(i), 0)).add(verdicts.get(i));
        }
        parts.removeIf(List::isEmpty);
        return parts;
    }

    private static Set<String> newLots(List<Verdict> verdicts) {
        var lots = new HashSet<String>();
        for (Verdict verdict : verdicts) {
            if (verdict instanceof Verdict.Counts counts) {
                counts.newLots().forEach(lot -> lots.add(lot.id()));
            }
        }
        return lots;
    }

    /** What it shares with others that have to be in its part. */
    private static Set<String> keys(Verdict.Counts counts, Set<String> newLots) {
        var lots = new LinkedHashSet<String>();
        counts.newLots().forEach(lot -> lots.add(lot.id()));
        var keys = new LinkedHashSet<String>();
        for (StockLog.Told told : counts.stock()) {
            StockEvent event = told.event();
            keys.addAll(StockEvents.named(event));
            if (event instanceof Received received) {
                lots.add(received.lot());
            } else if (event instanceof Transformed transformed) {
                transformed.outputs().stream().map(Output::lot).forEach(lots::add);
            }
        }
        lots.retainAll(newLots);
        // No name of a handling unit has a line break in it.
        lots.forEach(lot -> keys.add("lot\n" + lot));
        return keys;
    }

    private int root(int one) {
        int at = one;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }
}
