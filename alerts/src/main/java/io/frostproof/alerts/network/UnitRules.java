package io.frostproof.alerts.network;

import io.frostproof.alerts.condition.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a unit is watched for over event time: the rules of its kind, over them those of its profile, over them those of the
 * products that it keeps ({@link ProductLayer}), over them its own, each as it was in force.
 *
 * @param stretches in time order, each lasts until the next; before the first nothing watches
 */
public record UnitRules(List<Stretch> stretches) {

    /** Nothing watches. */
    public static final UnitRules NONE = new UnitRules(List.of());

    public UnitRules {
        stretches = List.copyOf(stretches);
        for (int i = 1; i < stretches.size(); i++) {
            if (stretches.get(i).fromMicros() <= stretches.get(i - 1).fromMicros()) {
                throw new IllegalArgumentException("stretches must be in the order of time");
            }
        }
    }

    /** A condition and the version of rules that has it. */
    public record Rule(Condition condition, RuleVersion version) {}

    /**
     * From an instant on.
     *
     * @param fromMicros inclusive; {@link RuleVersion#FROM_THE_BEGINNING}
     * @param productLag time constant of goods in the air of the unit, as conditions reckon with it
     * @param filledLag time constant of goods that fill it, no shorter
     */
    public record Stretch(long fromMicros, Duration productLag, Duration filledLag, List<Rule> rules) {
        public Stretch {
            rules = List.copyOf(rules);
        }

        /** However many goods there are, they follow the air alike. */
        public Stretch(long fromMicros, Duration productLag, List<Rule> rules) {
            this(fromMicros, productLag, productLag, rules);
        }

        /** The conditions alone. */
        public List<Condition> conditions() {
            return rules.stream().map(Rule::condition).toList();
        }
    }

    /** The rules of a profile, always, without any record of them. */
    public static UnitRules always(@Nullable StorageProfile profile) {
        if (profile == null) {
            return NONE;
        }
        var version = new RuleVersion(
                RuleVersion.UNRECORDED,
                RuleVersion.Scope.PROFILE,
                profile.id(),
                RuleVersion.FROM_THE_BEGINNING,
                profile.conditions(),
                profile.source());
        return new UnitRules(List.of(new Stretch(
                RuleVersion.FROM_THE_BEGINNING,
                Duration.ZERO,
                profile.conditions().stream()
                        .map(condition -> new Rule(condition, version))
                        .toList())));
    }

    /** The stretch that an instant is in, or null. */
    public @Nullable Stretch at(long micros) {
        for (int i = stretches.size() - 1; i >= 0; i--) {
            if (stretches.get(i).fromMicros() <= micros) {
                return stretches.get(i);
            }
        }
        return null;
    }

    /**
     * Puts together what watches one unit.
     *
     * @param units its own versions, in force, in the order of time
     * @param kinds versions of each kind, in force, in the order of time
     * @param profiles versions of each profile by id, likewise
     * @param products versions of each product by id, likewise
     */
    public static UnitRules of(
            List<UnitVersion> units,
            Map<UnitKind, List<RuleVersion>> kinds,
            Map<String, List<RuleVersion>> profiles,
            Map<String, List<RuleVersion>> products) {
        var instants = new TreeSet<Long>();
        for (int i = 0; i < units.size(); i++) {
            UnitVersion unit = units.get(i);
            long from = unit.own().fromMicros();
            long to = i + 1 < units.size() ? units.get(i + 1).own().fromMicros() : Long.MAX_VALUE;
            instants.add(from);
            for (RuleVersion version : below(unit, kinds, profiles, products)) {
                if (version.fromMicros() > from && version.fromMicros() < to) {
                    instants.add(version.fromMicros());
                }
            }
        }
        var stretches = new ArrayList<Stretch>();
        for (long instant : instants) {
            Stretch next = stretch(instant, units, kinds, profiles, products);
            Stretch last = stretches.isEmpty() ? null : stretches.getLast();
            if (last == null
                    || !last.rules().equals(next.rules())
                    || !last.productLag().equals(next.productLag())
                    || !last.filledLag().equals(next.filledLag())) {
                stretches.add(next);
            }
        }
        return new UnitRules(stretches);
    }

    private static List<RuleVersion> below(
            UnitVersion unit,
            Map<UnitKind, List<RuleVersion>> kinds,
            Map<String, List<RuleVersion>> profiles,
            Map<String, List<RuleVersion>> products) {
        var all = new ArrayList<>(kinds.getOrDefault(unit.kind(), List.of()));
        String profile = unit.profile();
        if (profile != null) {
            all.addAll(profiles.getOrDefault(profile, List.of()));
        }
        unit.keeps().forEach(product -> all.addAll(products.getOrDefault(product, List.of())));
        return all;
    }

    private static Stretch stretch(
            long instant,
            List<UnitVersion> units,
            Map<UnitKind, List<RuleVersion>> kinds,
            Map<String, List<RuleVersion>> profiles,
            Map<String, List<RuleVersion>> products) {
        UnitVersion unit = units.stream()
                .filter(version -> version.own().fromMicros() <= instant)
                .reduce((first, second) -> second)
                .orElseThrow();
        String profile = unit.profile();
        List<List<Rule>> layers = List.of(
                rules(kinds.getOrDefault(unit.kind(), List.of()), instant),
                profile == null ? List.of() : rules(profiles.getOrDefault(profile, List.of()), instant),
                ProductLayer.of(
                        unit.keeps().stream()
                                .map(product -> rules(products.getOrDefault(product, List.of()), instant))
                                .toList(),
                        Rule::condition),
                rules(List.of(unit.own()), instant));
        return new Stretch(instant, unit.productLag(), unit.filledLag(), RuleLayers.of(layers, Rule::condition));
    }

    private static List<Rule> rules(List<RuleVersion> inForce, long instant) {
        return inForce.stream()
                .filter(version -> version.fromMicros() <= instant)
                .reduce((first, second) -> second)
                .map(version -> version.conditions().stream()
                        .map(condition -> new Rule(condition, version))
                        .toList())
                .orElse(List.of());
    }
}
