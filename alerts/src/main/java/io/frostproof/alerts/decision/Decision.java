package io.frostproof.alerts.decision;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;

/**
 * A decision about the stock of one incident. This version of the policy knows one disposition, quarantine: whatever was inside
 * during an excursion is held until somebody has judged it.
 *
 * @param handlingUnits ids of the stock it is about
 */
public record Decision(UUID id, UUID incidentId, DecisionState state, Set<String> handlingUnits) {

    /** The policy that proposals are made by; it changes whenever the same facts would be judged differently. */
    public static final String POLICY_VERSION = "quarantine-exposed-1";

    public Decision {
        handlingUnits = Set.copyOf(handlingUnits);
    }

    /** The proposal number {@code n} of an incident; the same after a restart or a repeated computation. */
    public static Decision propose(UUID incidentId, int n, Set<String> handlingUnits) {
        UUID id = UUID.nameUUIDFromBytes(
                ("decision|" + incidentId + "|quarantine|" + n).getBytes(StandardCharsets.UTF_8));
        return new Decision(id, incidentId, DecisionState.PROPOSED, handlingUnits);
    }

    public Decision with(DecisionState other, Set<String> units) {
        return new Decision(id, incidentId, other, units);
    }
}
