package io.frostproof.server.score;

import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * People who carry out approved transfers: when a consignment is due at its node, each of its goods that is still where it was is put into the unit there that keeps such goods and has fewest. Until
 * then it stays where it was. For one thread.
 */
final class Carriers {

    private final SteppedServer server;
    private final List<Unit> units;
    private final Map<String, String> profiles = new HashMap<>();
    private final List<Consignment> underWay = new ArrayList<>();
    private int sent;

    private record Consignment(List<String> handlingUnits, String toNode, long arrivesMillis) {}

    Carriers(SteppedServer server, Network network) {
        this.server = server;
        Map<String, String> ofProducts =
                network.products().stream().collect(Collectors.toMap(Product::id, Product::profile));
        Map<String, String> lots = network.lots().stream().collect(Collectors.toMap(Lot::id, Lot::product));
        Set<String> kept = new HashSet<>();
        for (HandlingUnit it : network.handlingUnits()) {
            String profile = ofProducts.getOrDefault(lots.getOrDefault(it.lot(), ""), "");
            profiles.put(it.id(), profile);
            kept.add(profile);
        }
        units = network.units().stream()
                .filter(unit -> unit.profile() != null && kept.contains(unit.profile()))
                .toList();
    }

    /** Something is to be at a node at some time. */
    void take(List<String> handlingUnits, String toNode, long arrivesMillis) {
        underWay.add(new Consignment(List.copyOf(handlingUnits), toNode, arrivesMillis));
    }

    /** Delivers what is due. */
    void deliver(long nowMillis) {
        for (Iterator<Consignment> all = underWay.iterator(); all.hasNext(); ) {
            Consignment one = all.next();
            if (one.arrivesMillis() <= nowMillis) {
                all.remove();
                one.handlingUnits().forEach(it -> deliver(it, one.toNode()));
            }
        }
    }

    private void deliver(String handlingUnit, String node) {
        Whereabouts whereabouts = server.whereabouts();
        Optional<Unit> to = units.stream()
                .filter(unit -> unit.node().equals(node)
                        && profiles.getOrDefault(handlingUnit, "").equals(unit.profile()))
                .min(Comparator.comparingLong((Unit unit) -> whereabouts.in(unit.id()))
                        .thenComparing(Unit::id));
        if (to.isPresent()
                && whereabouts.here(handlingUnit)
                && server.send(handlingUnit, to.get().id())) {
            sent++;
        }
    }

    /** Handling units that were brought elsewhere. */
    int sent() {
        return sent;
    }
}
