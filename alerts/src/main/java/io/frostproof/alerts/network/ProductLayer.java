package io.frostproof.alerts.network;

import io.frostproof.alerts.condition.Condition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes one layer of the rules of all products that a unit keeps. A slot that several of them have is that of the strictest product, as a whole:
 * the one whose slot tells, at the same level or a graver one and no later, of whatever the others would tell of. Where none does (a lower
 * threshold against a shorter delay), nobody but people can say which of the two goods is to be kept by; the readers of files ask them. What is
 * on record all the same goes by the product that the unit names first.
 */
public final class ProductLayer {

    private ProductLayer() {}

    /** Slots that several products have and none has the strictest of, in the order of the first product that has them. */
    public static Set<String> contested(List<List<Condition>> products) {
        var contested = new LinkedHashSet<String>();
        for (String slot : slots(products, Function.identity())) {
            List<List<Condition>> having = having(slot, products, Function.identity());
            if (having.stream().noneMatch(own -> isStrictest(own, having))) {
                contested.add(slot);
            }
        }
        return contested;
    }

    /**
     * The layer.
     *
     * @param products the rules of each, in the order in which the unit names them
     */
    static <T> List<T> of(List<List<T>> products, Function<T, Condition> condition) {
        if (products.size() == 1) {
            return products.getFirst();
        }
        var layer = new ArrayList<T>();
        for (String slot : slots(products, condition)) {
            List<List<T>> having = having(slot, products, condition);
            List<List<Condition>> conditions = having.stream()
                    .map(own -> own.stream().map(condition).toList())
                    .toList();
            int strictest = 0;
            for (int i = having.size() - 1; i >= 0; i--) {
                if (isStrictest(conditions.get(i), conditions)) {
                    strictest = i;
                }
            }
            layer.addAll(having.get(strictest));
        }
        return layer;
    }

    private static <T> Set<String> slots(List<List<T>> products, Function<T, Condition> condition) {
        var slots = new LinkedHashSet<String>();
        products.forEach(
                rules -> rules.forEach(rule -> slots.add(condition.apply(rule).slot())));
        return slots;
    }

    /** Of each product that has the slot, its rules of it. */
    private static <T> List<List<T>> having(String slot, List<List<T>> products, Function<T, Condition> condition) {
        return products.stream()
                .map(rules -> rules.stream()
                        .filter(rule -> condition.apply(rule).slot().equals(slot))
                        .toList())
                .filter(own -> !own.isEmpty())
                .toList();
    }

    private static boolean isStrictest(List<Condition> own, List<List<Condition>> all) {
        return all.stream()
                .allMatch(other -> other.stream()
                        .allMatch(milder -> own.stream().anyMatch(condition -> tellsOf(condition, milder))));
    }

    /** Whether one condition holds, at the other's level or a graver one, whenever the other does, and no later. */
    private static boolean tellsOf(Condition strict, Condition mild) {
        double threshold = mild.threshold();
        boolean upward = mild.operator().upward();
        boolean nearer = upward ? strict.threshold() < threshold : strict.threshold() > threshold;
        boolean same = strict.threshold() == threshold && (strict.breaches(threshold) || !mild.breaches(threshold));
        return strict.level().compareTo(mild.level()) >= 0
                && strict.quantity() == mild.quantity()
                && strict.measure().equals(mild.measure())
                && strict.operator().upward() == upward
                && strict.per() == mild.per()
                && strict.schedule().equals(mild.schedule())
                && strict.delay().compareTo(mild.delay()) <= 0
                && (nearer || same);
    }

    /** Products that are named twice are named once. */
    static List<String> once(List<String> products) {
        return new HashSet<>(products).size() == products.size()
                ? List.copyOf(products)
                : List.copyOf(new LinkedHashSet<>(products));
    }
}
