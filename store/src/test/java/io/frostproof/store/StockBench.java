package io.frostproof.store;

import io.frostproof.alerts.life.StockEvent;
import io.frostproof.store.StockLog.Told;
import io.frostproof.testing.PostgresFlavour;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How many stock events a second are recorded, with all that follows from them: {@code ./frostproof test store -Dtest=StockBench}. Batches of 1,000 events over 200 new
 * handling units and as many parts; of each a receipt, a move, a split, and a move and the end of the part. Not run with the other tests, since it holds nobody to
 * anything.
 */
class StockBench {

    private static final int BATCHES = 60;
    private static final int WARM_UP = 20;
    private static final int UNITS = 200;

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void record(PostgresFlavour flavour) {
        try (var world = new StockWorld(flavour)) {
            var nanos = new long[BATCHES - WARM_UP];
            for (int batch = 0; batch < BATCHES; batch++) {
                List<Told> told = batch(batch);
                long begin = System.nanoTime();
                world.log.record(told, StockWorld.NOW);
                if (batch >= WARM_UP) {
                    nanos[batch - WARM_UP] = System.nanoTime() - begin;
                }
            }
            Arrays.sort(nanos);
            System.out.printf(
                    Locale.ROOT,
                    "%s: median %.0f ms a batch of %d, %.0f events/s%n",
                    world.database.flavour().title(),
                    nanos[nanos.length / 2] / 1e6,
                    5 * UNITS,
                    5 * UNITS * 1e9 / nanos[nanos.length / 2]);
        }
    }

    private static List<Told> batch(int batch) {
        var events = new ArrayList<StockEvent>();
        for (int i = 0; i < UNITS; i++) {
            String name = "b" + batch + "-" + i;
            events.add(StockWorld.received(name + "r", 1, name, 10));
            events.add(StockWorld.moved(name + "m", 2, name, "fridge-1"));
            events.add(StockWorld.split(name + "s", 3, name, name + "p", 4));
            events.add(StockWorld.moved(name + "n", 4, name + "p", "lorry"));
            events.add(StockWorld.removed(name + "e", 5, name + "p"));
        }
        return events.stream()
                .map(event -> new Told(event, Map.of(), "bench", null))
                .toList();
    }
}
