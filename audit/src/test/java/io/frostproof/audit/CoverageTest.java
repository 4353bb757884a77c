package io.frostproof.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.alerts.network.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageTest {

    private static Coverage.Result cover(Stretch stretch, long hold, long now, long... times) {
        var coverage = new Coverage(stretch, hold, now);
        for (long time : times) {
            coverage.reading(time);
        }
        return coverage.end();
    }

    @Test
    void aReadingStandsUntilTheNextOne() {
        Coverage.Result result = cover(new Stretch(0, 0, 30), 10, 100, 0, 10, 20);
        assertThat(result).isEqualTo(new Coverage.Result(30, 30, 0, 0, List.of()));
    }

    @Test
    void aReadingStandsNoLongerThanTheMaxHold() {
        Coverage.Result result = cover(new Stretch(0, 0, 30), 10, 100, 0, 15);
        assertThat(result.gaps()).containsExactly(new Coverage.Gap(10, 15), new Coverage.Gap(25, 30));
        assertThat(result.knownMicros()).isEqualTo(20);
    }

    @Test
    void aReadingFromBeforeTheRangeReachesIntoIt() {
        assertThat(cover(new Stretch(0, 100, 120), 10, 1000, 95).gaps()).containsExactly(new Coverage.Gap(105, 120));
    }

    @Test
    void aReadingFromBeforeThePlacementBelongsToAnotherUnit() {
        assertThat(cover(new Stretch(100, 100, 120), 10, 1000, 95).knownMicros())
                .isZero();
    }

    @Test
    void timeThatHasNotElapsedIsNoGap() {
        assertThat(cover(new Stretch(0, 0, 100), 10, 50, 45))
                .isEqualTo(new Coverage.Result(50, 5, 45, 1, List.of(new Coverage.Gap(0, 45))));
        assertThat(cover(new Stretch(10, 10, 100), 10, 5).elapsedMicros()).isZero();
        assertThat(cover(new Stretch(10, 10, 100), 10, 5).milliPercent()).isNull();
    }

    @Test
    void countsMoreGapsThanItLists() {
        var coverage = new Coverage(new Stretch(0, 0, 10_000), 1, 10_000);
        for (long time = 0; time < 10_000; time += 10) {
            coverage.reading(time);
        }
        Coverage.Result result = coverage.end();
        assertThat(result.gapCount()).isEqualTo(1000);
        assertThat(result.gaps()).hasSize(Coverage.GAPS_LISTED);
        assertThat(result.and(result).gaps()).hasSize(Coverage.GAPS_LISTED);
    }

    @Test
    void roundsDownSoThatAHundredMeansAll() {
        assertThat(new Coverage.Result(1_000_000_000, 999_999_999, 1, 1, List.of()).milliPercent())
                .isEqualTo(99_999);
        long century = 100L * 366 * 86_400 * 1_000_000;
        assertThat(new Coverage.Result(century, century, 0, 0, List.of()).milliPercent())
                .isEqualTo(100_000);
    }

    @Test
    void refusesAStretchThatEndsBeforeItBegins() {
        assertThatThrownBy(() -> new Stretch(0, 10, 10)).hasMessageContaining("from < to");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261121})
    void agreesWithCountingEveryInstant(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            long placed = random.nextInt(40);
            long from = placed + random.nextInt(40);
            var stretch = new Stretch(placed, from, from + 1L + random.nextInt(120));
            long hold = 1L + random.nextInt(20);
            long now = random.nextInt(260);
            var times = new TreeSet<Long>();
            for (int i = random.nextInt(25); i > 0; i--) {
                times.add((long) random.nextInt(220));
            }

            Coverage.Result result = cover(
                    stretch,
                    hold,
                    now,
                    times.stream().mapToLong(Long::longValue).toArray());

            assertThat(result)
                    .as("seed %d round %d: %s hold %d now %d readings %s", seed, round, stretch, hold, now, times)
                    .isEqualTo(counted(stretch, hold, now, times));
            assertThat(result.knownMicros() + result.gapMicros()).isEqualTo(result.elapsedMicros());
        }
    }

    /** The definition, instant by instant. */
    private static Coverage.Result counted(Stretch stretch, long hold, long now, NavigableSet<Long> times) {
        long end = Math.min(stretch.toMicros(), now);
        long known = 0;
        long elapsed = 0;
        var gaps = new ArrayList<Coverage.Gap>();
        boolean inGap = false;
        for (long instant = stretch.fromMicros(); instant < end; instant++) {
            elapsed++;
            Long last = times.floor(instant);
            if (last != null && last >= stretch.placedFromMicros() && instant < last + hold) {
                known++;
                inGap = false;
            } else if (inGap) {
                gaps.add(new Coverage.Gap(gaps.removeLast().fromMicros(), instant + 1));
            } else {
                gaps.add(new Coverage.Gap(instant, instant + 1));
                inGap = true;
            }
        }
        return new Coverage.Result(elapsed, known, elapsed - known, gaps.size(), gaps);
    }

    @Test
    void readingsThatNobodyTrustsStandForNothingAndNoneStandsIntoTheirTime() {
        var coverage = new Coverage(
                new Stretch(0, 0, 100),
                20,
                List.of(new Span(35, 60), new Span(50, 70), new Span(80, 80)),
                100,
                (from, to) -> {});
        for (long time : new long[] {0, 10, 20, 30, 40, 50, 60, 70, 80}) {
            coverage.reading(time);
        }
        Coverage.Result result = coverage.end();
        assertThat(result.gaps()).containsExactly(new Coverage.Gap(35, 70));
        assertThat(result.knownMicros()).isEqualTo(65);
    }
}
