package io.frostproof.server.action;

import io.frostproof.alerts.action.Targets;
import io.frostproof.store.ActionQueue;
import java.time.Duration;
import java.util.List;

/**
 * How decisions are carried out.
 *
 * @param ways out, beside our own log of EPCIS events
 * @param signals what devices do at units that goods are in
 * @param overdueAfter what was sent so long ago and is not confirmed is reported, above zero
 */
public record ActionSettings(List<Way> ways, List<Targets.Signal> signals, Duration overdueAfter) {

    /** By our own log of EPCIS events alone. */
    public static final ActionSettings OWN = new ActionSettings(List.of(), List.of(), ActionQueue.OVERDUE_AFTER);

    public ActionSettings {
        ways = List.copyOf(ways);
        signals = List.copyOf(signals);
    }
}
