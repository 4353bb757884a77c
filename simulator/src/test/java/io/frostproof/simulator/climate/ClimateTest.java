package io.frostproof.simulator.climate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

class ClimateTest {

    private static final Site LYON = new Site(45.8, 12.5, 9, 4.5, 3.5, 0.4, 20);
    private static final Site SYDNEY = new Site(-33.9, 18, 5.5, 4, 2.5, 1, 20);
    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    @Test
    void isAFunctionOfTimeAndSeedInAnyOrder() {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            times.add(START + i * 7_654_321L);
        }
        Climate inOrder = new Climate(LYON, 42);
        List<Double> outdoor = times.stream().map(inOrder::outdoorCelsius).toList();
        List<Double> room = times.stream().map(inOrder::roomCelsius).toList();
        List<Integer> shuffled = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            shuffled.add(i);
        }
        Collections.shuffle(shuffled, new Random(1));
        Climate again = new Climate(LYON, 42);
        for (int i : shuffled) {
            assertThat(again.roomCelsius(times.get(i))).isEqualTo(room.get(i));
            assertThat(again.outdoorCelsius(times.get(i))).isEqualTo(outdoor.get(i));
        }
    }

    @Test
    void givesOtherWeatherForOtherSeeds() {
        for (long seed = 0; seed < 20; seed++) {
            Climate one = new Climate(LYON, seed);
            Climate other = new Climate(LYON, seed + 1);
            double apart = 0;
            for (int i = 0; i < 100; i++) {
                apart += Math.abs(one.outdoorCelsius(START + i * DAY) - other.outdoorCelsius(START + i * DAY));
            }
            assertThat(apart / 100).isBetween(1.5, 8.0);
        }
    }

    @Test
    void hasTheMeanTheSeasonAndTheWeatherOfItsSite() {
        for (long seed = 0; seed < 5; seed++) {
            for (Site site : List.of(LYON, SYDNEY)) {
                Climate climate = new Climate(site, seed);
                double sum = 0;
                double squares = 0;
                double july = 0;
                double january = 0;
                int days = 365 * 20;
                for (int d = 0; d < days; d++) {
                    double mean = 0;
                    for (int h = 0; h < 24; h += 3) {
                        mean += climate.outdoorCelsius(START + d * DAY + h * HOUR) / 8;
                    }
                    double turned = site.latitudeDegrees() < 0 ? Math.PI : 0;
                    double season = site.seasonalAmplitudeKelvin()
                            * Math.cos(2 * Math.PI * (START / (double) DAY + d - 200 + 0.5) / 365.2425 + turned);
                    sum += mean;
                    squares += (mean - site.meanCelsius() - season) * (mean - site.meanCelsius() - season);
                    july += d % 365 >= 181 && d % 365 < 212 ? mean / (31 * 20) : 0;
                    january += d % 365 < 31 ? mean / (31 * 20) : 0;
                }
                assertThat(sum / days).isCloseTo(site.meanCelsius(), within(0.5));
                // Within the day some of the weather cancels out.
                assertThat(Math.sqrt(squares / days) / site.weatherKelvin()).isBetween(0.8, 1.1);
                double difference = site.latitudeDegrees() < 0 ? january - july : july - january;
                assertThat(difference / site.seasonalAmplitudeKelvin()).isBetween(1.6, 2.3);
            }
        }
    }

    @Test
    void isWarmestInTheAfternoonAndColdestBeforeDawn() {
        Climate climate = new Climate(LYON, 3);
        double[] byHour = new double[24];
        for (int d = 0; d < 3650; d++) {
            for (int h = 0; h < 24; h++) {
                byHour[h] += climate.outdoorCelsius(START + d * DAY + h * HOUR) / 3650;
            }
        }
        assertThat(byHour[15] - byHour[3]).isCloseTo(2 * LYON.dailyAmplitudeKelvin(), within(0.4));
        for (int h = 0; h < 24; h++) {
            assertThat(byHour[h]).isBetween(byHour[3] - 0.1, byHour[15] + 0.1);
        }
    }

    @Test
    void neverJumpsNorLeavesItsBounds() {
        for (long seed = 0; seed < 20; seed++) {
            Climate climate = new Climate(LYON, seed);
            double before = climate.outdoorCelsius(START - 60_000);
            double far = LYON.seasonalAmplitudeKelvin()
                    + 1.7 * LYON.dailyAmplitudeKelvin()
                    + 3.5 * 1.35 * LYON.weatherKelvin();
            double steepest = 0;
            double farthest = 0;
            for (int minute = 0; minute < 20_000; minute++) {
                double now = climate.outdoorCelsius(START + minute * 60_000L);
                steepest = Math.max(steepest, Math.abs(now - before));
                farthest = Math.max(farthest, Math.abs(now - LYON.meanCelsius()));
                before = now;
            }
            assertThat(steepest).as("in a minute").isLessThan(0.2);
            assertThat(farthest).isLessThan(far);
        }
    }

    @Test
    void buffersTheDayInRoomsAndKeepsThemWhereTheyAreConditioned() {
        Climate lyon = new Climate(LYON, 8);
        Climate shed = new Climate(SYDNEY, 8);
        double swingOut = 0;
        double swingIn = 0;
        for (int d = 0; d < 200; d++) {
            swingOut += span(d, shed::outdoorCelsius);
            swingIn += span(d, shed::roomCelsius);
        }
        assertThat(swingIn / swingOut).isBetween(0.2, 0.6);
        Climate conditioned = new Climate(new Site(45.8, 12.5, 9, 4.5, 3.5, 0, 21), 8);
        for (int h = 0; h < 2_000; h++) {
            assertThat(conditioned.roomCelsius(START + h * HOUR)).isEqualTo(21);
            assertThat(Math.abs(lyon.roomCelsius(START + h * HOUR) - 20)).isLessThan(0.4 * 40);
        }
    }

    private static double span(int day, LongToDoubleFunction temperature) {
        double low = 1e9;
        double high = -1e9;
        for (int h = 0; h < 24; h++) {
            double now = temperature.applyAsDouble(START + day * DAY + h * HOUR);
            low = Math.min(low, now);
            high = Math.max(high, now);
        }
        return high - low;
    }

    /** StrictMath and integer hashes only, so these hold on every JVM. */
    @Test
    void givesTheSameBitsEverywhere() {
        Climate climate = new Climate(LYON, 1);
        assertThat(climate.outdoorCelsius(START)).isEqualTo(6.00890397487969);
        assertThat(climate.roomCelsius(START + 123_456_789)).isEqualTo(14.603887739823449);
    }

    @Test
    void namesWhatIsWrongWithASite() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Site(91, 10, 5, 5, 2, 0, 20))
                .withMessage("latitudeDegrees 91.0: expected -90.0 to 90.0");
    }
}
