package io.frostproof.simulator.engine;

import io.frostproof.simulator.truth.TruthRecord;
import io.frostproof.simulator.truth.TruthState;

/** Whether one state holds, since when, and how bad it was; tells the interval when it is over. For one thread. */
final class Watch {

    private final TruthState state;
    private final String unit;
    private final String device;
    private final SimulationListener listener;
    private boolean open;
    private long startMillis;
    private double worst;

    Watch(TruthState state, String unit, String device, SimulationListener listener) {
        this.state = state;
        this.unit = unit;
        this.device = device;
        this.listener = listener;
    }

    /**
     * A quantity went from one value to another, on a straight line; the moments at which it crosses the limit are taken from that.
     *
     * @param above true: the state is to be above the limit
     */
    void line(long fromMillis, double from, long toMillis, double to, double limit, boolean above) {
        boolean before = above ? from > limit : from < limit;
        boolean after = above ? to > limit : to < limit;
        if (!open && (before || after)) {
            begin(before ? fromMillis : crossing(fromMillis, from, toMillis, to, limit), before ? from : to);
        }
        if (open) {
            worst = above ? Math.max(worst, to) : Math.min(worst, to);
            if (!after) {
                end(crossing(fromMillis, from, toMillis, to, limit));
            }
        }
    }

    private static long crossing(long fromMillis, double from, long toMillis, double to, double limit) {
        double part = to == from ? 1 : Math.clamp((limit - from) / (to - from), 0, 1);
        return fromMillis + Math.round(part * (toMillis - fromMillis));
    }

    /** The state holds from now on, or not; {@code value} counts as worst when it is further from 0. */
    void is(boolean holds, long nowMillis, double value) {
        if (holds && !open) {
            begin(nowMillis, value);
        } else if (holds && Math.abs(value) > Math.abs(worst)) {
            worst = value;
        } else if (!holds && open) {
            end(nowMillis);
        }
    }

    /** As {@link #is}, where less is worse. */
    void isLow(boolean holds, long nowMillis, double value) {
        if (holds && open) {
            worst = Math.min(worst, value);
        } else {
            is(holds, nowMillis, value);
        }
    }

    private void begin(long millis, double value) {
        open = true;
        startMillis = millis;
        worst = value;
    }

    /** Tells what is open, as if it ended now. */
    void end(long nowMillis) {
        if (open) {
            open = false;
            if (nowMillis > startMillis) {
                listener.truth(
                        new TruthRecord.StateInterval(state, unit, device, startMillis, nowMillis, hundredths(worst)));
            }
        }
    }

    static double hundredths(double value) {
        return Math.rint(value * 100) / 100;
    }
}
