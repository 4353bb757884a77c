package io.frostproof.alerts.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a file says about where goods can go, and who decides. All of it may be missing.
 *
 * @param unitClasses by unit, the temperature class that goods in it take room of
 * @param fallbacks by region, nodes that its goods may go to, in order of preference
 * @param rooms by product
 * @param authorisations by product, every one of which a node must have to hold it
 * @param currency ISO 4217 code of all costs and values in a plan; null: the file does not say
 * @param rules null: the file does not say; an empty list ends those that were there
 */
public record DecisionConfig(
        List<TemperatureRange> classes,
        Map<String, String> unitClasses,
        List<NodeCapability> capabilities,
        List<NetworkLane> lanes,
        Map<String, List<String>> fallbacks,
        List<Disruption> disruptions,
        Map<String, ProductRoom> rooms,
        Map<String, Set<String>> authorisations,
        @Nullable String currency,
        @Nullable List<ApprovalRule> rules) {

    /** It says nothing. */
    public static final DecisionConfig NONE = new DecisionConfig(
            List.of(), Map.of(), List.of(), List.of(), Map.of(), List.of(), Map.of(), Map.of(), null, null);

    /** The currency where nobody has said another. */
    public static final String USUAL_CURRENCY = "EUR";

    public DecisionConfig {
        classes = List.copyOf(classes);
        unitClasses = Map.copyOf(unitClasses);
        capabilities = List.copyOf(capabilities);
        lanes = List.copyOf(lanes);
        var copied = new HashMap<String, List<String>>();
        fallbacks.forEach((region, nodes) -> copied.put(region, List.copyOf(nodes)));
        fallbacks = Map.copyOf(copied);
        disruptions = List.copyOf(disruptions);
        rooms = Map.copyOf(rooms);
        authorisations = Map.copyOf(authorisations);
        rules = rules == null ? null : List.copyOf(rules);
    }
}
