package io.frostproof.alerts.exposure;

import static io.frostproof.alerts.exposure.SecondWalk.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.Lives;
import io.frostproof.alerts.life.RandomStock;
import io.frostproof.alerts.life.Sojourn;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.Strand;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The ledger of handling units on random networks and movements. */
class LifeExposureTest {

    private static final int SECONDS = 1200;
    private static final int PLACES = 4;

    /** Places with their temperatures, by the second and as meters of one tolerance. */
    private record World(Map<String, double[]> seconds, Map<String, ExposureMeter> meters, Tolerance tolerance) {
        static World random(Random random) {
            Tolerance tolerance = RandomPlaces.tolerance(random);
            var seconds = new HashMap<String, double[]>();
            var meters = new HashMap<String, ExposureMeter>();
            for (int i = 0; i < PLACES; i++) {
                double[] celsius = RandomPlaces.seconds(random, SECONDS);
                seconds.put("u" + i, celsius);
                meters.put("u" + i, new ExposureMeter(RandomPlaces.course(celsius), tolerance));
            }
            return new World(seconds, meters, tolerance);
        }

        LifeExposure of(Life life, long nowMicros) {
            return LifeExposure.of(life, tolerance, place -> Objects.requireNonNull(meters.get(place)), nowMicros);
        }
    }

    @Test
    void equalsAWalkOverEverySecondOfEachStrand() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        int compared = 0;
        for (int round = 0; compared < 5000; round++) {
            World world = World.random(random);
            int now = random.nextInt(SECONDS);
            for (Life life : Lives.of(events(random)).values()) {
                LifeExposure exposure = world.of(life, now * SECOND);
                for (int i = 0; i < life.strands().size(); i++) {
                    ExposureMeterTest.assertSame(
                            "seed " + seed + " round " + round + " " + life.handlingUnit(),
                            exposure.strands().get(i).sum(),
                            walk(world, life.strands().get(i), now));
                    compared++;
                }
            }
        }
    }

    @Test
    void placesAddUpToTheWholeAndAllTimeIsKnownOrUnknown() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            World world = World.random(random);
            for (Life life : Lives.of(events(random)).values()) {
                for (StrandExposure strand : world.of(life, SECONDS * SECOND).strands()) {
                    long elapsed = 0;
                    long warm = 0;
                    for (Lived lived : strand.places()) {
                        ExposureSum sum = lived.sum();
                        Long to = lived.sojourn().toMicros();
                        long until = Math.min(to == null ? Long.MAX_VALUE : to, SECONDS * SECOND);
                        assertThat(sum.knownMicros() + sum.unknownMicros())
                                .isEqualTo(until - lived.sojourn().fromMicros());
                        elapsed += sum.knownMicros() + sum.unknownMicros();
                        warm += sum.warmMicros();
                    }
                    assertThat(strand.sum().knownMicros() + strand.sum().unknownMicros())
                            .as("seed %d round %d", seed, round)
                            .isEqualTo(elapsed);
                    assertThat(strand.sum().warmMicros()).isEqualTo(warm);
                }
            }
        }
    }

    @Test
    void whatIsLeftOfABudgetOnlyFalls() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            World world = World.random(random);
            for (Life life : Lives.of(events(random)).values()) {
                long left = Long.MAX_VALUE;
                double used = 0;
                for (int now = 0; now < SECONDS; now += 1 + random.nextInt(100)) {
                    LifeExposure exposure = world.of(life, now * SECOND);
                    long next = exposure.leftMicros(world.tolerance(), 0);
                    assertThat(next).as("seed %d round %d", seed, round).isLessThanOrEqualTo(left);
                    left = next;
                    double shelfLife = exposure.worst(ExposureSum::shelfLifeUsed);
                    assertThat(shelfLife).isGreaterThanOrEqualTo(used - 1e-12);
                    used = shelfLife;
                }
            }
        }
    }

    /** Weighed by quantity: what a part and its rest lived through is what the whole would have, had nobody split it. */
    @Test
    void aPartAndItsRestAreTheWhole() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            World world = World.random(random);
            List<StockEvent> whole = new ArrayList<>();
            whole.add(new StockEvent.Received("r", SECOND, "h", "lot", BigDecimal.TEN, "u0"));
            List<StockEvent> parts = new ArrayList<>(whole);
            int cut = 2 + random.nextInt(SECONDS - 2);
            parts.add(new StockEvent.Split("s", cut * SECOND, "h", "p", BigDecimal.valueOf(1 + random.nextInt(9))));
            for (int i = 0; i < 5; i++) {
                long time = (2 + random.nextInt(SECONDS - 2)) * SECOND;
                String place = "u" + random.nextInt(PLACES);
                whole.add(new StockEvent.Moved("m" + i, time, "h", place));
                parts.add(new StockEvent.Moved("m" + i, time, "h", place));
                if (time >= cut * SECOND) {
                    parts.add(new StockEvent.Moved("p" + i, time, "p", place));
                }
            }
            double all = 0;
            for (Life life : Lives.of(parts).values()) {
                assertThat(life.contradictions()).isEmpty();
                double share = Objects.requireNonNull(life.quantity()).doubleValue();
                all += share * world.of(life, SECONDS * SECOND).worst(ExposureSum::warmDegreeMinutes);
            }
            Life one = Lives.of(whole).values().iterator().next();
            double expected = 10 * world.of(one, SECONDS * SECOND).worst(ExposureSum::warmDegreeMinutes);
            assertThat(all).as("seed %d round %d", seed, round).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void mergedGoodsAnswerWithTheWorseOfTheirPasts() {
        var warm = new Course.Builder().known(0, 12).unknown(600 * SECOND).build();
        var cold = new Course.Builder().known(0, 0).unknown(600 * SECOND).build();
        var tolerance = new Tolerance(
                2.0,
                8.0,
                null,
                List.of(new Allowance("out", Allowance.Side.WARM, 8, null, Duration.ofMinutes(1))),
                null);
        Map<String, ExposureMeter> meters =
                Map.of("warm", new ExposureMeter(warm, tolerance), "cold", new ExposureMeter(cold, tolerance));
        Life life = Objects.requireNonNull(Lives.of(List.of(
                        new StockEvent.Received("1", 0, "a", "lot", BigDecimal.ONE, "warm"),
                        new StockEvent.Received("2", 0, "b", "lot", BigDecimal.ONE, "cold"),
                        new StockEvent.Moved("3", 40 * SECOND, "a", "cold"),
                        new StockEvent.Merged("4", 50 * SECOND, "b", "a")))
                .get("b"));
        LifeExposure exposure =
                LifeExposure.of(life, tolerance, place -> Objects.requireNonNull(meters.get(place)), 60 * SECOND);
        assertThat(exposure.worst(ExposureSum::warmMicros)).isEqualTo(40 * SECOND);
        assertThat(exposure.worst(ExposureSum::coldMicros)).isEqualTo(60 * SECOND);
        assertThat(exposure.leftMicros(tolerance, 0)).isEqualTo(20 * SECOND);
    }

    /** The example of docs/exposure.md: ten o'clock is 0. */
    @Test
    void theWorkedExampleOfTheDocumentIsRight() {
        long minute = 60 * SECOND;
        Course dock = SpeakingProbes.probe(
                new long[] {0, 10 * minute, 20 * minute},
                new double[] {9, 11.5, 8},
                Duration.ofMinutes(15),
                Duration.ZERO);
        Course truck = SpeakingProbes.probe(
                new long[] {38 * minute, 48 * minute, 58 * minute},
                new double[] {-0.4, 4, 4},
                Duration.ofMinutes(15),
                Duration.ZERO);
        var tolerance = new Tolerance(
                2.0,
                8.0,
                0.0,
                List.of(new Allowance("out", Allowance.Side.WARM, 8, null, Duration.ofMinutes(60))),
                null);
        Map<String, ExposureMeter> meters =
                Map.of("dock", new ExposureMeter(dock, tolerance), "truck", new ExposureMeter(truck, tolerance));
        Map<String, Life> lives = Lives.of(List.of(
                new StockEvent.Received("1", 0, "box", "lot", BigDecimal.TEN, "dock"),
                new StockEvent.Split("2", 15 * minute, "box", "part", BigDecimal.valueOf(4)),
                new StockEvent.Moved("3", 40 * minute, "box", "truck"),
                new StockEvent.Moved("4", 40 * minute, "part", "truck")));
        for (Life life : lives.values()) {
            LifeExposure exposure =
                    LifeExposure.of(life, tolerance, place -> Objects.requireNonNull(meters.get(place)), 60 * minute);
            ExposureSum sum = exposure.strands().getFirst().sum();
            assertThat(sum.knownMicros()).isEqualTo(55 * minute);
            assertThat(sum.unknownMicros()).isEqualTo(5 * minute);
            assertThat(sum.warmMicros()).isEqualTo(20 * minute);
            assertThat(sum.warmDegreeMinutes()).isCloseTo(45, within(1e-9));
            assertThat(sum.coldMicros()).isEqualTo(8 * minute);
            assertThat(sum.coldDegreeMinutes()).isCloseTo(19.2, within(1e-9));
            assertThat(sum.inBandMicros()).isEqualTo(27 * minute);
            assertThat(sum.freezes()).isEqualTo(1);
            assertThat(exposure.leftMicros(tolerance, 0)).isEqualTo(40 * minute);
        }
        Lived before = LifeExposure.of(
                        Objects.requireNonNull(lives.get("part")),
                        tolerance,
                        place -> Objects.requireNonNull(meters.get(place)),
                        60 * minute)
                .strands()
                .getFirst()
                .places()
                .getFirst();
        assertThat(before.sojourn().handlingUnit()).isEqualTo("box");
        assertThat(before.sum().warmMicros()).isEqualTo(15 * minute);
        assertThat(before.sum().warmDegreeMinutes()).isCloseTo(27.5, within(1e-9));
    }

    private static List<StockEvent> events(Random random) {
        return RandomStock.sound(random, PLACES, 30, SECOND, SECONDS * SECOND);
    }

    private static SecondWalk walk(World world, Strand strand, int now) {
        var walk = new SecondWalk(world.tolerance());
        for (Sojourn one : strand.sojourns()) {
            Long to = one.toMicros();
            String place = one.place();
            double[] celsius = place == null
                    ? new double[0]
                    : Objects.requireNonNull(world.seconds().get(place));
            long end = Math.min(to == null ? Long.MAX_VALUE : to, now * SECOND);
            for (long at = one.fromMicros(); at < end; at += SECOND) {
                int second = (int) (at / SECOND);
                if (second < celsius.length) {
                    walk.second(celsius[second], celsius[second]);
                } else {
                    walk.unknownSecond();
                }
            }
        }
        return walk;
    }
}
