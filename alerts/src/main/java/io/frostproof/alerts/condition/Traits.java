package io.frostproof.alerts.condition;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * What conditions have to know of the unit that a channel measures.
 *
 * @param productLag time constant with which the product follows what the channel measures; zero where the probe is in the product
 * @param probeLag time constant with which the probe itself follows what it is in, such as that of a bottle of glycol; zero when it follows at once
 * @param zone of the node, for schedules and periods
 */
public record Traits(Duration productLag, Duration probeLag, ZoneId zone) {

    /** A probe in the product that follows it at once, and UTC. */
    public static final Traits PLAIN = new Traits(Duration.ZERO, ZoneOffset.UTC);

    /** Of a probe that follows at once. */
    public Traits(Duration productLag, ZoneId zone) {
        this(productLag, Duration.ZERO, zone);
    }

    public Traits {
        if (productLag.isNegative()) {
            throw new IllegalArgumentException("product lag must not be negative, was " + productLag);
        }
        if (probeLag.isNegative()) {
            throw new IllegalArgumentException("probe lag must not be negative, was " + probeLag);
        }
    }
}
