package io.frostproof.alerts.network;

import io.frostproof.alerts.condition.Condition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Lays conditions over each other: a slot of a later layer takes the whole place of a slot of the same name below it. */
public final class RuleLayers {

    private RuleLayers() {}

    /** What of some layers holds, the lowest first. */
    public static List<Condition> of(List<List<Condition>> lowestFirst) {
        return of(lowestFirst, Function.identity());
    }

    static <T> List<T> of(List<List<T>> lowestFirst, Function<T, Condition> condition) {
        var over = new HashSet<String>();
        var left = new ArrayList<T>();
        for (List<T> layer : lowestFirst.reversed()) {
            Set<String> own = new HashSet<>();
            var kept = new ArrayList<T>();
            for (T rule : layer) {
                String slot = condition.apply(rule).slot();
                own.add(slot);
                if (!over.contains(slot)) {
                    kept.add(rule);
                }
            }
            left.addAll(0, kept);
            over.addAll(own);
        }
        return left;
    }
}
