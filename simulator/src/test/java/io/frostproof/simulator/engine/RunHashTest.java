package io.frostproof.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.simulator.people.HandlingUnit;
import io.frostproof.simulator.people.StockEvent;
import java.time.LocalDate;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a run tells about stock is in its number. */
class RunHashTest {

    private static final LocalDate EXPIRES = LocalDate.of(2026, 12, 1);

    private static HandlingUnit goods(String id, String lot, double quantity, String quantityUnit) {
        return new HandlingUnit(id, lot, "milk", EXPIRES, 1_000, quantity, quantityUnit);
    }

    @Test
    void differsWithEveryPartOfAnEvent() {
        Set<String> hashes = Stream.<StockEvent>of(
                        new StockEvent.Arrived(goods("a", "lot", 1, "box"), "dock", 1),
                        new StockEvent.Arrived(goods("b", "lot", 1, "box"), "dock", 1),
                        new StockEvent.Arrived(goods("a", "other", 1, "box"), "dock", 1),
                        new StockEvent.Arrived(goods("a", "lot", 2, "box"), "dock", 1),
                        new StockEvent.Arrived(goods("a", "lot", 1, "kg"), "dock", 1),
                        new StockEvent.Arrived(goods("a", "lot", 1, "box"), "room", 1),
                        new StockEvent.Arrived(goods("a", "lot", 1, "box"), "dock", 2),
                        new StockEvent.Moved("a", "dock", 1),
                        new StockEvent.Left("a", "dock", 1, StockEvent.Why.PICKED),
                        new StockEvent.Left("a", "dock", 1, StockEvent.Why.EXPIRED))
                .map(event -> {
                    RunHash hash = new RunHash();
                    hash.stock(event);
                    return hash.hex();
                })
                .collect(Collectors.toSet());
        assertThat(hashes).hasSize(10);
    }
}
