package io.frostproof.alerts.plan.facts;

import io.frostproof.alerts.network.Span;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one node can do for goods of others.
 *
 * @param node id of the node
 * @param region id of its region
 * @param dark it cannot be counted on now, and takes nothing
 * @param capacities at most one for each temperature class
 * @param dockHours when goods can be unloaded; a stretch is one shift, and unloading ends within it
 * @param unloading from the gate into the room
 * @param backupPower whether it keeps its temperature without mains
 * @param partner who runs it; null: ourselves
 * @param authorisations what it may hold, beyond what anybody may
 * @param lossLikelihood probability that goods spoil there after all, were there no backup power
 * @param costPerLitre what it takes for goods that come; money
 */
public record Site(
        String node,
        String region,
        boolean dark,
        List<Capacity> capacities,
        List<Span> dockHours,
        Duration unloading,
        boolean backupPower,
        @Nullable String partner,
        Set<String> authorisations,
        double lossLikelihood,
        double costPerLitre) {

    /** A dock that never closes. */
    public static final List<Span> ALWAYS = List.of(new Span(Long.MIN_VALUE, Long.MAX_VALUE));

    public Site {
        Checks.id("node", node);
        capacities = List.copyOf(capacities);
        dockHours = List.copyOf(dockHours);
        authorisations = Set.copyOf(authorisations);
        Checks.notNegative("node " + node + ": unloading", unloading);
        Checks.share("node " + node + ": lossLikelihood", lossLikelihood);
        Checks.atLeastZero("node " + node + ": costPerLitre", costPerLitre);
        var classes = new HashSet<String>();
        for (Capacity capacity : capacities) {
            if (!classes.add(capacity.temperatureClass())) {
                throw new IllegalArgumentException(
                        "node " + node + ": temperature class " + capacity.temperatureClass() + " is there twice");
            }
        }
    }
}
