package io.frostproof.alerts.condition;

/**
 * Works one {@link Measure} out of the readings of a channel. What it remembers lies in cells of the channel's state, from its offset on, so
 * that one gauge serves all channels with the same rules, and a copy of a channel is a copy of its cells. Immutable, thread-safe.
 */
abstract sealed class Gauge
        permits ValueGauge,
                ProductGauge,
                ChangeGauge,
                MeanKineticGauge,
                DegreeMinutesGauge,
                CrossingsGauge,
                SpreadGauge,
                RunGauge,
                MissingGauge {

    /** In the cell of when it became unknown: it is known. */
    static final long KNOWN = Long.MIN_VALUE;
    /** In the same cell: it has not been known yet. */
    static final long NOT_YET = Long.MAX_VALUE;

    private static final int VALUE = 0;
    private static final int UNKNOWN_SINCE = 1;
    private static final int COMMON_CELLS = 2;

    private final String text;
    private final int offset;
    private final int ownCells;

    /**
     * @param text tells measures apart: measure and traits that it goes by
     * @param ownCells how many cells it needs
     */
    Gauge(String text, int offset, int ownCells) {
        this.text = text;
        this.offset = offset;
        this.ownCells = ownCells;
    }

    static Gauge of(Measure measure, Traits traits, int offset) {
        return switch (measure) {
            case Measure.Value value -> new ValueGauge(offset);
            case Measure.Product product -> new ProductGauge(traits, offset);
            case Measure.Change change -> new ChangeGauge(change, offset);
            case Measure.MeanKinetic meanKinetic -> new MeanKineticGauge(meanKinetic, offset);
            case Measure.DegreeMinutes degreeMinutes -> new DegreeMinutesGauge(degreeMinutes, traits, offset);
            case Measure.Crossings crossings -> new CrossingsGauge(crossings, offset);
            case Measure.Spread spread -> new SpreadGauge(spread, offset);
            case Measure.Run run -> new RunGauge(run, offset);
            case Measure.Missing missing -> new MissingGauge(offset);
            case Measure.While w -> throw atDesk(w);
            case Measure.Disagreement d -> throw atDesk(d);
            case Measure.Calibration c -> throw atDesk(c);
            case Measure.Clock c -> throw atDesk(c);
        };
    }

    private static IllegalArgumentException atDesk(Measure measure) {
        return new IllegalArgumentException(measure.kind().id() + " is not worked out of the readings of a channel");
    }

    final String text() {
        return text;
    }

    final int offset() {
        return offset;
    }

    /** How many cells it takes. */
    final int cells() {
        return COMMON_CELLS + ownCells;
    }

    /** Its own first cell. */
    final int own() {
        return offset + COMMON_CELLS;
    }

    /** Makes its cells those of a channel without readings. */
    void clear(long[] cells) {
        setValue(cells, Double.NaN);
        cells[offset + UNKNOWN_SINCE] = NOT_YET;
    }

    /** The measure as of the newest reading; NaN when not known then. */
    final double value(long[] cells) {
        return Double.longBitsToDouble(cells[offset + VALUE]);
    }

    /** Whether {@link #early} may be another value than {@link #value}. */
    boolean hasEarly() {
        return false;
    }

    /**
     * What it measures may have become this much already, as of the newest reading, where what is measured follows late: a delay may count from when this was beyond.
     * NaN when not known then.
     */
    double early(long[] cells) {
        return value(cells);
    }

    final void setValue(long[] cells, double value) {
        cells[offset + VALUE] = Double.doubleToRawLongBits(value);
    }

    /** Whether its value stands. */
    final boolean known(long[] cells) {
        return cells[offset + UNKNOWN_SINCE] == KNOWN;
    }

    /** {@link #KNOWN}, {@link #NOT_YET}, or since when it is unknown. */
    final long unknownSince(long[] cells) {
        return cells[offset + UNKNOWN_SINCE];
    }

    /** No reading stands any more. */
    void becomeUnknown(long[] cells, long timeMicros) {
        if (known(cells)) {
            cells[offset + UNKNOWN_SINCE] = timeMicros;
        }
    }

    /** After a reading, when whoever had to know how long it was unknown knows. */
    final void settle(long[] cells, long timeMicros) {
        if (!Double.isNaN(value(cells))) {
            cells[offset + UNKNOWN_SINCE] = KNOWN;
        } else if (known(cells)) {
            cells[offset + UNKNOWN_SINCE] = timeMicros;
        }
    }

    /** A reading has stood for a while. Told before the next reading, once for each stretch. */
    void stood(long[] cells, long fromMicros, long toMicros, double reading) {}

    /** When a running sum begins anew, if nothing is read before; {@link Long#MAX_VALUE} for never. */
    long resetsAt(long[] cells) {
        return Long.MAX_VALUE;
    }

    /** Whether a running sum has begun anew at this instant. */
    boolean resetAt(long[] cells, long timeMicros) {
        return false;
    }

    /** Begins what has to begin anew up to an instant. */
    void roll(long[] cells, long timeMicros) {}

    /**
     * Takes a reading.
     *
     * @param lastMicros event time of the reading before; anything when there is none in this placement
     * @param gapMicros how much of the time since then no reading stood for
     * @return the measure at this reading; NaN when not known
     */
    abstract double read(
            long[] cells, long timeMicros, double reading, long lastMicros, double lastReading, long gapMicros);
}
