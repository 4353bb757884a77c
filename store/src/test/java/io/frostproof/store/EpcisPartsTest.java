package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvent.Moved;
import io.frostproof.alerts.life.StockEvent.Packed;
import io.frostproof.alerts.life.StockEvent.Received;
import io.frostproof.alerts.life.StockEvent.Split;
import io.frostproof.alerts.life.StockEvents;
import io.frostproof.store.EpcisLog.NewLot;
import io.frostproof.store.EpcisLog.Verdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EpcisPartsTest {

    private static final int MANY = 4 * EpcisParts.FEWEST;

    private static Verdict counts(int id, List<NewLot> newLots, StockEvent... events) {
        return new Verdict.Counts(
                id,
                List.of(events).stream()
                        .map(event -> new StockLog.Told(event, Map.of(), "epcis", null))
                        .toList(),
                newLots,
                null);
    }

    private static StockEvent received(int id, String handlingUnit, String lot) {
        return new Received("e" + id + "#0", 0, handlingUnit, lot, BigDecimal.ONE, "dock");
    }

    private static StockEvent moved(int id, String handlingUnit) {
        return new Moved("e" + id + "#0", 0, handlingUnit, "shelf");
    }

    private static List<Long> ids(List<Verdict> verdicts) {
        return verdicts.stream().map(Verdict::id).toList();
    }

    @Test
    void goodsThatNothingConnectsAreParted() {
        var verdicts = new ArrayList<Verdict>();
        for (int i = 0; i < MANY; i++) {
            verdicts.add(counts(i, List.of(), received(i, "h" + i, "lot-1")));
        }
        assertThat(EpcisParts.of(verdicts, 2)).extracting(List::size).containsExactly(MANY / 2, MANY / 2);
        assertThat(EpcisParts.of(verdicts, 3)).hasSize(3);
        assertThat(EpcisParts.of(verdicts, 1)).containsExactly(verdicts);
    }

    @Test
    void fewStayTogether() {
        var verdicts = new ArrayList<Verdict>();
        for (int i = 0; i < 2 * EpcisParts.FEWEST - 1; i++) {
            verdicts.add(counts(i, List.of(), moved(i, "h" + i)));
        }
        assertThat(EpcisParts.of(verdicts, 4)).containsExactly(verdicts);
        assertThat(EpcisParts.of(List.of(), 4)).containsExactly(List.of());
    }

    @Test
    void whatShareALotThatBeginsStayTogether() {
        var verdicts = new ArrayList<Verdict>();
        verdicts.add(counts(0, List.of(new NewLot("new", "milk", null)), received(0, "h0", "new")));
        for (int i = 1; i < MANY; i++) {
            verdicts.add(counts(i, List.of(), received(i, "h" + i, i % 2 == 0 ? "new" : "lot-1")));
        }
        for (List<Verdict> part : EpcisParts.of(verdicts, 2)) {
            assertThat(ids(part)).allMatch(id -> id % 2 == part.getFirst().id() % 2);
        }
    }

    /** Of random batches: every verdict is in one part, in its order, and no name is in two. */
    @Test
    void noNameIsInTwoParts() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            int names = 1 + random.nextInt(3_000);
            var verdicts = new ArrayList<Verdict>();
            for (int i = 0; i < MANY; i++) {
                String one = "h" + random.nextInt(names);
                String other = "h" + random.nextInt(names);
                verdicts.add(
                        switch (random.nextInt(20)) {
                            case 0 -> counts(i, List.of(), new Packed("e" + i + "#0", 0, one, "box-" + other));
                            case 1 ->
                                counts(
                                        i,
                                        List.of(),
                                        new Split("e" + i + "#0", 0, one, "part-" + other, BigDecimal.ONE));
                            case 2 -> new Verdict.Kept(i, "nothing");
                            case 3 -> counts(i, List.of(), moved(i, one), received(-i, other, "lot-1"));
                            default -> counts(i, List.of(), moved(i, one));
                        });
            }
            List<List<Verdict>> parts = EpcisParts.of(verdicts, 2 + random.nextInt(3));
            var all = new ArrayList<Long>();
            var partOf = new HashMap<String, Set<Integer>>();
            for (int part = 0; part < parts.size(); part++) {
                assertThat(ids(parts.get(part))).as("seed %s", seed).isSorted();
                all.addAll(ids(parts.get(part)));
                for (Verdict verdict : parts.get(part)) {
                    if (verdict instanceof Verdict.Counts counts) {
                        for (StockLog.Told told : counts.stock()) {
                            for (String name : StockEvents.named(told.event())) {
                                partOf.computeIfAbsent(name, each -> new HashSet<>())
                                        .add(part);
                            }
                        }
                    }
                }
            }
            assertThat(all).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(ids(verdicts));
            assertThat(partOf.values()).as("seed %s", seed).allMatch(in -> in.size() == 1);
        }
    }
}
