package io.frostproof.alerts.condition;

import java.util.function.Consumer;

/**
 * Tells the mean of a channel over each closed step of a window, for the desk to compare with that of another channel. A mean is known when readings
 * stood for half of the window; what is not known is not told. What it remembers lies in cells of the channel's state. Immutable, thread-safe.
 */
final class Reporter {

    private static final double NO_VALUE = Double.NaN;

    /** The reading that stands. */
    private static final int VALUE = 0;
    /** End of the step that is being counted; MAX while nothing is. */
    private static final int STEP_END = 1;

    private static final int COMMON_CELLS = 2;
    private static final int SUM = 0;
    private static final int MICROS = 1;

    private final String slot;
    private final String text;
    private final int offset;
    private final int steps;
    private final long stepMicros;
    private final Buckets buckets;

    Reporter(SlotRules rules, Measure.Disagreement measure, int offset) {
        slot = rules.slot();
        text = rules.toString();
        this.offset = offset;
        stepMicros = LevelTimer.micros(measure.step());
        steps = Math.toIntExact(LevelTimer.micros(measure.window()) / stepMicros);
        buckets = new Buckets(offset + COMMON_CELLS, steps, measure.step().multipliedBy(steps), new long[2]);
    }

    String text() {
        return text;
    }

    int offset() {
        return offset;
    }

    int cells() {
        return COMMON_CELLS + Buckets.cells(steps, 2);
    }

    void clear(long[] cells) {
        setValue(cells, NO_VALUE);
        cells[offset + STEP_END] = Long.MAX_VALUE;
        buckets.clear(cells);
    }

    /** When the step that is being counted closes. */
    long happensAt(long[] cells) {
        return cells[offset + STEP_END];
    }

    /** Lets time pass up to an instant, within the step. */
    void count(long[] cells, long toMicros, long micros, boolean channelUnknown) {
        double value = Double.longBitsToDouble(cells[offset + VALUE]);
        if (micros == 0 || channelUnknown || Double.isNaN(value)) {
            return;
        }
        long bucket = buckets.at(toMicros - 1);
        buckets.advance(cells, bucket);
        int cell = buckets.cell(bucket);
        double sum = Double.longBitsToDouble(cells[cell + SUM]) + micros * value;
        cells[cell + SUM] = Double.doubleToRawLongBits(sum);
        cells[cell + MICROS] += micros;
    }

    /** Closes the step, if it ends here. */
    void happen(long[] cells, String unit, long timeMicros, boolean channelUnknown, Consumer<Transition> out) {
        if (cells[offset + STEP_END] != timeMicros) {
            return;
        }
        long last = buckets.at(timeMicros - 1);
        buckets.advance(cells, last);
        double sum = 0;
        long micros = 0;
        for (long bucket = buckets.oldest(last); bucket <= last; bucket++) {
            int cell = buckets.cell(bucket);
            sum += Double.longBitsToDouble(cells[cell + SUM]);
            micros += cells[cell + MICROS];
        }
        if (2 * micros >= steps * stepMicros) {
            out.accept(new Transition(
                    slot, unit, Transition.Kind.KNOWN, null, timeMicros, timeMicros - stepMicros, sum / micros));
        }
        // Nothing is counted while the channel is unknown; the next reading begins again.
        cells[offset + STEP_END] = channelUnknown ? Long.MAX_VALUE : timeMicros + stepMicros;
    }

    void read(long[] cells, long timeMicros, double reading) {
        setValue(cells, reading);
        if (cells[offset + STEP_END] == Long.MAX_VALUE) {
            cells[offset + STEP_END] = buckets.begin(buckets.at(timeMicros) + 1);
        }
    }

    private void setValue(long[] cells, double value) {
        cells[offset + VALUE] = Double.doubleToRawLongBits(value);
    }
}
