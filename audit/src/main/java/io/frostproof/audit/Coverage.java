package io.frostproof.audit;

import io.frostproof.alerts.network.Span;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out for how much of a stretch of event time a channel was known. A reading stands until the next one, at most for the
 * max hold; time for which none stands is a gap. Known time and gaps make up the elapsed time, to the microsecond. Keeps a
 * bounded list of gaps, so its memory does not grow with the stretch. Not thread-safe.
 */
public final class Coverage {

    /** Gaps that are listed; more are only counted. A log with more has another problem than its length. */
    public static final int GAPS_LISTED = 100;

    private final Stretch stretch;
    private final List<Span> distrusted;
    private final long maxHoldMicros;
    private final long endMicros;
    private final GapVisitor visitor;
    private final List<Gap> gaps = new ArrayList<>();
    private long gapCount;
    private long gapMicros;
    private long knownMicros;
    private long reachMicros;

    /** @param nowMicros time after this has not elapsed and is neither known nor a gap */
    public Coverage(Stretch stretch, long maxHoldMicros, long nowMicros) {
        this(stretch, maxHoldMicros, List.of(), nowMicros, (from, to) -> {});
    }

    /** Of a channel. */
    Coverage(Stretch stretch, LogChannel channel, long nowMicros) {
        this(stretch, channel.maxHoldMicros(), channel.distrusted(), nowMicros, (from, to) -> {});
    }

    /**
     * For those who want every gap.
     *
     * @param distrusted readings in these stand for nothing, and none stands into them
     * @param nowMicros time after this has not elapsed and is neither known nor a gap
     * @param visitor is told of each gap as soon as it is known, in order
     */
    public Coverage(Stretch stretch, long maxHoldMicros, List<Span> distrusted, long nowMicros, GapVisitor visitor) {
        this.visitor = visitor;
        this.distrusted = List.copyOf(distrusted);
        this.stretch = stretch;
        this.maxHoldMicros = maxHoldMicros;
        endMicros = Math.max(stretch.fromMicros(), Math.min(stretch.toMicros(), nowMicros));
        reachMicros = stretch.fromMicros();
    }

    /** A reading; event times ascend. Those from before the placement are ignored. */
    public void reading(long eventMicros) {
        if (eventMicros < stretch.placedFromMicros()
                || eventMicros >= endMicros
                || Span.anyCovers(distrusted, eventMicros)) {
            return;
        }
        if (eventMicros > reachMicros) {
            gap(reachMicros, eventMicros);
            reachMicros = eventMicros;
        }
        long standsUntil = Math.min(endMicros, trustedUntil(eventMicros, eventMicros + maxHoldMicros));
        if (standsUntil > reachMicros) {
            knownMicros += standsUntil - reachMicros;
            reachMicros = standsUntil;
        }
    }

    private long trustedUntil(long fromMicros, long toMicros) {
        long until = toMicros;
        for (Span span : distrusted) {
            if (span.fromMicros() > fromMicros && span.fromMicros() < until) {
                until = span.fromMicros();
            }
        }
        return until;
    }

    /** What came out; no reading may follow. */
    public Result end() {
        if (reachMicros < endMicros) {
            gap(reachMicros, endMicros);
            reachMicros = endMicros;
        }
        return new Result(endMicros - stretch.fromMicros(), knownMicros, gapMicros, gapCount, gaps);
    }

    private void gap(long from, long to) {
        gapCount++;
        gapMicros += to - from;
        visitor.gap(from, to);
        if (gaps.size() < GAPS_LISTED) {
            gaps.add(new Gap(from, to));
        }
    }

    /** Takes gaps. */
    public interface GapVisitor {
        void gap(long fromMicros, long toMicros);
    }

    /** Event time for which no reading stood; {@code toMicros} is exclusive. */
    public record Gap(long fromMicros, long toMicros) {}

    /**
     * The coverage of one or several stretches.
     *
     * @param gapCount all gaps
     * @param gaps the first {@link #GAPS_LISTED} of them
     */
    public record Result(long elapsedMicros, long knownMicros, long gapMicros, long gapCount, List<Gap> gaps) {

        static final Result NOTHING = new Result(0, 0, 0, 0, List.of());

        public Result {
            gaps = List.copyOf(gaps);
        }

        /** Both together. */
        Result and(Result later) {
            var both = new ArrayList<>(gaps);
            both.addAll(later.gaps);
            return new Result(
                    elapsedMicros + later.elapsedMicros,
                    knownMicros + later.knownMicros,
                    gapMicros + later.gapMicros,
                    gapCount + later.gapCount,
                    both.subList(0, Math.min(both.size(), GAPS_LISTED)));
        }

        /** Known time in thousandths of a percent of the elapsed time, rounded down; null when none has elapsed. */
        @Nullable
        Long milliPercent() {
            return elapsedMicros == 0
                    ? null
                    : BigInteger.valueOf(knownMicros)
                            .multiply(BigInteger.valueOf(100_000))
                            .divide(BigInteger.valueOf(elapsedMicros))
                            .longValueExact();
        }
    }
}
