package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.life.StockEvent;
import io.frostproof.store.StockLog.Outcome;
import io.frostproof.testing.PostgresFlavour;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is on record about stock is a function of the set of events. The seed is printed; repeat one with {@code -Dseed=...}. */
class StockOrderIT {

    private static final int ROUNDS = 60;

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void orderBatchesRepeatsAndWhenWhatIsVoidedMakeNoDifference(PostgresFlavour flavour) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("StockOrderIT -Dseed=" + seed);
        var random = new Random(seed);
        try (var ordered = new StockWorld(flavour);
                var shuffled = new StockWorld(flavour)) {
            int contradictions = 0;
            for (int round = 0; round < ROUNDS; round++) {
                String prefix = "r" + round + "-";
                declare(prefix, ordered, shuffled);
                List<StockEvent> events = events(random, prefix, 3 + random.nextInt(25));
                List<StockEvent> known = atOnce(ordered, events);
                Set<String> toVoid = known.stream()
                        .map(StockEvent::id)
                        .filter(id -> random.nextInt(6) == 0)
                        .collect(Collectors.toSet());
                for (String id : toVoid) {
                    ordered.log.withdraw(id, "no", null, StockWorld.NOW);
                }
                inAnyOrder(shuffled, random, events, known.size(), toVoid);
                List<String> expected = ordered.follows(prefix);
                assertThat(shuffled.follows(prefix))
                        .as("seed %d round %d: %s, void %s", seed, round, known, toVoid)
                        .isEqualTo(expected);
                assertThat(ordered.texts(
                                "select handling_unit_id from (select m.*, coalesce(lead(time) over (partition by handling_unit_id order by time),"
                                        + " 'infinity') as expected from movement m) m where until <> expected"))
                        .isEmpty();
                contradictions += (int)
                        expected.stream().filter(line -> line.contains("kind=")).count();
            }
            assertThat(contradictions).isPositive();
        }
    }

    private static void declare(String prefix, StockWorld... worlds) {
        for (StockWorld world : worlds) {
            world.execute("insert into handling_unit (id, lot_id, quantity, quantity_unit) values ('" + prefix
                    + "d0', 'lot-1', 50, 'kg'), ('" + prefix + "d1', 'lot-2', 5, 'box')");
        }
    }

    /** All events that can be known, in one batch and in the order of time. */
    private static List<StockEvent> atOnce(StockWorld world, List<StockEvent> events) {
        List<StockEvent> batch = new ArrayList<>(events);
        while (true) {
            switch (world.tell(batch)) {
                case Outcome.Recorded recorded -> {
                    assertThat(recorded.added()).hasSameSizeAs(batch);
                    return batch;
                }
                case Outcome.Unknown unknown -> {
                    Set<Integer> missing = unknown.missing().stream()
                            .map(StockLog.Missing::index)
                            .collect(Collectors.toSet());
                    var rest = new ArrayList<StockEvent>();
                    for (int i = 0; i < batch.size(); i++) {
                        if (!missing.contains(i)) {
                            rest.add(batch.get(i));
                        }
                    }
                    batch = rest;
                }
                case Outcome other -> throw new AssertionError(other);
            }
        }
    }

    private static void inAnyOrder(
            StockWorld world, Random random, List<StockEvent> events, int known, Set<String> toVoid) {
        var waiting = new ArrayList<>(events);
        var done = new ArrayList<StockEvent>();
        var voids = new HashSet<>(toVoid);
        boolean moved = true;
        while (moved) {
            moved = false;
            Collections.shuffle(waiting, random);
            for (StockEvent event : List.copyOf(waiting)) {
                var batch = new ArrayList<StockEvent>(List.of(event));
                while (random.nextInt(3) > 0) {
                    List<StockEvent> from = done.isEmpty() || random.nextBoolean() ? waiting : done;
                    if (!from.isEmpty()) {
                        batch.add(from.get(random.nextInt(from.size())));
                    }
                }
                if (!(world.tell(batch) instanceof Outcome.Recorded)) {
                    batch = new ArrayList<>(List.of(event));
                }
                if (world.tell(batch) instanceof Outcome.Recorded) {
                    moved |= waiting.removeAll(batch);
                    done.addAll(batch);
                }
                voids.removeIf(id -> random.nextInt(3) == 0
                        && world.log.withdraw(id, "no", null, StockWorld.NOW) instanceof StockLog.Withdrawal.Withdrawn);
            }
            if (!moved) {
                // Two that each name what the other makes can only be told together.
                List<StockEvent> together = atOnce(world, waiting);
                moved = waiting.removeAll(together);
                done.addAll(together);
            }
        }
        assertThat(waiting).hasSize(events.size() - known);
        for (String id : voids) {
            assertThat(world.log.withdraw(id, "no", null, StockWorld.NOW))
                    .isInstanceOf(StockLog.Withdrawal.Withdrawn.class);
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void batchesAtOnceWaitForEachOtherAndNeverForever(PostgresFlavour flavour) throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("StockOrderIT -Dseed=" + seed);
        try (var ordered = new StockWorld(flavour);
                var parallel = new StockWorld(flavour);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            declare("x-", ordered, parallel);
            var random = new Random(seed);
            List<StockEvent> told = events(random, "x-", 60).stream()
                    .filter(event -> !(event instanceof StockEvent.Merged))
                    .toList();
            List<StockEvent> known = atOnce(ordered, told);
            // What makes handling units comes first, so that nothing is refused.
            assertThat(parallel.tell(known.stream()
                            .filter(event ->
                                    !(event instanceof StockEvent.Moved) && !(event instanceof StockEvent.Removed))
                            .toList()))
                    .isInstanceOf(Outcome.Recorded.class);
            List<Callable<Outcome>> work = new ArrayList<>();
            for (int i = 0; i < 48; i++) {
                var batch = new ArrayList<>(known);
                Collections.shuffle(batch, random);
                List<StockEvent> part = batch.subList(0, batch.size() / 2);
                work.add(() -> parallel.tell(part));
            }
            for (Future<Outcome> outcome : threads.invokeAll(work)) {
                assertThat(outcome.get()).isNotInstanceOf(Outcome.Contradicted.class);
            }
            assertThat(parallel.tell(known)).isInstanceOf(Outcome.Recorded.class);
            assertThat(parallel.follows("x-")).isEqualTo(ordered.follows("x-"));
        }
    }

    /** Whatever people may tell of two declared handling units, four others and two containers; many things at one instant. */
    private static List<StockEvent> events(Random random, String prefix, int count) {
        Map<Integer, String> goods = new TreeMap<>();
        for (String name : List.of("d0", "d1", "a", "b", "c", "e")) {
            goods.put(goods.size(), prefix + name);
        }
        var events = new ArrayList<StockEvent>();
        for (int i = 0; i < count; i++) {
            String id = prefix + i;
            int first = random.nextInt(goods.size());
            String one = String.valueOf(goods.get(first));
            String other = String.valueOf(goods.get((first + 1 + random.nextInt(goods.size() - 1)) % goods.size()));
            String container = prefix + "box" + random.nextInt(2);
            String place = StockWorld.PLACES.get(random.nextInt(StockWorld.PLACES.size()));
            long time = StockWorld.at(random.nextInt(40));
            BigDecimal quantity = BigDecimal.valueOf(1 + random.nextInt(30));
            events.add(
                    switch (random.nextInt(12)) {
                        case 0, 1 ->
                            new StockEvent.Received(id, time, one, "lot-" + (1 + random.nextInt(2)), quantity, place);
                        case 2, 3 -> new StockEvent.Moved(id, time, one, place);
                        case 4 -> new StockEvent.Moved(id, time, container, place);
                        case 5 -> new StockEvent.Merged(id, time, one, other);
                        case 6 -> new StockEvent.Packed(id, time, one, container);
                        case 7 -> new StockEvent.Unpacked(id, time, one);
                        case 8 ->
                            new StockEvent.Removed(
                                    id,
                                    time,
                                    random.nextInt(4) == 0 ? container : one,
                                    random.nextBoolean() ? quantity : null,
                                    StockEvent.Reason.DISPOSED);
                        case 9 ->
                            new StockEvent.Transformed(
                                    id, time, List.of(one), List.of(new StockEvent.Output(other, "lot-2", quantity)));
                        default -> new StockEvent.Split(id, time, one, other, quantity);
                    });
        }
        return events;
    }
}
