package io.frostproof.alerts.network;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a unit says of itself about its rules, from an instant on.
 *
 * @param own its own conditions, and since when
 * @param profile id of its profile; null: none
 */
public record UnitVersion(
        RuleVersion own, UnitKind kind, @Nullable String profile, Duration productLag) {

    /** Whether they say the same, whenever. */
    public boolean saysTheSame(UnitVersion other) {
        return own.conditions().equals(other.own.conditions())
                && kind == other.kind
                && java.util.Objects.equals(profile, other.profile)
                && productLag.equals(other.productLag);
    }
}
