package io.frostproof.alerts.network;

import java.math.BigDecimal;

/**
 * How much room goods take.
 *
 * @param litres of one {@code per}; more than 0
 * @param per the quantity unit that it counts for; of goods that are counted otherwise the room is not known
 */
public record ProductRoom(BigDecimal litres, String per) {
    public ProductRoom {
        if (litres.signum() <= 0) {
            throw new IllegalArgumentException("litres: expected more than 0, was " + litres);
        }
        litres = litres.stripTrailingZeros();
    }
}
