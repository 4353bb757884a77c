package io.frostproof.alerts.network;

import java.util.List;

/**
 * A whole network, as one file describes it. References between the parts are by id and have been checked by whoever
 * made it; profiles include the built-in ones that the file uses.
 */
public record Network(
        List<Region> regions,
        List<Node> nodes,
        List<StorageProfile> profiles,
        List<Unit> units,
        List<Device> devices,
        List<Product> products,
        List<Lot> lots,
        List<HandlingUnit> handlingUnits,
        List<Movement> movements) {
    public Network {
        regions = List.copyOf(regions);
        nodes = List.copyOf(nodes);
        profiles = List.copyOf(profiles);
        units = List.copyOf(units);
        devices = List.copyOf(devices);
        products = List.copyOf(products);
        lots = List.copyOf(lots);
        handlingUnits = List.copyOf(handlingUnits);
        movements = List.copyOf(movements);
    }
}
