package io.frostproof.alerts.plan.facts;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A way from one node to another with one carrier.
 *
 * @param from node id
 * @param to node id
 * @param transit from gate to gate when it is open
 * @param slowFactor how many times as long it takes when it is slow, at least 1
 * @param reliability probability to arrive in time
 * @param meanDelay how late what is late is, on average; longer than 0
 * @param keeps ids of the temperature classes that its vehicles keep
 * @param costPerUnit for each handling unit; money
 * @param costPerLitre money
 * @param litres how much it takes in all within the plan; null: as much as there is
 */
public record Lane(
        String id,
        String from,
        String to,
        String carrier,
        State state,
        Duration transit,
        double slowFactor,
        double reliability,
        Duration meanDelay,
        Set<String> keeps,
        double costPerUnit,
        double costPerLitre,
        @Nullable Long litres) {

    /** Whether one can go there. The identifier is the word in SQL and the API. */
    public enum State {
        OPEN("open"),
        SLOW("slow"),
        CLOSED("closed");

        private final String id;

        State(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    public Lane {
        Checks.id("lane", id);
        keeps = Set.copyOf(keeps);
        Checks.notNegative("lane " + id + ": transit", transit);
        if (!(slowFactor >= 1 && slowFactor <= 100)) {
            throw new IllegalArgumentException(
                    "lane " + id + ": slowFactor must be between 1 and 100, was " + slowFactor);
        }
        Checks.share("lane " + id + ": reliability", reliability);
        if (!meanDelay.isPositive()) {
            throw new IllegalArgumentException("lane " + id + ": meanDelay must be longer than 0, was " + meanDelay);
        }
        Checks.atLeastZero("lane " + id + ": costPerUnit", costPerUnit);
        Checks.atLeastZero("lane " + id + ": costPerLitre", costPerLitre);
        if (litres != null && litres < 0) {
            throw new IllegalArgumentException("lane " + id + ": litres must be at least 0, was " + litres);
        }
    }

    /** How long it takes as things are; what is closed takes as long as if it was open. */
    public Duration transitNow() {
        return state == State.SLOW ? Duration.ofMillis(Math.round(transit.toMillis() * slowFactor)) : transit;
    }
}
