package io.frostproof.simulator.scenario;

import io.frostproof.simulator.climate.Site;
import io.frostproof.simulator.people.Deliveries;
import io.frostproof.simulator.people.Shift;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node.
 *
 * @param kind the word of the network file, such as {@code cold_store}
 * @param timeZone for people only; everything in a scenario is UTC
 * @param dock id of the dock zone where deliveries stand first; null: they are carried in at once
 * @param deliveries null when nothing is ever delivered
 * @param shifts none where nobody works, as with lockers at night
 */
public record NodeSpec(
        String id,
        String region,
        String name,
        String kind,
        String timeZone,
        Site climate,
        PowerSpec power,
        @Nullable String dock,
        @Nullable Deliveries deliveries,
        List<Shift> shifts) {

    public NodeSpec {
        shifts = List.copyOf(shifts);
    }
}
