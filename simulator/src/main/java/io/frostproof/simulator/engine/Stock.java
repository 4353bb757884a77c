package io.frostproof.simulator.engine;

import io.frostproof.simulator.people.HandlingUnit;
import io.frostproof.simulator.people.Load;
import io.frostproof.simulator.people.NodeDesign;
import io.frostproof.simulator.people.NodePeople;
import io.frostproof.simulator.people.PlannedStock;
import io.frostproof.simulator.people.StockEvent;
import io.frostproof.simulator.scenario.NodeDesigns;
import io.frostproof.simulator.scenario.NodeSpec;
import io.frostproof.simulator.scenario.ProductSpec;
import io.frostproof.simulator.scenario.Scenario;
import io.frostproof.simulator.scenario.Tolerance;
import io.frostproof.simulator.truth.TruthRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where every handling unit of a run is and what it has borne, in units and on the way. For one thread. */
final class Stock {

    /** Boxes for which the same is true: all of a product in one load. */
    private record Box(String product, String boundFor, long packedMillis, long unpackedMillis) {}

    private final SimulationListener listener;
    private final Map<String, List<Tolerance>> tolerances = new HashMap<>();
    private final Map<String, Stored> stored = new HashMap<>();
    private @Nullable Box lastBox;
    private @Nullable Way lastWay;

    Stock(Scenario scenario, long seed, SimulationListener listener) {
        this.listener = listener;
        Map<String, List<Tolerance>> byProduct =
                scenario.products().stream().collect(Collectors.toMap(ProductSpec::id, ProductSpec::tolerances));
        for (NodeSpec node : scenario.nodes()) {
            Optional<NodeDesign> design = NodeDesigns.of(scenario, node);
            if (design.isPresent()) {
                for (PlannedStock it :
                        NodePeople.everything(design.get(), seed, scenario.startMillis(), scenario.endMillis())) {
                    HandlingUnit handlingUnit = it.handlingUnit();
                    tolerances.put(handlingUnit.id(), byProduct.getOrDefault(handlingUnit.product(), List.of()));
                }
            }
        }
    }

    /**
     * One comes out of its box.
     *
     * @param outdoors temperature around the vehicle, by time
     * @return how warm it is
     */
    double unpack(HandlingUnit it, double packedCelsius, Load load, long nowMillis, LongToDoubleFunction outdoors) {
        var box = new Box(it.product(), load.boundFor(), load.packedMillis(), nowMillis);
        Way way = lastWay;
        if (way == null || !box.equals(lastBox)) {
            way = new Way(load.packedMillis(), nowMillis, it.joulesPerKelvin(), packedCelsius, outdoors);
            lastBox = box;
            lastWay = way;
        }
        way.bear(stored(it.id()), listener);
        return way.endCelsius();
    }

    /**
     * One is somewhere else from now on.
     *
     * @param to null: it has left the network
     */
    void move(StockEvent event, @Nullable FieldUnit to, long nowMillis) {
        Stored it = stored(event.handlingUnit());
        FieldUnit before = it.where;
        if (before != null) {
            before.advance(nowMillis);
            before.remove(it.id);
        }
        if (to != null) {
            to.advance(nowMillis);
            to.store(it);
        }
        it.where = to;
        listener.stock(event);
        listener.truth(new TruthRecord.Stock(it.id, to == null ? "" : event.unit(), event.atMillis()));
    }

    private Stored stored(String id) {
        return stored.computeIfAbsent(id, key -> new Stored(key, tolerances.getOrDefault(key, List.of())));
    }
}
