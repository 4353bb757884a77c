package io.frostproof.alerts.desk.memory;

import io.frostproof.alerts.dwell.DwellPolicy;
import io.frostproof.alerts.network.Stage;
import java.util.Map;

/**
 * What a desk in memory has to know about how long handling units may be somewhere.
 *
 * @param places by unit
 * @param profiles storage profile by product
 */
public record DwellSeed(DwellPolicy policy, Map<String, Place> places, Map<String, String> profiles) {

    /** Without limits. */
    public static final DwellSeed NONE = new DwellSeed(DwellPolicy.NONE, Map.of(), Map.of());

    public DwellSeed {
        places = Map.copyOf(places);
        profiles = Map.copyOf(profiles);
    }

    /** What a unit is for those who stay there. */
    public record Place(String node, String region, Stage stage) {}
}
