package io.frostproof.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.simulator.scenario.Tolerance;
import io.frostproof.simulator.truth.TruthRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WayTest {

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    private final List<TruthRecord> told = new ArrayList<>();
    private final SimulationListener ear = new SimulationListener() {
        @Override
        public void truth(TruthRecord record) {
            told.add(record);
        }
    };

    private static Stored vaccine(Tolerance... tolerances) {
        return new Stored("v1", List.of(tolerances));
    }

    private static Tolerance above(double celsius, Duration longest) {
        return new Tolerance(true, celsius, longest);
    }

    @Test
    void anOrdinaryWayChangesNothing() {
        var way = new Way(0, 7 * HOUR + 13 * MINUTE, 6_000, 5, at -> 30);
        way.bear(vaccine(above(5, Duration.ZERO)), ear);

        assertThat(way.endCelsius()).isEqualTo(5);
        assertThat(told).isEmpty();
    }

    @Test
    void aWayThatIsTooLongHarmsAtTheMomentAtWhichItHasBeenTooMuch() {
        var way = new Way(0, 20 * HOUR, 6_000, 5, at -> 30);
        way.bear(vaccine(above(8, Duration.ofHours(2)), above(29, Duration.ZERO)), ear);

        // 12 h of packs; 8 °C after 0.128 time constants of 5.3 h; two hours more.
        assertThat(told).singleElement().isInstanceOfSatisfying(TruthRecord.Harm.class, harm -> {
            assertThat(harm.handlingUnit()).isEqualTo("v1");
            assertThat(harm.unit()).isEqualTo(TruthRecord.Harm.ON_THE_WAY);
            assertThat(harm.why()).isEqualTo("above 8 Cel for 2h");
            assertThat((double) harm.atMillis()).isCloseTo(14.68 * HOUR, within(20.0 * MINUTE));
        });
        assertThat(way.endCelsius()).isBetween(22.0, 26.0);
    }

    @Test
    void whatWasBorneOnTheWayCountsAgainstWhatIsLeftInTheUnit() {
        Stored it = vaccine(above(8, Duration.ofHours(10)));
        new Way(0, 20 * HOUR, 6_000, 5, at -> 30).bear(it, ear);
        assertThat(told).isEmpty();

        assertThat(it.bear(9, 2 * 3_600)).isNegative();
        assertThat(it.bear(9, 2 * 3_600)).isZero();
    }

    @Test
    void theWeatherOfTheHourCounts() {
        var way = new Way(0, 24 * HOUR, 6_000, 5, at -> at < 12 * HOUR ? 5 : 55);

        assertThat(way.endCelsius()).isGreaterThan(30);
        assertThat(new Way(0, 24 * HOUR, 6_000, 5, at -> at < 12 * HOUR ? 55 : 5).endCelsius())
                .isLessThan(30);
    }
}
