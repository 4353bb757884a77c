package io.frostproof.server.score;

import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.ProductValue;
import io.frostproof.server.score.StockFate.End;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes fates of what was done and decided. */
final class StockFates {

    private StockFates() {}

    /**
     * Of all that were in the network at some time.
     *
     * @param dispositions of what is not available at the end
     */
    static Map<String, StockFate> of(
            Whereabouts whereabouts,
            Map<String, String> dispositions,
            Approvers approvers,
            Network network,
            long endMillis) {
        Map<String, Double> values = values(network);
        var fates = new TreeMap<String, StockFate>();
        for (String id : whereabouts.handlingUnits()) {
            Long discarded = approvers.discardedMillis(id);
            End end;
            if (!whereabouts.here(id)) {
                end = whereabouts.expired(id) ? End.EXPIRED : End.USED;
            } else {
                end = switch (dispositions.getOrDefault(id, "available")) {
                    case "available" -> End.AVAILABLE;
                    case "discarded" -> End.DISCARDED;
                    default -> End.HELD;
                };
            }
            long at = end == End.DISCARDED && discarded != null
                    ? discarded
                    : end == End.USED || end == End.EXPIRED
                            ? whereabouts.stays(id).lastKey()
                            : endMillis;
            fates.put(
                    id,
                    new StockFate(
                            whereabouts.taken(id), whereabouts.lastUnit(id), end, at, values.getOrDefault(id, 1.0)));
        }
        return fates;
    }

    /** EUR of a handling unit, as it came. */
    private static Map<String, Double> values(Network network) {
        Map<String, Product> products =
                network.products().stream().collect(Collectors.toMap(Product::id, product -> product));
        Map<String, String> lots = network.lots().stream().collect(Collectors.toMap(Lot::id, Lot::product));
        var values = new HashMap<String, Double>();
        for (HandlingUnit it : network.handlingUnits()) {
            Product product = products.get(lots.getOrDefault(it.lot(), ""));
            ProductValue value = product == null ? null : product.facts().value();
            if (value != null) {
                values.put(it.id(), it.quantity().doubleValue() * value.amount().doubleValue());
            }
        }
        return values;
    }
}
