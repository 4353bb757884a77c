package io.frostproof.alerts.action;

import io.frostproof.alerts.plan.Action;
import java.time.Duration;
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

    /**
     * Something that devices of a unit do.
     *
     * @param task word of the command, and of the ability that the device has to have
     * @param dispositions of decisions that they do it for
     * @param lasts for how long, whole seconds
     */
    public record Signal(String task, Set<Action> dispositions, Duration lasts) {
        public Signal {
            dispositions = Set.copyOf(dispositions);
        }
    }
}
