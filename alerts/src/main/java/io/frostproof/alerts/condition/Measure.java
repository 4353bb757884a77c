package io.frostproof.alerts.condition;

import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What of a channel a condition compares with its threshold. Every measure is a function of the channel's readings in event-time order, taken at
 * each reading, and stands until the next one. A measure that is not known (a window that is not filled, say) breaches nothing and ends
 * nothing.
 */
public sealed interface Measure {

    /** The reading itself, in the canonical unit of the quantity. */
    Measure VALUE = new Value();

    /** Which sort it is. */
    Kind kind();

    /** The sorts of measures. The identifier is the word in files, SQL and the API. */
    enum Kind {
        VALUE("value"),
        PRODUCT("product"),
        RATE_OF_CHANGE("rate_of_change"),
        MEAN_KINETIC("mean_kinetic"),
        DEGREE_MINUTES("degree_minutes"),
        CROSSINGS("crossings"),
        SPREAD("spread"),
        RUN("run"),
        MISSING("missing"),
        WHILE("while"),
        DISAGREEMENT("disagreement"),
        CALIBRATION("calibration"),
        CLOCK("clock");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }

        /** The one of this identifier, or null. */
        public static @Nullable Kind find(String id) {
            for (Kind kind : values()) {
                if (kind.id.equals(id)) {
                    return kind;
                }
            }
            return null;
        }
    }

    /** Whether it takes more than one channel, or none, so that the desk works it out and no channel does. */
    boolean atDesk();

    /** See {@link #VALUE}. */
    record Value() implements Measure {
        @Override
        public Kind kind() {
            return Kind.VALUE;
        }

        @Override
        public boolean atDesk() {
            return false;
        }
    }

    /**
     * What the air does to the product, in °C: a first-order lag of the readings with the time constant of the unit ({@link Traits}), see
     * {@link ProductTemperature}. The readings themselves where the probe is in the product.
     */
    record Product() implements Measure {
        @Override
        public Kind kind() {
            return Kind.PRODUCT;
        }

        @Override
        public boolean atDesk() {
            return false;
        }
    }

    /**
     * How fast the reading changes, in the canonical unit per hour: the newest reading less the oldest one that is remembered of the window, by the
     * time between them. Remembered is the first reading of each of {@value #BUCKETS} equal parts of the window, which are aligned to event time.
     * Known when the two are at least half a window apart.
     */
    record Change(Duration window) implements Measure {

        static final int BUCKETS = 32;

        public Change {
            checkWindow(window);
        }

        @Override
        public Kind kind() {
            return Kind.RATE_OF_CHANGE;
        }

        @Override
        public boolean atDesk() {
            return false;
        }
    }

    /**
     * Mean kinetic temperature of the window, in °C (USP 1160, with a heat of activation of 83.144 kJ/mol), weighted by the time that readings
     * stood; unknown time has no weight. The window moves in {@value #BUCKETS} steps. Known when half of the window is.
     */
    record MeanKinetic(Duration window) implements Measure {

        static final int BUCKETS = 60;

        public MeanKinetic {
            checkWindow(window);
        }

        @Override
        public Kind kind() {
            return Kind.MEAN_KINETIC;
        }

        @Override
        public boolean atDesk() {
            return false;
        }
    }

    /**
     * How far and how long the reading was beyond a limit within the period, in the canonical unit times minutes; the two sides are kept apart
     * and never netted.
     *
     * @param above whether beyond is above
     */
    record DegreeMinutes(double limit, boolean above, Period per) implements Measure {
        @Override
        public Kind kind() {
            return Kind.DEGREE_MINUTES;
        }

        @Override
        public boolean atDesk() {
            return false;
        }
    }

    /**
     * How often within the window the reading went beyond a limit, having been back on the other side of {@code back} in between: freeze-thaw cycles,
     * starts of a compressor. The first reading of a placement tells on which side the channel is, and counts for nothing; at most
     * {@value #MOST} are counted.
     *
     * @param above whether beyond is above
     * @param back at which, or further on the inner side, it is over; the limit itself or on its inner side
     */
    record Crossings(double limit, double back, boolean above, Duration window) implements Measure {

        static final int MOST = 64;

        public Crossings {
            checkWindow(window);
            if (above ? back > limit : back < limit) {
                throw new IllegalArgumentException(
                        "back must be " + (above ? "at most " : "at least ") + limit + ", was " + back);
            }
        }

        @Override
        public Kind kind() {
            return Kind.CROSSINGS;
        }

        @Override
        public boolean atDesk() {
            return false;
        }
    }

    /**
     * Largest less smallest reading that stood in the window, in the canonical unit. The window moves in {@value #BUCKETS} steps. Known when nine
     * tenths of it are.
     */
    record Spread(Duration window) implements Measure {

        static final int BUCKETS = 32;

        public Spread {
            checkWindow(window);
        }

        @Override
        public Kind kind() {
            return Kind.SPREAD;
        }

        @Override
        public boolean atDesk() {
            return false;
        }
    }

    /**
     * How long the longest unbroken run beyond a limit was, in minutes: the exercise of a generator. Runs within the window count, and one that ended or
     * goes on in it counts from its beginning on, at most for the length of the window. Shorter runs do not add up: an engine has to get warm.
     *
     * <p>The window is of known time. What is not known was neither a run nor a rest: it is left out, so the window reaches back farther by as much. A run
     * goes on over it when it is no longer than half an hour, and without it. Known once readings stood for the whole window. The window moves in
     * {@value #BUCKETS} steps.
     *
     * @param above whether beyond is above
     */
    record Run(double limit, boolean above, Duration window) implements Measure {

        static final int BUCKETS = 32;

        public Run {
            checkWindow(window);
        }

        /** Whether a reading is part of a run. */
        boolean beyond(double reading) {
            return above ? reading > limit : reading < limit;
        }

        @Override
        public Kind kind() {
            return Kind.RUN;
        }

        @Override
        public boolean atDesk() {
            return false;
        }
    }

    /**
     * Time without readings, in minutes since the last one stopped to stand. The threshold of such a condition is 0: how long is its
     * delay. Ends with the next reading. A channel that never had a reading is not missing.
     */
    record Missing() implements Measure {
        @Override
        public Kind kind() {
            return Kind.MISSING;
        }

        @Override
        public boolean atDesk() {
            return false;
        }
    }

    /**
     * The reading, while another state of the unit, or else of its node, breaches as well: mains absent and the generator at rest. Counts while
     * both are known. Its value is 1 while both breach and 0 otherwise.
     *
     * @param quantity of the other channels; a state
     */
    record While(Quantity quantity, Operator operator, double threshold) implements Measure {
        @Override
        public Kind kind() {
            return Kind.WHILE;
        }

        @Override
        public boolean atDesk() {
            return true;
        }
    }

    /**
     * How far the means of the temperature probes of a unit are apart, in K: the largest less the smallest, of probes that sense the same. The mean
     * is of the window, by the time that readings stood. A window of up to an hour does not overlap with the next; a longer one
     * moves in {@value #STEPS} steps. Known when two probes are, each for half of the window.
     */
    record Disagreement(Duration window) implements Measure {

        static final int STEPS = 24;
        private static final Duration WHOLE = Duration.ofHours(1);

        public Disagreement {
            checkWindow(window);
        }

        /** From one mean to the next. */
        public Duration step() {
            return window.compareTo(WHOLE) <= 0 ? window : window.dividedBy(STEPS);
        }

        @Override
        public Kind kind() {
            return Kind.DISAGREEMENT;
        }

        @Override
        public boolean atDesk() {
            return true;
        }
    }

    /**
     * Days since the last day on which the calibration of a channel was good began to be over, by the server's clock and the node's time zone; below 0
     * before. No device says it.
     */
    record Calibration() implements Measure {
        @Override
        public Kind kind() {
            return Kind.CALIBRATION;
        }

        @Override
        public boolean atDesk() {
            return true;
        }
    }

    /**
     * How far the clock of a device is off, in seconds, whether ahead or behind, as times that cannot be true show it: those that are ahead of the server's
     * by more than it tolerates, and those from before the device can have measured. Times that are only late show nothing.
     */
    record Clock() implements Measure {
        @Override
        public Kind kind() {
            return Kind.CLOCK;
        }

        @Override
        public boolean atDesk() {
            return true;
        }
    }

    private static void checkWindow(Duration window) {
        if (window.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("window must be at least 1 s, was " + window);
        }
    }
}
