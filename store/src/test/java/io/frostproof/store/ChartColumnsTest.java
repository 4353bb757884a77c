package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.network.PlanMaker;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.audit.LogChannel;
import io.frostproof.audit.Stretch;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartColumnsTest {

    private static final long SECOND = 1_000_000;

    private static LogChannel channel(long holdS) {
        return new LogChannel(1, "probe-1", "t1", Quantity.TEMPERATURE, holdS * SECOND, List.of());
    }

    /** Readings at whole seconds. */
    private static ChartColumns columns(long bucketS, int points, long holdS, long fromS, long toS, long... timesS) {
        var columns = new ChartColumns(channel(holdS), bucketS, points, Long.MAX_VALUE);
        ChartColumns.Part part = columns.begin(new Stretch(0, fromS * SECOND, toS * SECOND));
        for (long time : timesS) {
            part.reading(time * SECOND, (double) time);
        }
        part.end();
        return columns;
    }

    @ParameterizedTest
    @CsvSource({"2592000,1500,1800", "86400,1500,60", "3600,5000,1", "315360000,10,35078400", "1,10,1"})
    void bucketsHaveLengthsThatPeopleCanName(long rangeS, int points, long expectedS) {
        assertThat(ChartColumns.bucketSeconds(0, rangeS * SECOND, points)).isEqualTo(expectedS);
    }

    @Test
    void neverNeedsMoreBucketsThanPoints() {
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long from = random.nextLong(4_000_000_000L * SECOND);
            long to = from + 1 + random.nextLong(1L << random.nextInt(1, 55));
            int points = random.nextInt(10, 5001);
            long bucket = ChartColumns.bucketSeconds(from, to, points) * SECOND;
            assertThat(Math.floorDiv(to - 1, bucket) - Math.floorDiv(from, bucket) + 1)
                    .isLessThanOrEqualTo(points);
        }
    }

    @Test
    void thinsToLowestHighestAndMean() {
        ChartQueries.Channel thinned =
                columns(10, 2, 100, 0, 60, 1, 2, 9, 10, 30).columns(false);
        assertThat(thinned.t()).containsExactly(0L, 10L, 30L);
        assertThat(thinned.min()).containsExactly(1.0, 10.0, 30.0);
        assertThat(thinned.max()).containsExactly(9.0, 10.0, 30.0);
        assertThat(thinned.mean()).containsExactly(4.0, 10.0, 30.0);
    }

    @Test
    void fewReadingsAreShownAsTheyAre() {
        ChartColumns few = columns(10, 5, 100, 0, 60, 1, 2, 9, 10, 30);
        assertThat(few.few()).isTrue();
        assertThat(few.columns(true).t()).containsExactly(1L, 2L, 9L, 10L, 30L);
        assertThat(columns(10, 4, 100, 0, 60, 1, 2, 9, 10, 30).few()).isFalse();
    }

    @Test
    void gapsAreTimeForWhichNoReadingStood() {
        assertThat(columns(10, 10, 5, 10, 60, 7, 20, 24, 40).columns(true).gaps())
                .containsExactly(List.of(12L, 20L), List.of(29L, 40L), List.of(45L, 60L));
    }

    @Test
    void aReadingFromBeforeTheStretchStandsButIsNotShown() {
        assertThat(columns(10, 10, 5, 10, 12, 7).columns(true).t()).isEmpty();
        assertThat(columns(10, 10, 5, 10, 12, 7).columns(true).gaps()).isEmpty();
    }

    @Test
    void moreGapsThanPointsBecomeOnePerBucket() {
        long[] times = new long[100];
        for (int i = 0; i < times.length; i++) {
            times[i] = i * 10L;
        }
        // A reading every 10 s that stands for 1 s: 100 gaps of 9 s.
        assertThat(columns(100, 100, 1, 0, 1000, times).columns(true).gaps()).hasSize(100);
        List<List<Long>> thinned =
                columns(100, 20, 1, 0, 1000, times).columns(false).gaps();
        assertThat(thinned).hasSize(10).first().isEqualTo(List.of(1L, 100L));
        assertThat(thinned).last().isEqualTo(List.of(901L, 1000L));
    }

    @Test
    void theProductIsThinnedAsTheAirIsAndKeepsItsExtremes() {
        var columns = new ChartColumns(channel(60), 600, 3, Long.MAX_VALUE);
        var rules = new UnitRules(List.of(
                new UnitRules.Stretch(RuleVersion.FROM_THE_BEGINNING, java.time.Duration.ofMinutes(5), List.of())));
        var probes = List.of(new PlanMaker.ProductProbe(1_200 * SECOND, 1_800 * SECOND));
        var reckoned = new ProductCurve(rules, probes, 60 * SECOND);
        ChartColumns.Part part = columns.begin(
                new Stretch(0, 600 * SECOND, 2_400 * SECOND), new ProductCurve(rules, probes, 60 * SECOND));
        double lowest = Double.MAX_VALUE;
        double highest = -Double.MAX_VALUE;
        for (int s = 0; s < 2_400; s += 20) {
            double air = 5 + 5 * Math.sin(s / 100.0);
            part.reading(s * SECOND, air);
            double product = reckoned.at(s * SECOND, air);
            if (s >= 600 && s < 1_200) {
                lowest = Math.min(lowest, product);
                highest = Math.max(highest, product);
            }
        }
        part.end();

        ChartQueries.Channel shown = columns.columns(false, Sense.AIR, 300);

        assertThat(shown.t()).containsExactly(600L, 1_200L, 1_800L);
        ChartQueries.Product product = Objects.requireNonNull(shown.product());
        assertThat(product.lagS()).isEqualTo(300);
        assertThat(product.min().getFirst()).isEqualTo(lowest);
        assertThat(product.max().getFirst()).isEqualTo(highest);
        assertThat(product.mean().getFirst()).isBetween(lowest, highest);
        // A probe was in the product.
        assertThat(product.mean().get(1)).isNull();
        assertThat(product.mean().get(2)).isNotNull();
    }

    @Test
    void theMeanOfEqualValuesIsThatValue() {
        var columns = new ChartColumns(channel(60), 3600, 10, Long.MAX_VALUE);
        ChartColumns.Part part = columns.begin(new Stretch(0, 0, 3600 * SECOND));
        for (int i = 0; i < 1000; i++) {
            part.reading(i * SECOND, 0.1);
        }
        part.end();
        assertThat(columns.columns(false).mean()).containsExactly(0.1);
    }
}
