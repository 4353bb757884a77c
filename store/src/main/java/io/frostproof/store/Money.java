package io.frostproof.store;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * An amount of money.
 *
 * @param amount in units of the currency with two decimals, such as "12.50"; as text, so that no reader makes another number of it
 * @param currency ISO 4217
 */
public record Money(String amount, String currency) {

    static Money of(double amount, String currency) {
        return new Money(
                BigDecimal.valueOf(amount).setScale(2, RoundingMode.HALF_UP).toPlainString(), currency);
    }

    static @Nullable Money orNull(@Nullable Double amount, @Nullable String currency) {
        return amount == null || currency == null ? null : of(amount, currency);
    }
}
