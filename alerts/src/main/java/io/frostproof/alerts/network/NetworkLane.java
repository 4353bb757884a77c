package io.frostproof.alerts.network;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A way from one node to another with one carrier.
 *
 * @param transit from gate to gate when it is open
 * @param slowFactor how many times as long it takes when it is slow, from 1 to 100
 * @param reliability probability to arrive in time, from 0 to 1
 * @param meanDelay how late what is late is, on average; longer than 0
 * @param keeps ids of the temperature classes that its vehicles keep
 * @param costPerUnit for each handling unit, in the currency of decisions; 0 or more
 * @param costPerLitre likewise
 * @param litres how much it takes in all within one plan; null: as much as there is
 */
public record NetworkLane(
        String id,
        String from,
        String to,
        String carrier,
        Duration transit,
        double slowFactor,
        double reliability,
        Duration meanDelay,
        Set<String> keeps,
        BigDecimal costPerUnit,
        BigDecimal costPerLitre,
        @Nullable Long litres) {
    public NetworkLane {
        Identifiers.require("lane", id);
        keeps = Set.copyOf(keeps);
        costPerUnit = costPerUnit.stripTrailingZeros();
        costPerLitre = costPerLitre.stripTrailingZeros();
    }
}
