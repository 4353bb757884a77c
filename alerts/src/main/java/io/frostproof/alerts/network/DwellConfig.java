package io.frostproof.alerts.network;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a file says about how long handling units may be somewhere, and about their hand-offs.
 *
 * @param stages by unit; one that is not in here has the stage of its kind
 * @param rules at most one for everything and for each profile, product and unit; when they hold from is for the import to say
 * @param handOffRecords by node, how long after a hand-off its record is in time; one that is not in here asks for none
 */
public record DwellConfig(Map<String, Stage> stages, List<DwellRules> rules, Map<String, Duration> handOffRecords) {

    /** It says nothing. */
    public static final DwellConfig NONE = new DwellConfig(Map.of(), List.of(), Map.of());

    public DwellConfig {
        stages = Map.copyOf(stages);
        rules = List.copyOf(rules);
        handOffRecords = Map.copyOf(handOffRecords);
    }
}
