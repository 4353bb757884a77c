package io.frostproof.alerts.plan.solve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoreSearchTest {

    /** What fills its room at its price costs as much as the bound, but for rounding, which may have it a little below. */
    @Test
    void aChoiceThatIsAsGoodAsTheBoundIsKept() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            int items = 1 + random.nextInt(5);
            double price = random.nextDouble();
            var made = new Assignment.Builder();
            int slot = made.slot(made.row(items));
            for (int item = 0; item < items; item++) {
                made.item(1, 10);
                made.option(slot, random.nextDouble());
            }
            int[] known = new int[items];
            Arrays.fill(known, 1);

            int[] found = new CoreSearch(made.build(), new double[] {price}, known, 1_000).search();

            assertThat(found).as("seed " + seed + " round " + round).isEqualTo(known);
        }
    }
}
