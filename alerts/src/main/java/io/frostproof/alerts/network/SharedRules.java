package io.frostproof.alerts.network;

import io.frostproof.alerts.condition.Condition;
import java.util.List;

/**
 * What all units of a kind, or all that keep a product, are watched for: a kind's under their profile, a product's over it, and both under what
 * they themselves say. A slot of a narrower scope takes the place of one of the same name.
 *
 * @param scope {@link RuleVersion.Scope#KIND} or {@link RuleVersion.Scope#PRODUCT}
 * @param of word of the kind, or id of the product
 * @param source where the numbers come from
 */
public record SharedRules(RuleVersion.Scope scope, String of, List<Condition> conditions, String source) {
    public SharedRules {
        if (scope != RuleVersion.Scope.KIND && scope != RuleVersion.Scope.PRODUCT) {
            throw new IllegalArgumentException("scope must be kind or product, was " + scope.id());
        }
        conditions = List.copyOf(conditions);
    }

    /** Of all units of a kind. */
    public static SharedRules of(UnitKind kind, List<Condition> conditions, String source) {
        return new SharedRules(RuleVersion.Scope.KIND, kind.id(), conditions, source);
    }

    /** Of all units that keep a product. */
    public static SharedRules of(Product product, List<Condition> conditions, String source) {
        return new SharedRules(RuleVersion.Scope.PRODUCT, product.id(), conditions, source);
    }

    /** Whether they are of this kind. */
    public boolean isOf(UnitKind kind) {
        return scope == RuleVersion.Scope.KIND && of.equals(kind.id());
    }
}
