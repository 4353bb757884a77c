package io.frostproof.simulator.people;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is at a node: on the shelves by product, and on the dock. For one thread. */
final class Store {

    private final String node;
    private final Map<String, Shelves> shelves = new LinkedHashMap<>();
    private final Deque<HandlingUnit> dock = new ArrayDeque<>();

    Store(NodeDesign design) {
        node = design.node();
        for (ProductFlow flow : design.products()) {
            shelves.put(flow.product(), new Shelves(flow));
        }
    }

    Collection<Shelves> shelves() {
        return shelves.values();
    }

    boolean keeps(String product) {
        return shelves.containsKey(product);
    }

    Shelves shelves(String product) {
        Shelves of = shelves.get(product);
        if (of == null) {
            throw new IllegalStateException(product + " is not kept at " + node);
        }
        return of;
    }

    /** Where deliveries stand until they are put away, the oldest first. */
    Deque<HandlingUnit> dock() {
        return dock;
    }

    /** The first on the dock for which there is room; null when there is none. */
    @Nullable
    HandlingUnit firstWithRoom() {
        for (HandlingUnit it : dock) {
            if (shelves(it.product()).room() != null) {
                return it;
            }
        }
        return null;
    }

    /** Handling units of a product, wherever they are. */
    int count(String product) {
        int here = shelves(product).size();
        for (HandlingUnit it : dock) {
            here += it.product().equals(product) ? 1 : 0;
        }
        return here;
    }

    int size() {
        return dock.size() + shelves.values().stream().mapToInt(Shelves::size).sum();
    }
}
