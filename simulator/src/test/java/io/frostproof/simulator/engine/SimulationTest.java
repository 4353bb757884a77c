package io.frostproof.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.scenario.Scenario;
import io.frostproof.simulator.sensing.Publication;
import io.frostproof.simulator.sensing.Receipts;
import io.frostproof.simulator.truth.Truth;
import io.frostproof.simulator.truth.TruthRecord;
import io.frostproof.simulator.truth.TruthState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SimulationTest {

    private static final long HOUR = 3_600_000;
    private static final int SEEDS = 20;

    /** Collects what is told. */
    private static final class Ear implements SimulationListener {
        private final Truth truth = new Truth();
        private final List<Publication> publications = new ArrayList<>();

        @Override
        public void published(Publication publication) {
            publications.add(publication);
        }

        @Override
        public void truth(TruthRecord record) {
            truth.add(record);
        }

        List<TruthRecord.StateInterval> states(TruthState state, String unit) {
            return truth.states().stream()
                    .filter(it -> it.state() == state && it.unit().equals(unit))
                    .toList();
        }
    }

    private static String hash(Scenario scenario, long seed, Duration step) {
        var hash = new RunHash();
        var simulation = Simulation.of(scenario, seed, hash, Receipts.MODELLED);
        while (!simulation.finished()) {
            simulation.advanceTo(simulation.nowMillis() + step.toMillis());
        }
        return hash.hex();
    }

    private static Ear run(Scenario scenario, long seed) {
        var ear = new Ear();
        Simulation.of(scenario, seed, ear, Receipts.MODELLED).advanceTo(scenario.endMillis());
        return ear;
    }

    /**
     * Everything that is published, moved and true. It changes only with the simulator, and then on purpose; machines and JVMs make no
     * difference.
     */
    @Test
    void tellsTheSameBytesForTheSameSeedHoweverTimeIsCut() throws Exception {
        Scenario scenario = Scenario.read("stuck-door").lasting(Duration.ofHours(15));

        String whole = hash(scenario, 1, Duration.ofHours(15));

        assertThat(hash(scenario, 1, Duration.ofSeconds(77))).isEqualTo(whole);
        assertThat(hash(scenario, 2, Duration.ofHours(15))).isNotEqualTo(whole);
        assertThat(whole).isEqualTo("52cebae17dc2212edea763d24e1aab636d3df2984dbe1efc563de082e9e1ba02");
    }

    /** Of whole truths, kind of record by kind: a seed that only moved faults, or only the weather, would be found. */
    @Test
    void noTwoSeedsHaveTheSameTruthInAnyOfItsParts() throws Exception {
        Scenario scenario = Scenario.read("mixed-month").lasting(Duration.ofDays(1));
        Map<Class<?>, Set<String>> truths = new LinkedHashMap<>();

        for (long seed = 1; seed <= SEEDS; seed++) {
            Map<Class<?>, RunHash> parts = new LinkedHashMap<>();
            SimulationListener listener = new SimulationListener() {
                @Override
                public void truth(TruthRecord record) {
                    // The header names the seed, and would differ anyway.
                    if (!(record instanceof TruthRecord.Header)) {
                        parts.computeIfAbsent(record.getClass(), it -> new RunHash())
                                .truth(record);
                    }
                }
            };
            Simulation.of(scenario, seed, listener, Receipts.MODELLED).advanceTo(scenario.endMillis());
            parts.forEach((part, hash) ->
                    truths.computeIfAbsent(part, it -> new LinkedHashSet<>()).add(hash.hex()));
        }

        truths.remove(TruthRecord.Harm.class); // most days harm nothing
        assertThat(truths)
                .containsOnlyKeys(
                        TruthRecord.FaultInterval.class,
                        TruthRecord.StateInterval.class,
                        TruthRecord.Temperature.class,
                        TruthRecord.Stock.class)
                .allSatisfy((part, hashes) ->
                        assertThat(hashes).as(part.getSimpleName()).hasSize(SEEDS));
    }

    @Test
    void aDoorThatIsLeftOpenIsTrueAndWarmsTheAir() throws Exception {
        Scenario scenario = Scenario.read("stuck-door").lasting(Duration.ofHours(15));
        Ear ear = run(scenario, 1);
        long opened = scenario.startMillis() + 12 * HOUR;

        assertThat(ear.truth.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(FaultKind.DOOR_LEFT_OPEN);
            assertThat(fault.units()).containsExactly("hb-fridge-02");
            assertThat(fault.endMillis() - fault.startMillis()).isEqualTo(90 * 60_000);
        });
        assertThat(ear.states(TruthState.DOOR_OPEN, "hb-fridge-02"))
                .anySatisfy(it -> assertThat(it.endMillis() - it.startMillis()).isGreaterThanOrEqualTo(90 * 60_000));
        assertThat(ear.states(TruthState.AIR_ABOVE, "hb-fridge-02"))
                .anySatisfy(it -> assertThat(it.startMillis()).isCloseTo(opened, within(HOUR)));
        assertThat(ear.publications).extracting(Publication::atMillis).isSorted();
    }

    @Test
    void anOutageIsSeenByTheDevicesThatWatchThePowerAtItsVeryMoment() throws Exception {
        Scenario scenario = Scenario.read("regional-outage").lasting(Duration.ofDays(2));
        Ear ear = run(scenario, 1);
        long away = scenario.startMillis() + 32 * HOUR;

        assertThat(ear.states(TruthState.MAINS_ABSENT, "mi-generator"))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.startMillis()).isEqualTo(away);
                    assertThat(it.endMillis()).isEqualTo(away + 14 * HOUR);
                });
        assertThat(ear.states(TruthState.GENERATOR_FAILED_TO_START, "mi-generator"))
                .isNotEmpty();
        assertThat(ear.states(TruthState.UNIT_UNPOWERED, "mi-fridge-01")).isNotEmpty();
        assertThat(ear.publications).anySatisfy(it -> {
            assertThat(it.device()).isEqualTo("mi-power");
            assertThat(it.atMillis()).isEqualTo(away);
        });
    }

    @Test
    void aStoreWithoutNetworkSendsItsBacklogAfterwards() throws Exception {
        Scenario scenario = Scenario.read("network-loss").lasting(Duration.ofDays(2));
        Ear ear = run(scenario, 1);
        long from = scenario.startMillis() + 20 * HOUR;
        long to = from + 26 * HOUR;

        List<Publication> ofStore = ear.publications.stream()
                .filter(it -> it.node().equals("harbour"))
                .toList();
        assertThat(ofStore).noneMatch(it -> it.atMillis() >= from && it.atMillis() < to);
        // 26 h of a message in five minutes, from each of its eight devices.
        assertThat(ofStore.stream()
                        .filter(it -> it.atMillis() >= to && it.atMillis() < to + HOUR)
                        .count())
                .isGreaterThan(8 * 26 * 12);
        assertThat(ear.states(TruthState.DEVICE_SILENT, "hb-fridge-01"))
                .singleElement()
                .satisfies(it -> assertThat(it.endMillis()).isEqualTo(to));
    }

    @Test
    void whatSensorsGetWrongIsTrueOfThemAndNotOfTheStock() throws Exception {
        Ear ear = run(Scenario.read("sensor-faults").lasting(Duration.ofDays(4)), 1);

        assertThat(ear.states(TruthState.PROBE_WRONG, "hb-fridge-01")).hasSize(1);
        assertThat(ear.states(TruthState.PROBE_WRONG, "mi-fridge-01"))
                .singleElement()
                .satisfies(it -> assertThat(it.worst()).isBetween(3.0, 5.0));
        assertThat(ear.states(TruthState.CLOCK_WRONG, "hb-fridge-02"))
                .singleElement()
                .satisfies(it -> assertThat(it.worst()).isCloseTo(-7_200, within(10.0)));
        assertThat(ear.states(TruthState.PRODUCT_ABOVE, "hb-fridge-01")).isEmpty();
        assertThat(ear.truth.harms()).isEmpty();
    }

    /** A lorry waits for half a day in the heat of a July afternoon, and its boxes were packed for six hours and as many more. */
    @Test
    void frozenFoodThatWaitsTooLongForItsLaneComesHarmed() throws Exception {
        Scenario scenario = Scenario.read("trade-lane-shock").lasting(Duration.ofDays(3));
        Ear ear = run(scenario, 1);
        long shut = scenario.startMillis() + 29 * HOUR;

        List<TruthRecord.Harm> onTheWay = ear.truth.harms().stream()
                .filter(it -> it.unit().equals(TruthRecord.Harm.ON_THE_WAY))
                .toList();
        assertThat(onTheWay).isNotEmpty().allSatisfy(harm -> {
            assertThat(harm.handlingUnit()).matches("(mill|station)-frozen-food-d000[12]-\\d+");
            assertThat(harm.why()).startsWith("above ");
            assertThat(harm.atMillis()).isBetween(shut + 6 * HOUR, shut + 48 * HOUR);
            assertThat(ear.truth.stock().stream()
                            .filter(it -> it.handlingUnit().equals(harm.handlingUnit()))
                            .findFirst())
                    .hasValueSatisfying(it -> assertThat(it.atMillis()).isGreaterThanOrEqualTo(harm.atMillis()));
        });
        assertThat(run(Scenario.read("normal-week").lasting(Duration.ofDays(3)), 1)
                        .truth
                        .harms())
                .isEmpty();
    }

    @Test
    void stockOfAFailedPartnerIsHarmedWhereItsUnitsAreOff() throws Exception {
        Ear ear = run(Scenario.read("failed-partner"), 1);

        assertThat(ear.truth.harms()).isNotEmpty().allSatisfy(harm -> {
            assertThat(harm.unit()).startsWith("ot-");
            assertThat(harm.why()).startsWith("above ");
            assertThat(ear.states(TruthState.UNIT_UNPOWERED, harm.unit()))
                    .anySatisfy(it -> assertThat(it.startMillis()).isLessThan(harm.atMillis()));
        });
    }
}
