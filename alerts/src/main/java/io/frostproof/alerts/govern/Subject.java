package io.frostproof.alerts.govern;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a decision is about, as far as it matters for who may decide it.
 *
 * @param disposition word of it, such as {@code release}
 * @param value of all its goods; money in the currency of the rules, at least 0; null: nobody knows, which is more than any limit
 * @param region in which the goods are; null: nobody knows
 * @param node at which the goods are; null: nobody knows
 */
public record Subject(
        String disposition,
        @Nullable Double value,
        @Nullable String region,
        @Nullable String node) {
    public Subject {
        if (value != null && !(value >= 0)) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "value must be at least 0, was %s", value));
        }
    }
}
