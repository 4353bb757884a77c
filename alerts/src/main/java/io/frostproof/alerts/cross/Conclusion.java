package io.frostproof.alerts.cross;

import io.frostproof.alerts.condition.Transition;
import java.util.List;

/**
 * What follows from what channels have told.
 *
 * @param transitions of the slot, in event-time order
 * @param nextMicros when something happens if all goes on as it is: look again then; {@link Long#MAX_VALUE} for never
 */
public record Conclusion(List<Transition> transitions, long nextMicros) {
    public Conclusion {
        transitions = List.copyOf(transitions);
    }
}
