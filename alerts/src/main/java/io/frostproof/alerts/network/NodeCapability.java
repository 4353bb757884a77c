package io.frostproof.alerts.network;

import io.frostproof.alerts.condition.Schedule;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a node can do for goods of others.
 *
 * @param litres by temperature class, in all: what is there now included
 * @param opens null: it is open; a pop-up takes nothing before
 * @param closes null: nobody knows that it will
 * @param dockHours when goods can be unloaded, by the clock of the node
 * @param unloading from the gate into the room
 * @param backupPower whether it keeps its temperature without mains
 * @param partner who runs it; null: ourselves
 * @param authorisations what it may hold, beyond what anybody may
 * @param lossLikelihood probability that goods spoil there after all, were there no backup power; from 0 to 1
 * @param costPerLitre what it takes for goods that come, in the currency of decisions; 0 or more
 * @param meanRepair how long until it is well again after a failure, on average; null: nobody knows that it will be
 */
public record NodeCapability(
        String node,
        Map<String, Long> litres,
        @Nullable Instant opens,
        @Nullable Instant closes,
        Schedule dockHours,
        Duration unloading,
        boolean backupPower,
        @Nullable String partner,
        Set<String> authorisations,
        double lossLikelihood,
        BigDecimal costPerLitre,
        @Nullable Duration meanRepair) {
    public NodeCapability {
        litres = Map.copyOf(litres);
        authorisations = Set.copyOf(authorisations);
        costPerLitre = costPerLitre.stripTrailingZeros();
    }
}
