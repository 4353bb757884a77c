package io.frostproof.server.score;

import io.frostproof.alerts.condition.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A true temperature over time, as points that straight lines join. For one thread. */
final class TemperatureTrace {

    private long[] millis = new long[64];
    private double[] celsius = new double[64];
    private int size;

    /** Adds a point later than all before. */
    void add(long atMillis, double atCelsius) {
        if (size > 0 && atMillis <= millis[size - 1]) {
            throw new IllegalArgumentException("point at " + atMillis + " is not after " + millis[size - 1]);
        }
        if (size == millis.length) {
            millis = Arrays.copyOf(millis, 2 * size);
            celsius = Arrays.copyOf(celsius, 2 * size);
        }
        millis[size] = atMillis;
        celsius[size++] = atCelsius;
    }

    /** Where it was beyond a threshold. */
    List<Interval> beyond(Operator operator, double thresholdCelsius) {
        var intervals = new ArrayList<Interval>();
        long since = 0;
        boolean inside = false;
        for (int i = 0; i < size; i++) {
            boolean breaches = operator.breaches(celsius[i], thresholdCelsius);
            if (breaches != inside) {
                long crossing = i == 0 ? millis[0] : crossing(i, thresholdCelsius);
                if (breaches) {
                    since = crossing;
                } else {
                    intervals.add(new Interval(since, crossing));
                }
                inside = breaches;
            }
        }
        if (inside) {
            intervals.add(new Interval(since, millis[size - 1]));
        }
        return intervals;
    }

    private long crossing(int i, double thresholdCelsius) {
        double share = (thresholdCelsius - celsius[i - 1]) / (celsius[i] - celsius[i - 1]);
        return millis[i - 1] + Math.round(share * (millis[i] - millis[i - 1]));
    }
}
