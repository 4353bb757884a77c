package io.frostproof.alerts.network;

import java.math.BigDecimal;

/**
 * What goods are worth.
 *
 * @param amount of one {@code per}, in {@code currency}; 0 or more
 * @param currency ISO 4217 code, such as {@code EUR}
 * @param per the quantity unit that it counts for, such as {@code vials}; of goods that are counted otherwise the value is not known
 */
public record ProductValue(BigDecimal amount, String currency, String per) {
    public ProductValue {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("value: expected 0 or more, was " + amount);
        }
        amount = amount.stripTrailingZeros();
    }
}
