package io.frostproof.alerts.plan.facts;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All facts of one moment that a plan is made of. Lists are kept in the order of their ids, so that the same facts are the same situation in whatever order they came.
 *
 * @param nowMicros the moment
 * @param fallbacks by region: nodes that its goods may go to when its own cannot take them. A region that has no entry may use any
 */
public record Situation(
        long nowMicros,
        List<TemperatureClass> classes,
        List<Site> sites,
        List<Lane> lanes,
        List<ProductNeeds> products,
        Map<String, List<String>> fallbacks,
        List<AffectedUnit> units,
        List<Supply> supplies,
        List<OpenOrder> orders) {

    /**
     * Checks that what is referred to is there.
     *
     * @throws IllegalArgumentException an id is there twice, or refers to nothing
     */
    public Situation {
        classes = sorted(classes, TemperatureClass::id, "temperature class");
        sites = sorted(sites, Site::node, "node");
        lanes = sorted(lanes, Lane::id, "lane");
        products = sorted(products, ProductNeeds::product, "product");
        units = sorted(units, AffectedUnit::handlingUnit, "handling unit");
        supplies = sorted(supplies, supply -> supply.node() + '|' + supply.product(), "supply");
        orders = sorted(orders, OpenOrder::id, "order");
        var copied = new HashMap<String, List<String>>();
        fallbacks.forEach((region, nodes) -> copied.put(region, List.copyOf(nodes)));
        fallbacks = Map.copyOf(copied);

        var nodes = ids(sites, Site::node);
        var ranges = ids(classes, TemperatureClass::id);
        var goods = ids(products, ProductNeeds::product);
        var ways = ids(lanes, Lane::id);
        for (Site site : sites) {
            for (Capacity capacity : site.capacities()) {
                known(ranges, capacity.temperatureClass(), "node " + site.node() + ": temperature class");
            }
        }
        for (Lane lane : lanes) {
            known(nodes, lane.from(), "lane " + lane.id() + ": from");
            known(nodes, lane.to(), "lane " + lane.id() + ": to");
            lane.keeps().forEach(range -> known(ranges, range, "lane " + lane.id() + ": keeps"));
        }
        for (AffectedUnit unit : units) {
            String what = "handling unit " + unit.handlingUnit();
            known(nodes, unit.node(), what + ": node");
            known(goods, unit.product(), what + ": product");
            if (unit.plannedLane() != null) {
                known(ways, unit.plannedLane(), what + ": plannedLane");
            }
        }
        for (Supply supply : supplies) {
            known(nodes, supply.node(), "supply: node");
            known(goods, supply.product(), "supply at " + supply.node() + ": product");
        }
        for (OpenOrder order : orders) {
            known(nodes, order.origin(), "order " + order.id() + ": origin");
            known(nodes, order.destination(), "order " + order.id() + ": destination");
            known(goods, order.product(), "order " + order.id() + ": product");
        }
    }

    private static <T> List<T> sorted(List<T> all, Function<T, String> id, String what) {
        List<T> sorted = all.stream().sorted(Comparator.comparing(id)).toList();
        for (int i = 1; i < sorted.size(); i++) {
            String one = id.apply(sorted.get(i));
            if (one.equals(id.apply(sorted.get(i - 1)))) {
                throw new IllegalArgumentException(what + " " + one + " is there twice");
            }
        }
        return sorted;
    }

    private static <T> Set<String> ids(List<T> all, Function<T, String> id) {
        return all.stream().map(id).collect(Collectors.toUnmodifiableSet());
    }

    private static void known(Collection<String> ids, String id, String what) {
        if (!ids.contains(id)) {
            throw new IllegalArgumentException(what + " was " + id + ", and there is none of that id");
        }
    }
}
