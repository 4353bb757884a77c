package io.frostproof.alerts.network;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a unit says of itself about its rules, from an instant on.
 *
 * @param own its own conditions, and since when
 * @param profile id of its profile; null: none
 * @param keeps ids of the products that it is meant for, in the order of the file
 */
public record UnitVersion(
        RuleVersion own, UnitKind kind, @Nullable String profile, Duration productLag, List<String> keeps) {

    public UnitVersion {
        keeps = List.copyOf(keeps);
    }

    /** Meant for no product in particular. */
    public UnitVersion(RuleVersion own, UnitKind kind, @Nullable String profile, Duration productLag) {
        this(own, kind, profile, productLag, List.of());
    }

    /**
     * Time constant of goods that fill it, in its air: that of its kind, if that is longer than its own, which is that of the least that is in it. Goods that are as warm as the air are so however many there are.
     */
    public Duration filledLag() {
        return productLag.isZero() || productLag.compareTo(kind.productLag()) > 0 ? productLag : kind.productLag();
    }

    /** Whether they say the same, whenever. */
    public boolean saysTheSame(UnitVersion other) {
        return own.conditions().equals(other.own.conditions())
                && kind == other.kind
                && java.util.Objects.equals(profile, other.profile)
                && productLag.equals(other.productLag)
                && keeps.equals(other.keeps);
    }
}
