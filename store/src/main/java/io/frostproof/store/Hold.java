package io.frostproof.store;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That goods are not available.
 *
 * @param disposition held, quarantined or discarded
 * @param decision that says so; null when none is on record
 * @param sinceMicros server time from which on it holds; the beginning of time when nobody knows
 */
record Hold(String disposition, @Nullable UUID decision, long sinceMicros) {

    private static final List<String> STRICTNESS = List.of("available", "held", "quarantined", "discarded");

    private int strictness() {
        return STRICTNESS.indexOf(disposition);
    }

    boolean stricterThan(@Nullable Hold other) {
        return other == null || strictness() > other.strictness();
    }

    Hold or(@Nullable Hold other) {
        return other != null && other.stricterThan(this) ? other : this;
    }

    /** How a refusal begins. */
    String said(String handlingUnit) {
        return "handling unit '" + handlingUnit + "' is " + disposition
                + (decision == null ? "" : " by decision " + decision);
    }
}
