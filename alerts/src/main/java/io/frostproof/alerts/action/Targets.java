package io.frostproof.alerts.action;

import io.frostproof.alerts.plan.Action;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who is told of decisions.
 *
 * @param receivers each is told once of a change of a decision, of the dispositions that it is interested in
 * @param signals what devices do at units that goods are in
 */
public record Targets(List<Receiver> receivers, List<Signal> signals) {

    /** Name of our own log of EPCIS events among the receivers. */
    public static final String OWN_LOG = "own";

    /** Every disposition that a decision can have. */
    public static final Set<Action> ALL = Set.copyOf(EnumSet.complementOf(EnumSet.of(Action.NO_ACTION)));

    /** Our own log of EPCIS events and nobody else. */
    public static final Targets OWN =
            new Targets(List.of(new Receiver(ActionKind.EPCIS, OWN_LOG, ALL)), List.<Signal>of());

    /** @throws IllegalArgumentException two receivers of a kind have one name */
    public Targets {
        receivers = List.copyOf(receivers);
        signals = List.copyOf(signals);
        var names = new HashSet<String>();
        for (Receiver receiver : receivers) {
            if (!names.add(receiver.kind().id() + "/" + receiver.name())) {
                throw new IllegalArgumentException(
                        "two receivers are " + receiver.kind().id() + " " + receiver.name());
            }
        }
    }

    /**
     * A receiver.
     *
     * @param kind not {@link ActionKind#MQTT}: devices are found by the units that goods are in
     * @param dispositions of decisions that it is told of
     */
    public record Receiver(ActionKind kind, String name, Set<Action> dispositions) {
        public Receiver {
            dispositions = Set.copyOf(dispositions);
        }
    }

    /** Dispositions after which goods must not be taken, and for which devices can be asked for something. */
    public static final Set<Action> HOLDING = Set.of(Action.QUARANTINE, Action.HOLD, Action.DISCARD);

    /**
     * Something that devices of a unit do.
     *
     * @param dispositions of decisions that they do it for, of {@link #HOLDING}
     * @param lasts for how long, 1 s to {@link Task#longest}, whole seconds
     * @param answerWithin a device that has not answered by then is given up, 1 s to 31 days, whole seconds
     */
    public record Signal(Task task, Set<Action> dispositions, Duration lasts, Duration answerWithin) {

        /** The share of it that is left when it is asked for anew is one of so many. */
        private static final int RENEWED_BEFORE = 4;

        /** @throws IllegalArgumentException something is out of its range */
        public Signal {
            dispositions = Set.copyOf(dispositions);
            if (!HOLDING.containsAll(dispositions)) {
                throw new IllegalArgumentException("dispositions " + dispositions + ": expected of " + HOLDING);
            }
            within("lasts", lasts, task.longest());
            within("answerWithin", answerWithin, LONGEST_WAIT);
        }

        /**
         * From when on it is asked for anew, if it is renewed: when a quarter of it is left, so that a device that is out of reach for that long does not let go.
         *
         * @param until when the device ends it by itself
         */
        public Instant renewFrom(Instant until) {
            return until.minus(lasts.dividedBy(RENEWED_BEFORE));
        }

        private static void within(String field, Duration value, Duration most) {
            if (value.compareTo(Duration.ofSeconds(1)) < 0
                    || value.compareTo(most) > 0
                    || !value.truncatedTo(ChronoUnit.SECONDS).equals(value)) {
                throw new IllegalArgumentException(
                        field + " " + value + ": expected PT1S to " + most + ", whole seconds");
            }
        }
    }

    /** The longest that a device's answer is waited for. */
    public static final Duration LONGEST_WAIT = Duration.ofDays(31);

    /** What a device can do. The identifier is the word of the command, and of the ability that the device has to have. */
    public enum Task {
        /** Hold the latch of its handle. It is asked for anew for as long as goods are held. */
        LOCK("lock", Duration.ofDays(7), true),
        /** Sound. It calls somebody, and ends by itself. */
        BUZZER("buzzer", Duration.ofHours(1), false);

        private final String id;
        private final Duration longest;
        private final boolean renewed;

        Task(String id, Duration longest, boolean renewed) {
            this.id = id;
            this.longest = longest;
            this.renewed = renewed;
        }

        public String id() {
            return id;
        }

        /** By one command, as the contract with devices allows. */
        public Duration longest() {
            return longest;
        }

        /** Whether it is to go on for as long as what it was asked for stands. */
        public boolean renewed() {
            return renewed;
        }
    }
}
