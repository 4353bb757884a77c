package io.frostproof.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.simulator.truth.TruthRecord;
import io.frostproof.simulator.truth.TruthState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WatchTest {

    private final List<TruthRecord> told = new ArrayList<>();
    private final SimulationListener listener = new SimulationListener() {
        @Override
        public void truth(TruthRecord record) {
            told.add(record);
        }
    };

    @Test
    void takesTheMomentOfACrossingFromTheLineBetweenTwoSteps() {
        var watch = new Watch(TruthState.AIR_ABOVE, "u", "", listener);
        watch.line(0, 7, 10_000, 9, 8, true);
        watch.line(10_000, 9, 20_000, 10, 8, true);
        watch.line(20_000, 10, 30_000, 6, 8, true);

        assertThat(told)
                .containsExactly(new TruthRecord.StateInterval(TruthState.AIR_ABOVE, "u", "", 5_000, 25_000, 10));
    }

    @Test
    void theWorstOfWhatIsTooLowIsTheLowest() {
        var watch = new Watch(TruthState.AIR_BELOW, "u", "", listener);
        watch.line(0, 1, 1_000, -1, 2, false);
        watch.line(1_000, -1, 2_000, 0, 2, false);
        watch.end(2_000);

        assertThat(told).containsExactly(new TruthRecord.StateInterval(TruthState.AIR_BELOW, "u", "", 0, 2_000, -1));
    }

    @Test
    void whatLastsNoTimeIsNotTold() {
        var watch = new Watch(TruthState.DOOR_OPEN, "u", "", listener);
        watch.is(true, 1_000, 1);
        watch.is(false, 1_000, 0);

        assertThat(told).isEmpty();
    }
}
