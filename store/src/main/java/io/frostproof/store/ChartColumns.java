package io.frostproof.store;

import io.frostproof.alerts.network.Sense;
import io.frostproof.audit.Coverage;
import io.frostproof.audit.LogChannel;
import io.frostproof.audit.Stretch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One channel of a chart, made in one pass over its readings: minimum, maximum and mean per bucket, the readings themselves as long as
 * they are few, and the gaps. Memory grows with the number of points, not with that of readings. Not thread-safe.
 */
final class ChartColumns {

    /** Lengths of buckets that people can name, so that the same range is thinned alike however wide the window is; longer ones are days. */
    private static final int[] LENGTHS_S = {
        1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200, 86_400
    };

    private static final int DAY_S = 86_400;
    private static final long SECOND_MICROS = 1_000_000;

    private final LogChannel channel;
    private final long bucketMicros;
    private final int points;
    private final long nowMicros;

    private final List<Long> rawTimes = new ArrayList<>();
    private final List<Double> rawValues = new ArrayList<>();
    private long readings;

    private final List<Long> times = new ArrayList<>();
    private final List<Double> lows = new ArrayList<>();
    private final List<Double> highs = new ArrayList<>();
    private final List<Double> means = new ArrayList<>();
    private long bucket;
    private long count;
    private double low;
    private double high;
    private double sum;

    private final List<@Nullable Double> rawProducts = new ArrayList<>();
    private final List<@Nullable Double> productLows = new ArrayList<>();
    private final List<@Nullable Double> productHighs = new ArrayList<>();
    private final List<@Nullable Double> productMeans = new ArrayList<>();
    private long productCount;
    private double productLow;
    private double productHigh;
    private double productSum;
    private boolean hasProduct;

    private List<Coverage.Gap> gaps = new ArrayList<>();
    private boolean gapsThinned;

    /**
     * Begins.
     *
     * @param bucketS length of the buckets in s, as {@link #bucketSeconds} says
     * @param points most buckets of a channel, and most readings that are kept as they are
     * @param nowMicros time after this has not elapsed and is no gap
     */
    ChartColumns(LogChannel channel, long bucketS, int points, long nowMicros) {
        this.channel = channel;
        this.bucketMicros = bucketS * SECOND_MICROS;
        this.points = points;
        this.nowMicros = nowMicros;
    }

    /** The shortest length in s that needs at most {@code points} buckets for [from, to); buckets begin at multiples of it since 1970. */
    static long bucketSeconds(long fromMicros, long toMicros, int points) {
        // One bucket more than the length asks for, since neither end lies on the edge of one.
        long atLeast = Math.ceilDiv(toMicros - fromMicros, SECOND_MICROS * (points - 1));
        for (int length : LENGTHS_S) {
            if (length >= atLeast) {
                return length;
            }
        }
        return Math.ceilDiv(atLeast, DAY_S) * DAY_S;
    }

    /** A part of the time for which the channel measured the unit; parts come in order. */
    Part begin(Stretch stretch) {
        return begin(stretch, null);
    }

    /** As {@link #begin(Stretch)}, with the product beside the air. */
    Part begin(Stretch stretch, @Nullable ProductCurve product) {
        return new Part(stretch, product);
    }

    /** Takes the readings of one stretch, in event-time order, from one max hold before it; for the product from as early as it is to be felt. */
    final class Part {
        private final Stretch stretch;
        private final Coverage coverage;

        private final @Nullable ProductCurve product;

        private Part(Stretch stretch, @Nullable ProductCurve product) {
            this.stretch = stretch;
            this.product = product;
            coverage = new Coverage(
                    stretch, channel.maxHoldMicros(), channel.distrusted(), nowMicros, ChartColumns.this::gap);
        }

        void reading(long timeMicros, double value) {
            double ofProduct = product == null ? Double.NaN : product.at(timeMicros, value);
            coverage.reading(timeMicros);
            if (timeMicros >= stretch.fromMicros()) {
                add(timeMicros, value, ofProduct);
            }
        }

        void end() {
            coverage.end();
        }
    }

    private void add(long timeMicros, double value, double product) {
        readings++;
        if (readings <= points) {
            rawTimes.add(Math.floorDiv(timeMicros, SECOND_MICROS));
            rawValues.add(value);
            rawProducts.add(Double.isNaN(product) ? null : Double.valueOf(product));
        }
        long own = Math.floorDiv(timeMicros, bucketMicros);
        if (count > 0 && own != bucket) {
            close();
        }
        if (count == 0) {
            bucket = own;
            low = value;
            high = value;
            sum = 0;
        }
        count++;
        low = Math.min(low, value);
        high = Math.max(high, value);
        sum += value;
        if (!Double.isNaN(product)) {
            hasProduct = true;
            productLow = productCount == 0 ? product : Math.min(productLow, product);
            productHigh = productCount == 0 ? product : Math.max(productHigh, product);
            productSum = productCount == 0 ? product : productSum + product;
            productCount++;
        }
    }

    private void close() {
        times.add(bucket * (bucketMicros / SECOND_MICROS));
        lows.add(low);
        highs.add(high);
        // A sum is rounded, and a mean outside of its values would be drawn as one.
        means.add(Math.clamp(sum / count, low, high));
        count = 0;
        boolean known = productCount > 0;
        productLows.add(known ? Double.valueOf(productLow) : null);
        productHighs.add(known ? Double.valueOf(productHigh) : null);
        productMeans.add(known ? Double.valueOf(Math.clamp(productSum / productCount, productLow, productHigh)) : null);
        productCount = 0;
    }

    private void gap(long fromMicros, long toMicros) {
        put(new Coverage.Gap(fromMicros, toMicros));
        if (!gapsThinned && gaps.size() > points) {
            gapsThinned = true;
            List<Coverage.Gap> all = gaps;
            gaps = new ArrayList<>();
            all.forEach(this::put);
        }
    }

    private void put(Coverage.Gap gap) {
        if (gapsThinned
                && !gaps.isEmpty()
                && Math.floorDiv(gaps.getLast().fromMicros(), bucketMicros)
                        == Math.floorDiv(gap.fromMicros(), bucketMicros)) {
            gaps.set(gaps.size() - 1, new Coverage.Gap(gaps.getLast().fromMicros(), gap.toMicros()));
        } else {
            gaps.add(gap);
        }
    }

    /** Whether its readings can be shown as they are. */
    boolean few() {
        return readings <= points;
    }

    /**
     * The columns; nothing may be added any more.
     *
     * @param raw the readings themselves; only if {@link #few}
     * @param lagS time constant of the product at the end of the range, in seconds
     */
    ChartQueries.Channel columns(boolean raw, Sense senses, double lagS) {
        if (count > 0) {
            close();
        }
        return new ChartQueries.Channel(
                channel.device(),
                channel.name(),
                channel.quantity().id(),
                channel.quantity().canonicalUnit().ucum(),
                channel.maxHoldMicros() / 1e6,
                raw ? rawTimes : times,
                raw ? rawValues : lows,
                raw ? rawValues : highs,
                raw ? rawValues : means,
                wholeSeconds(),
                channel.distrustedInside().stream()
                        .map(span -> List.of(
                                Math.floorDiv(span.fromMicros(), SECOND_MICROS),
                                Math.floorDiv(Math.min(span.toMicros(), nowMicros), SECOND_MICROS)))
                        .filter(span -> span.get(0) < span.get(1))
                        .toList(),
                senses.id(),
                hasProduct
                        ? new ChartQueries.Product(
                                lagS,
                                raw ? rawProducts : productLows,
                                raw ? rawProducts : productHighs,
                                raw ? rawProducts : productMeans)
                        : null);
    }

    /** The columns of a channel in the air, without a product. */
    ChartQueries.Channel columns(boolean raw) {
        return columns(raw, Sense.AIR, 0);
    }

    /** Like the times of readings, rounded down; what vanishes is shorter than a second. */
    private List<List<Long>> wholeSeconds() {
        return gaps.stream()
                .map(gap -> List.of(
                        Math.floorDiv(gap.fromMicros(), SECOND_MICROS), Math.floorDiv(gap.toMicros(), SECOND_MICROS)))
                .filter(gap -> gap.get(0) < gap.get(1))
                .toList();
    }
}
