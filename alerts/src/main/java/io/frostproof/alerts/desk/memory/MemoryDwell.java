package io.frostproof.alerts.desk.memory;

import io.frostproof.alerts.desk.DeskTransaction.Filed;
import io.frostproof.alerts.desk.DwellFacts;
import io.frostproof.alerts.dwell.Dwell;
import io.frostproof.alerts.dwell.DwellPolicy;
import io.frostproof.alerts.dwell.HandOffs;
import io.frostproof.alerts.dwell.Held;
import io.frostproof.alerts.dwell.Sojourn;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.stock.Stay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a desk in memory knows about how long handling units are somewhere. While the database is away nothing moves, so it only has to tell what gets due: it
 * goes by the stays of the mirror, which forgets those that ended more than a day ago, and leaves limits in all to the database's desk.
 */
final class MemoryDwell implements DwellFacts {

    private final DeskState state;
    private final Deque<Runnable> undo;
    private final boolean oneByOne;

    /** @param oneByOne a piece of work is being looked for that cannot be done; a look is none */
    MemoryDwell(DeskState state, Deque<Runnable> undo, boolean oneByOne) {
        this.state = state;
        this.undo = undo;
        this.oneByOne = oneByOne;
    }

    /** When a desk has to look at a handling unit. */
    private record Due(String region, String handlingUnit, long micros) {}

    /** What a seed says, and what is due. Not thread-safe. */
    static final class Known {

        static final Known NONE = new Known(DwellPolicy.NONE, Map.of());

        private final DwellPolicy policy;
        private final Map<String, Held> held;
        private final TreeSet<Due> due = new TreeSet<>(Comparator.comparingLong(Due::micros)
                .thenComparing(Due::handlingUnit)
                .thenComparing(Due::region));

        private Known(DwellPolicy policy, Map<String, Held> held) {
            this.policy = policy;
            this.held = held;
        }

        static Known of(DeskSeed seed) {
            DwellPolicy policy = seed.dwell().policy().withoutInAll();
            if (policy.isEmpty()) {
                return NONE;
            }
            var stocks = new HashMap<String, Notice.Stock>();
            var sojourns = new HashMap<String, List<Sojourn>>();
            var pasts = new HashMap<String, TreeMap<Integer, List<Sojourn>>>();
            seed.stays().forEach((unit, stays) -> {
                DwellSeed.Place place = seed.dwell().places().get(unit);
                if (place != null) {
                    for (Stay stay : stays) {
                        String handlingUnit = stay.stock().handlingUnit();
                        Stay.Past past = stay.past();
                        List<Sojourn> line = past == null
                                ? sojourns.computeIfAbsent(handlingUnit, id -> new ArrayList<>())
                                : pasts.computeIfAbsent(handlingUnit, id -> new TreeMap<>())
                                        .computeIfAbsent(past.strand(), strand -> new ArrayList<>());
                        stocks.put(handlingUnit, stay.stock());
                        line.add(new Sojourn(
                                unit, place.node(), place.region(), place.stage(), stay.fromMicros(), stay.toMicros()));
                    }
                }
            });
            var held = new HashMap<String, Held>();
            sojourns.forEach((id, all) -> {
                all.sort(Comparator.comparingLong(Sojourn::fromMicros));
                Notice.Stock stock = Objects.requireNonNull(stocks.get(id));
                var lines = pasts.getOrDefault(id, new TreeMap<>()).values();
                lines.forEach(line -> line.sort(Comparator.comparingLong(Sojourn::fromMicros)));
                String profile = seed.dwell().profiles().get(stock.product());
                held.put(id, new Held(stock, profile, all, List.copyOf(lines), Set.of()));
            });
            var known = new Known(policy, held);
            // Whatever was found before is found again, and is no news.
            held.forEach((id, one) -> Dwell.of(one, policy, Long.MIN_VALUE)
                    .due()
                    .forEach(next -> known.due.add(new Due(next.region(), id, next.micros()))));
            return known;
        }

        List<String> regions(long nowMicros) {
            return due.stream()
                    .takeWhile(one -> one.micros() <= nowMicros)
                    .map(Due::region)
                    .distinct()
                    .toList();
        }
    }

    @Override
    public List<String> take(String region, Instant now, int limit) {
        if (oneByOne) {
            return List.of();
        }
        List<Due> taken = state.dwell.due.stream()
                .takeWhile(one -> one.micros() <= MemoryCross.micros(now))
                .filter(one -> one.region().equals(region))
                .limit(limit)
                .toList();
        Known known = state.dwell;
        known.due.removeAll(taken);
        undo.push(() -> known.due.addAll(taken));
        return taken.stream().map(Due::handlingUnit).distinct().toList();
    }

    @Override
    public void look(String region, String handlingUnit, @Nullable Instant due) {
        if (due != null) {
            var next = new Due(region, handlingUnit, MemoryCross.micros(due));
            Known known = state.dwell;
            if (known.due.add(next)) {
                undo.push(() -> known.due.remove(next));
            }
        }
    }

    @Override
    public @Nullable Held held(String handlingUnit) {
        return state.dwell.held.get(handlingUnit);
    }

    @Override
    public DwellPolicy policy() {
        return state.dwell.policy;
    }

    @Override
    public List<Filed> filed(String region, String handlingUnit) {
        return state.excursionsOfHandlingUnit(handlingUnit).stream()
                .map(id -> Objects.requireNonNull(state.excursion(id)))
                .filter(filed -> {
                    var unit = state.units.get(filed.excursion().unit());
                    return unit != null && unit.regionId().equals(region);
                })
                .sorted(Comparator.comparingLong(filed -> filed.excursion().startedMicros()))
                .toList();
    }

    @Override
    public Map<String, Notice.Stock> stock(Collection<String> handlingUnits) {
        var stock = new HashMap<String, Notice.Stock>();
        for (String id : handlingUnits) {
            Held held = held(id);
            if (held != null) {
                stock.put(id, held.stock());
            }
        }
        return stock;
    }

    @Override
    public Map<String, HandOffs.Asks> asks() {
        return Map.of(); // a record that is missing can wait
    }

    @Override
    public List<HandOffs.Told> handOffs(String handlingUnit) {
        return List.of();
    }

    @Override
    public void saveMissing(String region, String handlingUnit, List<HandOffs.Needed> missing) {
        // Nothing in memory reads it.
    }

    @Override
    public boolean knowsAll() {
        return false;
    }
}
