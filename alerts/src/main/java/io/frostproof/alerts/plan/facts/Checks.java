package io.frostproof.alerts.plan.facts;

import java.time.Duration;

/** Refusals that name the field, the value and what was expected. */
final class Checks {

    private Checks() {}

    /** What an identifier may look like is checked where it comes in, and not the same for all of them. */
    static void id(String what, String id) {
        if (id.isBlank()) {
            throw new IllegalArgumentException(what + " must have an id, was '" + id + "'");
        }
    }

    static void atLeastZero(String what, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(what + " must be a number of at least 0, was " + value);
        }
    }

    static void share(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " must be between 0 and 1, was " + value);
        }
    }

    static void notNegative(String what, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative, was " + value);
        }
    }
}
