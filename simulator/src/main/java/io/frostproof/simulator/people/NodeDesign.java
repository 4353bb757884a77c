package io.frostproof.simulator.people;

import io.frostproof.protocol.Control.ChannelUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stock and people of one node.
 *
 * @param node its id
 * @param dock the dock zone unit where deliveries stand until they are put away; null: they stand nowhere and are carried in at once
 * @param products each once
 * @param deliveries null: no truck ever comes
 * @param shifts when people are there; trucks are received at any time, but nothing is put away or picked outside of them
 */
public record NodeDesign(
        String node,
        @Nullable String dock,
        List<ProductFlow> products,
        @Nullable Deliveries deliveries,
        List<Shift> shifts,
        Habits habits) {

    public NodeDesign {
        products = List.copyOf(products);
        shifts = List.copyOf(shifts);
        Set<String> seen = new HashSet<>();
        for (ProductFlow product : products) {
            if (!seen.add(product.product())) {
                throw new IllegalArgumentException(
                        "node " + node + ", product " + product.product() + ": twice, expected once");
            }
            new ChannelUnit(Plan.LONGEST.formatted(node, product.product()), null); // checks the ids that come of it
        }
    }
}
