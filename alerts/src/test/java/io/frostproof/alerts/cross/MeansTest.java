package io.frostproof.alerts.cross;

import static io.frostproof.alerts.cross.Site.LEFT;
import static io.frostproof.alerts.cross.Site.RIGHT;
import static io.frostproof.alerts.cross.Site.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.excursion.Excursions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Quarters of an hour whose means are more than 1 K apart, for an hour. A reading stands for 120 s. */
class MeansTest {

    private static final long QUARTER = 900;
    private static final long HOUR = 3_600;

    private final Site site = new Site(Site.DISAGREE);

    private void read(int channel, long from, long to, LongToDoubleFunction value) {
        for (long second = from; second < to; second += 60) {
            site.read(channel, second, value.applyAsDouble(second));
        }
    }

    private List<String> excursions(long until) {
        return Excursions.of(
                        LEFT,
                        new Means(site.watch(), site.told(until))
                                .conclude(Long.MIN_VALUE)
                                .transitions())
                .stream()
                .map(e -> e.startedMicros() / SECOND + ".." + (e.endedMicros() == null ? "" : e.endedMicros() / SECOND)
                        + " confirmed " + e.confirmedMicros() / SECOND + " worst " + Math.round(e.worst() * 10) / 10.0)
                .toList();
    }

    @Test
    void isFiledWithTheProbeOfTheLowestNumber() {
        assertThat(site.watch().channelId()).isEqualTo(LEFT);
    }

    @Test
    void holdsWhenFourQuartersWereApart() {
        read(LEFT, 0, 10 * HOUR, second -> 5);
        read(RIGHT, 0, 10 * HOUR, second -> second < 2 * HOUR || second >= 6 * HOUR ? 5.2 : 6.4);

        assertThat(excursions(2 * HOUR + 4 * QUARTER - 60)).isEmpty();
        assertThat(excursions(2 * HOUR + 4 * QUARTER)).containsExactly("7200.. confirmed 10800 worst 1.4");
        assertThat(excursions(10 * HOUR)).containsExactly("7200..21600 confirmed 10800 worst 1.4");
    }

    @Test
    void saysNothingOfADoorThatOneProbeFeelsForAQuarter() {
        read(LEFT, 0, 10 * HOUR, second -> 5);
        read(RIGHT, 0, 10 * HOUR, second -> second % (2 * HOUR) < 2 * QUARTER ? 12 : 5);
        assertThat(excursions(10 * HOUR)).isEmpty();
    }

    @Test
    void countsNoQuarterInWhichAProbeIsUnknown() {
        read(LEFT, 0, 10 * HOUR, second -> 5);
        read(RIGHT, 2 * HOUR, 2 * HOUR + 3 * QUARTER, second -> 7);
        assertThat(excursions(9 * HOUR)).isEmpty();
        // Half an hour of silence, of which 120 s still stand.
        read(RIGHT, 2 * HOUR + 5 * QUARTER, 10 * HOUR, second -> 7);
        assertThat(excursions(9 * HOUR)).containsExactly("7200.. confirmed 12600 worst 2.0");
    }

    @Test
    void tellsMeansByTheTimeThatReadingsStood() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("MeansTest -Dseed=" + seed);
        var random = new Random(seed);
        int told = 0;
        for (int round = 0; round < 60; round++) {
            var any = new Site(Site.DISAGREE);
            for (long second = random.nextInt(100); second < 4 * HOUR; ) {
                any.read(LEFT, second, 5 + random.nextGaussian());
                second += random.nextInt(15) == 0 ? random.nextInt(1_500) + 1 : random.nextInt(150) + 1;
            }
            for (Transition mean : any.told(LEFT, 5 * HOUR)) {
                double sum = 0;
                int known = 0;
                for (long second = mean.sinceMicros() / SECOND; second < mean.timeMicros() / SECOND; second++) {
                    @Nullable Double at = any.at(LEFT, second);
                    if (at != null) {
                        sum += at;
                        known++;
                    }
                }
                assertThat(known).isGreaterThanOrEqualTo(450);
                assertThat(mean.worst()).as("seed %s round %s", seed, round).isCloseTo(sum / known, within(1e-9));
                told++;
            }
        }
        assertThat(told).isGreaterThan(300);
    }

    @Test
    void isTheSameFromItsLastResetOn() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("MeansTest -Dseed=" + seed);
        var random = new Random(seed);
        int checked = 0;
        for (int round = 0; round < 60; round++) {
            var any = new Site(Site.DISAGREE);
            double apart = 0;
            for (long second = 0; second < 48 * HOUR; second += 60) {
                if (second % QUARTER == 0 && random.nextInt(6) == 0) {
                    apart = List.of(0.0, 0.5, 0.9, 1.5, 3.0).get(random.nextInt(5));
                }
                boolean gap = (second / QUARTER + round) % 23 < 2;
                any.read(LEFT, second, 5);
                if (!gap) {
                    any.read(RIGHT, second, 5 + apart);
                }
            }
            Map<Told, List<Transition>> all = any.told(48 * HOUR);
            Watch watch = any.watch();
            List<Excursion> whole = Excursions.of(
                    LEFT, new Means(watch, all).conclude(Long.MIN_VALUE).transitions());
            for (long from = HOUR; from < 48 * HOUR; from += 3 * HOUR) {
                long before = from * SECOND;
                OptionalLong reset = new Means(watch, all).lastReset(before - 1);
                if (reset.isEmpty()) {
                    continue;
                }
                var since = new HashMap<Told, List<Transition>>();
                all.forEach((of, each) -> since.put(
                        of,
                        each.stream()
                                .filter(t -> t.timeMicros() > reset.getAsLong())
                                .toList()));
                assertThat(Excursions.of(
                                LEFT,
                                new Means(watch, since)
                                        .conclude(reset.getAsLong())
                                        .transitions()))
                        .as("seed %s round %s from %s", seed, round, from)
                        .isEqualTo(whole.stream()
                                .filter(e -> e.confirmedMicros() > reset.getAsLong())
                                .toList());
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(100);
    }
}
