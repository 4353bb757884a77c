package io.frostproof.alerts.drill;

import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is lost in a drill.
 *
 * @param about id of the node, lane or region
 * @param lasts how long it lasts, on average; null: as long as the places that are lost usually take, and a lane for good
 */
public record Scenario(Kind kind, String about, @Nullable Duration lasts) {

    /** What sort of thing is lost. The identifier is the word in names of scenarios. */
    public enum Kind {
        NODE_LOST("node-lost", "node"),
        LANE_CLOSED("lane-closed", "lane"),
        /** Every node of the region; backup power is not counted on, as a drill asks what is left without it. */
        REGION_DARK("region-dark", "region");

        private final String id;
        private final String thing;

        Kind(String id, String thing) {
            this.id = id;
            this.thing = thing;
        }

        public String id() {
            return id;
        }

        /** What it happens to, in a word. */
        public String thing() {
            return thing;
        }
    }

    public Scenario {
        if (lasts != null && !lasts.isPositive()) {
            throw new IllegalArgumentException("lasts must be longer than 0, was " + lasts);
        }
    }

    /** Such as {@code node-lost:basel}. */
    public String name() {
        return kind.id() + ":" + about;
    }

    /** A name that is none of a scenario, or about a thing that is not there. */
    public static final class UnknownException extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        private final String expected;

        UnknownException(String name, String expected) {
            super("scenario was '" + name + "', expected " + expected);
            this.expected = expected;
        }

        /** What it should have been, for whoever says the field and its value itself. */
        public String expected() {
            return expected;
        }
    }

    /**
     * Reads a name such as {@code region-dark:north}. A bare {@code region-dark} is about the region with most litres of stock, {@code node-lost} likewise, and
     * {@code lane-closed} about the lane with most litres under way and then with most orders at its ends; of equals the first by id.
     *
     * @throws UnknownException it is none, or there is no such thing
     */
    public static Scenario read(String name, @Nullable Duration lasts, DrillFacts facts) {
        int colon = name.indexOf(':');
        String word = colon < 0 ? name : name.substring(0, colon);
        Kind kind = Arrays.stream(Kind.values())
                .filter(one -> one.id().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new UnknownException(
                                name,
                                "node-lost, lane-closed or region-dark, alone or with the id of a node, lane or region behind it, such as region-dark:north"));
        String about = colon < 0 ? most(kind, facts) : name.substring(colon + 1);
        if (!known(kind, facts.present()).contains(about)) {
            throw new UnknownException(
                    name,
                    kind.id() + ":ID with the id of a " + kind.thing() + "; there is no " + kind.thing() + " '" + about
                            + "'");
        }
        return new Scenario(kind, about, lasts);
    }

    private static List<String> known(Kind kind, Situation present) {
        return switch (kind) {
            case NODE_LOST -> present.sites().stream().map(Site::node).toList();
            case LANE_CLOSED -> present.lanes().stream().map(Lane::id).toList();
            case REGION_DARK ->
                present.sites().stream().map(Site::region).distinct().sorted().toList();
        };
    }

    private static String most(Kind kind, DrillFacts facts) {
        Map<String, Long> weight = kind == Kind.LANE_CLOSED ? byLane(facts) : byNode(facts);
        if (kind == Kind.REGION_DARK) {
            weight = regions(weight, facts.present());
        }
        ToLongFunction<String> of = id(weight);
        return known(kind, facts.present()).stream()
                .filter(id -> kind == Kind.LANE_CLOSED || of.applyAsLong(id) > 0)
                .max(Comparator.comparingLong(of).thenComparing(Comparator.reverseOrder()))
                .orElseThrow(() -> new UnknownException(
                        kind.id(),
                        "a network with a " + kind.thing() + (kind == Kind.LANE_CLOSED ? "" : " that has stock")));
    }

    private static ToLongFunction<String> id(Map<String, Long> weight) {
        return id -> weight.getOrDefault(id, 0L);
    }

    /** Litres at rest. */
    private static Map<String, Long> byNode(DrillFacts facts) {
        var litres = new HashMap<String, Long>();
        facts.present().units().stream()
                .filter(unit -> unit.inboundTo() == null)
                .forEach(unit -> litres.merge(unit.node(), unit.litres(), Long::sum));
        facts.well().stream()
                .filter(unit -> unit.inboundTo() == null)
                .forEach(unit -> litres.merge(unit.node(), unit.litres(), Long::sum));
        return litres;
    }

    private static Map<String, Long> regions(Map<String, Long> byNode, Situation present) {
        return present.sites().stream()
                .collect(Collectors.groupingBy(
                        Site::region, Collectors.summingLong(site -> byNode.getOrDefault(site.node(), 0L))));
    }

    /** Litres under way, many times as much as orders. */
    private static Map<String, Long> byLane(DrillFacts facts) {
        var weight = new HashMap<String, Long>();
        long orders = facts.present().orders().size() + 1L;
        facts.present().units().stream()
                .filter(unit -> unit.plannedLane() != null)
                .forEach(unit -> weight.merge(unit.plannedLane(), unit.litres() * orders, Long::sum));
        facts.well().stream()
                .filter(unit -> unit.plannedLane() != null)
                .forEach(unit -> weight.merge(unit.plannedLane(), unit.litres() * orders, Long::sum));
        facts.present().lanes().forEach(lane -> {
            long served = facts.present().orders().stream()
                    .filter(order -> order.origin().equals(lane.from())
                            && order.destination().equals(lane.to()))
                    .count();
            weight.merge(lane.id(), served, Long::sum);
        });
        return weight;
    }
}
