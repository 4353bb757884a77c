package io.frostproof.alerts.condition;

/** {@link Measure.Crossings}: the side on which the channel is, how often it has crossed, and when it last did. */
final class CrossingsGauge extends Gauge {

    private static final int SIDE = 0;
    private static final int CROSSED = 1;
    private static final int TIMES = 2;

    private static final long NOWHERE = 0;
    private static final long INSIDE = 1;
    private static final long BEYOND = 2;

    private final Measure.Crossings measure;
    private final long windowMicros;

    CrossingsGauge(Measure.Crossings measure, int offset) {
        super(measure.toString(), offset, TIMES + Measure.Crossings.MOST);
        this.measure = measure;
        windowMicros = LevelTimer.micros(measure.window());
    }

    @Override
    double read(long[] cells, long timeMicros, double reading, long lastMicros, double lastReading, long gapMicros) {
        long side = cells[own() + SIDE];
        if (measure.above() ? reading > measure.limit() : reading < measure.limit()) {
            if (side == INSIDE) {
                cells[time(cells[own() + CROSSED]++)] = timeMicros;
            }
            cells[own() + SIDE] = BEYOND;
        } else if (side == NOWHERE || (measure.above() ? reading <= measure.back() : reading >= measure.back())) {
            cells[own() + SIDE] = INSIDE;
        }
        long crossed = cells[own() + CROSSED];
        long forgotten = Math.max(0, crossed - Measure.Crossings.MOST);
        int within = 0;
        while (crossed - within > forgotten && cells[time(crossed - within - 1)] > timeMicros - windowMicros) {
            within++;
        }
        return within;
    }

    private int time(long crossing) {
        return own() + TIMES + Math.floorMod(crossing, Measure.Crossings.MOST);
    }
}
