package io.frostproof.alerts.exposure;

/** Sums over the steps of a course, run up once, so that any stretch of time costs two look-ups however long it is. Immutable. */
final class RunningSums {

    /** How fast a row runs up in a step, by the microsecond. */
    interface Rate {
        double of(int row, int step);
    }

    private final Course course;
    private final Rate rate;

    /** Sums until the begin of each step, [row][step]. */
    private final double[][] until;

    RunningSums(Course course, int rows, Rate rate) {
        this.course = course;
        this.rate = rate;
        until = new double[rows][course.steps()];
        for (int step = 1; step < course.steps(); step++) {
            double micros = course.fromMicros(step) - course.fromMicros(step - 1);
            for (int row = 0; row < rows; row++) {
                until[row][step] = until[row][step - 1] + micros * rate.of(row, step - 1);
            }
        }
    }

    /**
     * What a row grows by from one time to another.
     *
     * @param first the step that the begin lies in; -1: before all
     * @param last the step that the end lies in, not -1
     */
    double grown(int row, int first, long fromMicros, int last, long toMicros) {
        return upTo(row, last, toMicros) - (first < 0 ? 0 : upTo(row, first, fromMicros));
    }

    private double upTo(int row, int step, long micros) {
        return until[row][step] + (micros - course.fromMicros(step)) * rate.of(row, step);
    }
}
