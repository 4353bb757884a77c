package io.frostproof.simulator.scenario;

import io.frostproof.simulator.people.Habits;
import io.frostproof.simulator.people.NodeDesign;
import io.frostproof.simulator.people.ProductFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The people and stock of a node, out of what a scenario says about its units and products. Stateless. */
public final class NodeDesigns {

    /** A truck has room for what goes in so many days: deliveries come on working days, and a weekend is between two of them. */
    private static final int DAYS_PER_DELIVERY = 3;

    private NodeDesigns() {}

    /** What a node keeps and who works there; empty when neither. */
    public static Optional<NodeDesign> of(Scenario scenario, NodeSpec node) {
        List<ProductFlow> flows = new ArrayList<>();
        for (ProductSpec product : scenario.products()) {
            List<String> units = scenario.units().stream()
                    .filter(unit -> unit.node().equals(node.id()))
                    .filter(unit -> unit.product().equals(product.id()))
                    .map(UnitSpec::id)
                    .toList();
            if (!units.isEmpty()) {
                flows.add(flow(product, units));
            }
        }
        if (flows.isEmpty() && node.shifts().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new NodeDesign(node.id(), node.dock(), flows, node.deliveries(), node.shifts(), Habits.USUAL));
    }

    private static ProductFlow flow(ProductSpec product, List<String> units) {
        double picks = product.picksPerUnitDay() * units.size();
        return new ProductFlow(
                product.id(),
                units,
                product.perUnit(),
                (int) Math.round(product.perUnit() * units.size() * product.fillFraction()),
                (int) Math.ceil(picks * DAYS_PER_DELIVERY),
                picks,
                product.deliveredCelsius(),
                product.joulesPerKelvin(),
                product.shelfLifeDays(),
                product.quantity(),
                product.quantityUnit());
    }
}
