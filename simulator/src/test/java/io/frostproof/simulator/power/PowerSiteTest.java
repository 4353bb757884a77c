package io.frostproof.simulator.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PowerSiteTest {

    private static final GeneratorDesign USUAL = GeneratorDesign.STANDARD;
    private static final double HOUR = 3600;
    private static final double DAY = 24 * HOUR;
    /** A Sunday, when nobody exercises. */
    private static final long START = Instant.parse("2026-02-01T00:00:00Z").toEpochMilli();

    /** Time goes on for one site. */
    private static final class Clock {

        private final PowerSite site;
        private long millis = START;

        Clock(PowerSite site) {
            this.site = site;
        }

        void pass(double seconds, GridState grid) {
            pass(seconds, grid, GeneratorFaults.NONE);
        }

        void pass(double seconds, GridState grid, GeneratorFaults faults) {
            site.advance(millis, seconds, grid, faults);
            millis += Math.round(seconds * 1000);
        }
    }

    private static GeneratorDesign with(double startProbability, double liters, double wearHours) {
        return new GeneratorDesign(
                USUAL.ratedWatts(),
                liters,
                USUAL.idleLitersPerHour(),
                USUAL.litersPerKilowattHour(),
                3,
                15,
                15,
                3,
                startProbability,
                wearHours,
                60,
                15,
                0.85,
                0.9,
                300,
                60,
                1200);
    }

    private static PowerSite certain() {
        return new PowerSite(new PowerDesign(with(1, 100, 1e12), 5_000), 1, 80);
    }

    @Test
    void followsTheMainsWhereThereIsNoGenerator() {
        PowerSite site = new PowerSite(PowerDesign.mainsOnly(), 1, 0);
        Clock clock = new Clock(site);
        clock.pass(60, GridState.NORMAL);
        assertThat(site.loadPowered()).isTrue();
        clock.pass(60, GridState.brownOut(0.65));
        assertThat(site.voltageFraction()).isEqualTo(0.65);
        assertThat(site.loadPowered()).isTrue();
        clock.pass(DAY, GridState.ABSENT);
        assertThat(site.mains()).isFalse();
        assertThat(site.loadPowered()).isFalse();
        assertThat(site.voltageFraction()).isZero();
        assertThat(site.generatorRunning()).isFalse();
        assertThat(site.startFailed()).isFalse();
        assertThat(site.fuelPercent()).isZero();
    }

    /** 3 s to be sure, 15 s of cranking, 15 s of warming up. */
    @Test
    void takesTheLoadAfterItsDelays() {
        PowerSite site = certain();
        Clock clock = new Clock(site);
        clock.pass(2.9, GridState.ABSENT);
        assertThat(site.state()).isEqualTo(PowerState.WAITING);
        clock.pass(15, GridState.ABSENT);
        assertThat(site.state()).isEqualTo(PowerState.CRANKING);
        clock.pass(15, GridState.ABSENT);
        assertThat(site.generatorRunning()).isTrue();
        assertThat(site.loadPowered()).isFalse();
        clock.pass(0.2, GridState.ABSENT);
        assertThat(site.loadPowered()).isTrue();
        assertThat(site.voltageFraction()).isEqualTo(1);
        assertThat(site.mains()).isFalse();
    }

    @Test
    void letsBlinksOfTheMainsPass() {
        PowerSite site = certain();
        Clock clock = new Clock(site);
        clock.pass(2, GridState.ABSENT);
        clock.pass(60, GridState.NORMAL);
        assertThat(site.state()).isEqualTo(PowerState.MAINS);
        assertThat(site.runHours()).isZero();
    }

    @Test
    void watchesTheMainsForFiveMinutesBeforeItGoesBack() {
        PowerSite site = certain();
        Clock clock = new Clock(site);
        clock.pass(HOUR, GridState.ABSENT);
        clock.pass(299, GridState.NORMAL);
        assertThat(site.state()).isEqualTo(PowerState.RETURNING);
        clock.pass(10, GridState.ABSENT);
        assertThat(site.loadPowered())
                .as("they were away again, and the generator had stayed")
                .isTrue();
        clock.pass(301, GridState.NORMAL);
        assertThat(site.state()).isEqualTo(PowerState.COOLING);
        assertThat(site.generatorRunning()).isTrue();
        clock.pass(60, GridState.NORMAL);
        assertThat(site.state()).isEqualTo(PowerState.MAINS);
        assertThat(site.generatorRunning()).isFalse();
    }

    @Test
    void takesTheLoadBackQuicklyWhileItCoolsDown() {
        PowerSite site = certain();
        Clock clock = new Clock(site);
        clock.pass(HOUR, GridState.ABSENT);
        clock.pass(310, GridState.NORMAL);
        assertThat(site.state()).isEqualTo(PowerState.COOLING);
        clock.pass(4, GridState.ABSENT);
        assertThat(site.state()).isEqualTo(PowerState.GENERATOR);
    }

    @Test
    void replacesMainsThatAreTooLowAndLeavesThemThatAreGoodEnough() {
        PowerSite site = certain();
        Clock clock = new Clock(site);
        clock.pass(HOUR, GridState.brownOut(0.87));
        assertThat(site.state()).isEqualTo(PowerState.MAINS);
        assertThat(site.voltageFraction()).isEqualTo(0.87);
        clock.pass(10, GridState.brownOut(0.8));
        assertThat(site.voltageFraction()).as("until it takes over").isEqualTo(0.8);
        clock.pass(60, GridState.brownOut(0.8));
        assertThat(site.voltageFraction()).isEqualTo(1);
        assertThat(site.mains()).isTrue();
        clock.pass(HOUR, GridState.brownOut(0.87));
        assertThat(site.state()).as("goes back from 90 % only").isEqualTo(PowerState.GENERATOR);
    }

    @Test
    void givesUpAfterThreeCranksUntilTheMainsAreBack() {
        PowerSite site = new PowerSite(new PowerDesign(with(0, 100, 1e12), 5_000), 1, 80);
        Clock clock = new Clock(site);
        clock.pass(3 + 5 * 15 - 0.1, GridState.ABSENT);
        assertThat(site.startFailed()).isFalse();
        clock.pass(0.2, GridState.ABSENT);
        assertThat(site.startFailed()).isTrue();
        clock.pass(DAY, GridState.ABSENT);
        assertThat(site.startFailed()).isTrue();
        assertThat(site.loadPowered()).isFalse();
        clock.pass(1, GridState.NORMAL);
        assertThat(site.startFailed()).isFalse();
        assertThat(site.loadPowered()).isTrue();
        clock.pass(10, GridState.ABSENT);
        assertThat(site.state()).isEqualTo(PowerState.CRANKING);
    }

    @Test
    void triesAgainWhenWhatKeptItFromStartingIsMended() {
        PowerSite site = certain();
        Clock clock = new Clock(site);
        clock.pass(HOUR, GridState.ABSENT, new GeneratorFaults(true, false, false));
        assertThat(site.startFailed()).isTrue();
        clock.pass(40, GridState.ABSENT);
        assertThat(site.loadPowered()).isTrue();
        assertThat(site.startFailed()).isFalse();
    }

    @Test
    void losesTheLoadWhenTheEngineStopsUnderWay() {
        PowerSite site = certain();
        Clock clock = new Clock(site);
        clock.pass(HOUR, GridState.ABSENT);
        clock.pass(1, GridState.ABSENT, new GeneratorFaults(false, false, true));
        assertThat(site.state()).isEqualTo(PowerState.STOPPED);
        assertThat(site.loadPowered()).isFalse();
        assertThat(site.startFailed()).as("it had started").isFalse();
        clock.pass(HOUR, GridState.ABSENT, new GeneratorFaults(false, false, true));
        assertThat(site.loadPowered()).isFalse();
        clock.pass(60, GridState.ABSENT);
        assertThat(site.loadPowered()).isTrue();
    }

    @Test
    void burnsFuelByItsLoadAndStopsWhenTheTankIsEmpty() {
        for (double watts : new double[] {0, 5_000, 20_000}) {
            PowerSite site = certain();
            site.loadWatts(watts);
            Clock clock = new Clock(site);
            clock.pass(33, GridState.ABSENT);
            double before = site.fuelPercent();
            clock.pass(4 * HOUR, GridState.ABSENT);
            double liters = 4 * (0.95 + 0.26 * watts / 1000);
            assertThat(before - site.fuelPercent()).isCloseTo(liters, within(1e-6));

            double hoursLeft = site.fuelPercent() / (liters / 4);
            clock.pass(hoursLeft * HOUR - 1, GridState.ABSENT);
            assertThat(site.loadPowered()).isTrue();
            clock.pass(2, GridState.ABSENT);
            assertThat(site.loadPowered()).isFalse();
            assertThat(site.fuelPercent()).isCloseTo(0, within(1e-9));

            site.refuel(50);
            clock.pass(60, GridState.ABSENT);
            assertThat(site.loadPowered()).isTrue();
            site.refuel(80);
            assertThat(site.fuelPercent()).isEqualTo(100);
        }
    }

    /** Published charts for 20 kW, litres an hour at a quarter, half, three quarters and all of the load. */
    @Test
    void burnsWhatThePublishedChartsSay() {
        double[] chart = {2.3, 3.4, 4.9, 6.1};
        for (int i = 0; i < 4; i++) {
            double kilowatts = 20 * (i + 1) / 4.0;
            assertThat(USUAL.idleLitersPerHour() + USUAL.litersPerKilowattHour() * kilowatts)
                    .isCloseTo(chart[i], within(0.16));
        }
    }

    @Test
    void exercisesOnceAWeekInWorkingHoursWithoutTheLoad() {
        for (long seed = 0; seed < 10; seed++) {
            PowerSite site = new PowerSite(new PowerDesign(with(1, 100, 1e12), 5_000), seed, 80);
            Clock clock = new Clock(site);
            List<Long> begins = new ArrayList<>();
            double seconds = 0;
            boolean before = false;
            for (int i = 0; i < 8 * 7 * 24 * 60; i++) {
                clock.pass(60, GridState.NORMAL);
                if (site.exercising() && !before) {
                    begins.add(clock.millis);
                }
                before = site.exercising();
                seconds += before ? 60 : 0;
            }
            assertThat(site.mains()).isTrue();
            assertThat(begins).hasSize(8);
            assertThat(seconds / 8).isCloseTo(1200, within(60.0));
            for (int i = 0; i < 8; i++) {
                assertThat(begins.get(i) - begins.get(0)).isEqualTo(i * 7L * 86_400_000);
            }
            ZonedDateTime first = Instant.ofEpochMilli(begins.get(0)).atZone(ZoneOffset.UTC);
            assertThat(first.getDayOfWeek()).isNotIn(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
            assertThat(first.getHour()).isBetween(8, 16);
            assertThat(site.fuelPercent()).isLessThan(80);
        }
    }

    @Test
    void skipsTheExerciseAndStartsLessOftenAfterwards() {
        int failed = 0;
        int failedFresh = 0;
        for (long seed = 0; seed < 2000; seed++) {
            failed += failsAfterTwoMonths(seed, true) ? 1 : 0;
            failedFresh += failsAfterTwoMonths(seed, false) ? 1 : 0;
        }
        // (1 - 0.85)^3 = 0.34 %, and (1 - 0.85 exp(-52.5/60))^3 = 27 %.
        assertThat(failedFresh / 2000.0).isBetween(0.0005, 0.01);
        assertThat(failed / 2000.0).isBetween(0.23, 0.32);
    }

    private static boolean failsAfterTwoMonths(long seed, boolean skips) {
        PowerSite site = new PowerSite(PowerDesign.withGenerator(), seed, 80);
        Clock clock = new Clock(site);
        GeneratorFaults faults = new GeneratorFaults(false, skips, false);
        for (int day = 0; day < 60; day++) {
            clock.pass(DAY, GridState.NORMAL, faults);
            assertThat(skips && site.runHours() > 0).isFalse();
        }
        clock.pass(600, GridState.ABSENT);
        assertThat(site.loadPowered()).isNotEqualTo(site.startFailed());
        return site.startFailed();
    }

    /** (1 - 0.85 exp(-0.75))^3 = 21 % after 1,500 hours. */
    @Test
    void startsLessOftenWhenItIsWorn() {
        int failed = 0;
        for (long seed = 0; seed < 2000; seed++) {
            PowerSite worn = new PowerSite(new PowerDesign(with(0.85, 1e6, 2_000), 5_000), seed, 80);
            Clock clock = new Clock(worn);
            clock.pass(600, GridState.ABSENT);
            if (worn.startFailed()) {
                continue;
            }
            clock.pass(1_500 * HOUR, GridState.ABSENT);
            assertThat(worn.runHours()).isCloseTo(1500, within(1.0));
            clock.pass(DAY, GridState.NORMAL, new GeneratorFaults(false, true, false));
            clock.pass(600, GridState.ABSENT);
            failed += worn.startFailed() ? 1 : 0;
        }
        assertThat(failed / 2000.0).isBetween(0.17, 0.26);
    }

    @Test
    void doesTheSameHoweverTimeIsCut() {
        for (long seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            PowerSite whole = new PowerSite(PowerDesign.withGenerator(), seed, 60);
            PowerSite cut = new PowerSite(PowerDesign.withGenerator(), seed, 60);
            long now = START;
            for (int i = 0; i < 60; i++) {
                int seconds = 1 + random.nextInt(i % 3 == 0 ? 200_000 : 400);
                GridState grid = random.nextInt(3) == 0
                        ? GridState.ABSENT
                        : random.nextInt(4) == 0
                                ? GridState.brownOut(0.6 + 0.3 * random.nextDouble())
                                : GridState.NORMAL;
                GeneratorFaults faults =
                        new GeneratorFaults(random.nextInt(10) == 0, random.nextInt(5) == 0, random.nextInt(10) == 0);
                whole.advance(now, seconds, grid, faults);
                for (int t = 0; t < seconds; t += 31) {
                    cut.advance(now + t * 1000L, Math.min(31, seconds - t), grid, faults);
                }
                now += seconds * 1000L;
                assertThat(cut.state()).as("seed %d, stretch %d", seed, i).isEqualTo(whole.state());
                assertThat(cut.fuelPercent()).isCloseTo(whole.fuelPercent(), within(1e-6));
                assertThat(cut.runHours()).isCloseTo(whole.runHours(), within(1e-6));
            }
        }
    }

    @Test
    void holdsItsInvariantsOverRandomMonths() {
        for (long seed = 0; seed < 10; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            PowerSite site = new PowerSite(PowerDesign.withGenerator(), seed, 30);
            Clock clock = new Clock(site);
            GridState grid = GridState.NORMAL;
            double fuel = site.fuelPercent();
            double hours = 0;
            for (int i = 0; i < 20_000; i++) {
                if (random.nextInt(50) == 0) {
                    grid = random.nextBoolean() ? GridState.NORMAL : GridState.ABSENT;
                }
                clock.pass(30 * random.nextDouble(), grid);
                assertThat(site.fuelPercent()).isBetween(0.0, fuel);
                assertThat(site.runHours()).isGreaterThanOrEqualTo(hours);
                assertThat(site.loadPowered()).isEqualTo(site.voltageFraction() > 0);
                assertThat(!grid.present() && site.loadPowered() && !site.generatorRunning())
                        .isFalse();
                assertThat(site.startFailed() && site.loadPowered()).isFalse();
                fuel = site.fuelPercent();
                hours = site.runHours();
            }
        }
    }

    @Test
    void namesWhatIsWrongWithAParameter() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PowerSite(PowerDesign.mainsOnly(), 1, 101))
                .withMessage("fuelPercent 101.0: expected 0.0 to 100.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GridState.brownOut(-0.1))
                .withMessageContaining("voltageFraction -0.1");
    }
}
