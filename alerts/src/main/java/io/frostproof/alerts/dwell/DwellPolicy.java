package io.frostproof.alerts.dwell;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.network.DwellLimit;
import io.frostproof.alerts.network.DwellRules;
import io.frostproof.alerts.network.DwellRules.Scope;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All limits of dwell, with their dates. Immutable, safe to share. */
public final class DwellPolicy {

    /** No limits. */
    public static final DwellPolicy NONE = new DwellPolicy(List.of());

    private record Of(Scope scope, String of) {}

    private final Map<Of, List<DwellRules>> inForce = new HashMap<>();
    private final long[] changes;

    /** @param recorded in the order in which they were recorded: of two for one time the later one holds */
    public DwellPolicy(List<DwellRules> recorded) {
        var byOf = new LinkedHashMap<Of, List<DwellRules>>();
        recorded.forEach(rules -> byOf.computeIfAbsent(new Of(rules.scope(), rules.of()), of -> new ArrayList<>())
                .add(rules));
        var instants = new TreeSet<Long>();
        byOf.forEach((of, versions) -> {
            List<DwellRules> steps = RuleVersion.inForce(versions, DwellRules::fromMicros);
            inForce.put(of, steps);
            steps.forEach(step -> instants.add(step.fromMicros()));
        });
        instants.remove(RuleVersion.FROM_THE_BEGINNING);
        changes = instants.stream().mapToLong(Long::longValue).toArray();
    }

    /** Without those that count everything that ever was. */
    public DwellPolicy withoutInAll() {
        return new DwellPolicy(inForce.values().stream()
                .flatMap(List::stream)
                .map(rules -> new DwellRules(
                        rules.id(),
                        rules.scope(),
                        rules.of(),
                        rules.fromMicros(),
                        rules.limits().stream().filter(limit -> !limit.inAll()).toList(),
                        rules.source()))
                .toList());
    }

    public boolean isEmpty() {
        return inForce.isEmpty();
    }

    /** A limit, and the rules that it is of. */
    public record Rule(DwellLimit limit, DwellRules of) {

        /** Such as {@code at most 45 min on the dock (product milk)}. */
        public String text() {
            return DwellText.of(limit) + " (" + of.words() + ")";
        }
    }

    /** Instants in [from, to) at which some limit becomes another one. */
    List<Long> changes(long fromMicros, long toMicros) {
        var within = new ArrayList<Long>();
        for (long change : changes) {
            if (change > fromMicros && change < toMicros) {
                within.add(change);
            }
        }
        return within;
    }

    /**
     * What limits a handling unit in a unit at an instant: for each slot the levels of the narrowest scope that has any. One that says that it has none says nothing of
     * wider ones.
     */
    List<Rule> at(Stage stage, String unit, String product, @Nullable String profile, long micros) {
        var bySlot = new LinkedHashMap<String, List<Rule>>();
        for (Scope scope : Scope.values()) {
            String of = switch (scope) {
                case NETWORK -> DwellRules.EVERYTHING;
                case PROFILE -> profile;
                case PRODUCT -> product;
                case UNIT -> unit;
            };
            DwellRules rules = of == null ? null : rules(new Of(scope, of), micros);
            if (rules != null) {
                var own = new LinkedHashMap<String, List<Rule>>();
                rules.limits().stream()
                        .filter(limit -> limit.stage() == stage)
                        .forEach(limit -> own.computeIfAbsent(limit.slot(), slot -> new ArrayList<>())
                                .add(new Rule(limit, rules)));
                bySlot.putAll(own);
            }
        }
        return bySlot.values().stream().flatMap(List::stream).toList();
    }

    private @Nullable DwellRules rules(Of of, long micros) {
        DwellRules at = null;
        for (DwellRules step : inForce.getOrDefault(of, List.of())) {
            if (step.fromMicros() <= micros) {
                at = step;
            }
        }
        return at;
    }

    /** The limit of a slot at a level, as it was in force at an instant; of a lower level when there is none of this one. */
    public Optional<Rule> rule(
            String slot, Level level, String unit, String product, @Nullable String profile, long micros) {
        for (Stage stage : Stage.values()) {
            if (slot.equals(DwellLimit.slot(stage, false)) || slot.equals(DwellLimit.slot(stage, true))) {
                return at(stage, unit, product, profile, micros).stream()
                        .filter(rule -> rule.limit().slot().equals(slot)
                                && rule.limit().level().compareTo(level) <= 0)
                        .max(Comparator.comparing(rule -> rule.limit().level()));
            }
        }
        return Optional.empty();
    }
}
