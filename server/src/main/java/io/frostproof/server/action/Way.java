package io.frostproof.server.action;

import io.frostproof.alerts.action.ActionKind;
import io.frostproof.alerts.action.Targets;
import io.frostproof.alerts.plan.Action;
import java.util.Set;

/**
 * A configured receiver and the way to it.
 *
 * @param name of the receiver among those of its kind
 * @param dispositions of decisions that it is told of
 * @param expectsConfirmation whether what it was sent is overdue for as long as nobody confirms it
 */
public record Way(
        ActionKind kind, String name, Set<Action> dispositions, boolean expectsConfirmation, Executor executor) {
    public Way {
        dispositions = Set.copyOf(dispositions);
    }

    Targets.Receiver receiver() {
        return new Targets.Receiver(kind, name, dispositions);
    }

    /** As the dispatcher and the metrics name it. */
    String target() {
        return kind.id() + "/" + name;
    }
}
