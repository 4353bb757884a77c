package io.frostproof.alerts.cross;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.HiddenSlots;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.SlotRules;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.quantity.Quantity;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds what of a unit takes more than one channel, and which channels. */
public final class Watches {

    private Watches() {}

    /** Whether any rule of a unit, at any time, is for the desk. */
    public static boolean any(UnitRules rules) {
        return rules.stretches().stream()
                .flatMap(stretch -> stretch.rules().stream())
                .anyMatch(rule -> rule.condition().measure().atDesk() || DeviceWatch.topic(rule.condition()) != null);
    }

    /**
     * Whether the desk works a slot out, by some rule of the unit.
     *
     * @param ofChannel what the channel measures that its excursions are filed with; null when nobody knows
     */
    public static boolean atDesk(UnitRules rules, String slot, @Nullable Quantity ofChannel) {
        return rules.stretches().stream()
                .flatMap(stretch -> stretch.rules().stream())
                .anyMatch(rule ->
                        rule.condition().slot().equals(slot) && DeviceWatch.atDesk(rule.condition(), ofChannel));
    }

    private static boolean compares(Condition condition) {
        return condition.measure() instanceof Measure.While || condition.measure() instanceof Measure.Disagreement;
    }

    /**
     * What is watched. A state is that of the channels of the unit itself, or, when it has none of the quantity, of those of its node; a unit that has
     * none of both is not watched.
     *
     * @param around channels of the unit's node
     */
    public static List<Watch> of(String unit, UnitRules rules, ZoneId zone, List<Member> around) {
        var found = new ArrayList<Watch.Found>();
        for (int i = 0; i < rules.stretches().size(); i++) {
            UnitRules.Stretch stretch = rules.stretches().get(i);
            List<SlotRules> slots = SlotRules.group(
                    stretch.conditions().stream().filter(Watches::compares).toList());
            if (slots.isEmpty()) {
                continue;
            }
            long to = i + 1 < rules.stretches().size()
                    ? rules.stretches().get(i + 1).fromMicros()
                    : Long.MAX_VALUE;
            var cuts = new TreeSet<Long>();
            cuts.add(stretch.fromMicros());
            around.forEach(member -> {
                cut(cuts, member.fromMicros(), stretch.fromMicros(), to);
                cut(cuts, member.toMicros(), stretch.fromMicros(), to);
            });
            for (long from : cuts) {
                Long next = cuts.higher(from);
                List<Member> now =
                        around.stream().filter(member -> member.at(from)).toList();
                for (SlotRules slot : slots) {
                    found.addAll(piece(unit, from, next == null ? to : next, slot, now));
                }
            }
        }
        return Watch.gather(unit, zone, found);
    }

    private static void cut(Set<Long> cuts, long micros, long from, long to) {
        if (micros > from && micros < to) {
            cuts.add(micros);
        }
    }

    private static List<Watch.Found> piece(String unit, long from, long to, SlotRules slot, List<Member> now) {
        Condition first = slot.levels().getFirst();
        return switch (first.measure()) {
            case Measure.While other -> {
                List<Member> own = nearest(unit, first.quantity(), now);
                List<Member> others = nearest(unit, other.quantity(), now);
                Optional<Integer> filed = filed(unit, own).or(() -> filed(unit, others));
                if (own.isEmpty() || others.isEmpty() || filed.isEmpty()) {
                    yield List.of();
                }
                yield List.of(new Watch.Found(
                        filed.get(),
                        Watch.Kind.STATES,
                        new Watch.Piece(
                                from,
                                to,
                                slot,
                                List.of(
                                        told(
                                                own,
                                                HiddenSlots.state(
                                                        first.quantity(), first.operator(), first.threshold())),
                                        told(
                                                others,
                                                HiddenSlots.state(
                                                        other.quantity(), other.operator(), other.threshold()))))));
            }
            case Measure.Disagreement d -> {
                List<Watch.Found> found = new ArrayList<>();
                for (Sense sense : Sense.values()) {
                    List<Member> probes = now.stream()
                            .filter(member -> member.unit().equals(unit)
                                    && member.quantity() == Quantity.TEMPERATURE
                                    && member.senses() == sense)
                            .toList();
                    if (probes.size() > 1) {
                        found.add(new Watch.Found(
                                filed(unit, probes).orElseThrow(),
                                Watch.Kind.MEANS,
                                new Watch.Piece(from, to, slot, List.of(told(probes, HiddenSlots.mean(d.window()))))));
                    }
                }
                yield found;
            }
            default -> List.of();
        };
    }

    private static List<Member> nearest(String unit, Quantity quantity, List<Member> now) {
        List<Member> all =
                now.stream().filter(member -> member.quantity() == quantity).toList();
        List<Member> own =
                all.stream().filter(member -> member.unit().equals(unit)).toList();
        return own.isEmpty() ? all : own;
    }

    private static Optional<Integer> filed(String unit, List<Member> members) {
        return members.stream()
                .filter(member -> member.unit().equals(unit))
                .map(Member::channelId)
                .min(Comparator.naturalOrder());
    }

    private static Set<Told> told(List<Member> members, String slot) {
        Set<Told> told = new LinkedHashSet<>();
        members.forEach(member -> told.add(new Told(member.channelId(), slot)));
        return told;
    }
}
