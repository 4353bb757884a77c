package io.frostproof.alerts.condition;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * What conditions have to know of the unit that a channel measures.
 *
 * @param productLag time constant with which the product follows what the channel measures; zero where the probe is in the product
 * @param zone of the node, for schedules and periods
 */
public record Traits(Duration productLag, ZoneId zone) {

    /** A probe in the product, and UTC. */
    public static final Traits PLAIN = new Traits(Duration.ZERO, ZoneOffset.UTC);

    public Traits {
        if (productLag.isNegative()) {
            throw new IllegalArgumentException("product lag must not be negative, was " + productLag);
        }
    }
}
