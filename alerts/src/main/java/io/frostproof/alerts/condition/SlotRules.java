package io.frostproof.alerts.condition;

import java.util.Comparator;
import java.util.List;

/**
 * The conditions of one slot, mild to severe. The slot holds at the highest level whose condition holds.
 *
 * @param levels at least one; all name this slot
 */
public record SlotRules(String slot, List<Condition> levels) {
    public SlotRules {
        levels = levels.stream().sorted(Comparator.comparing(Condition::level)).toList();
        if (levels.isEmpty() || levels.stream().anyMatch(level -> !level.slot().equals(slot))) {
            throw new IllegalArgumentException("slot " + slot + ": expected conditions of this slot, was " + levels);
        }
    }

    /** Groups conditions by slot, in the order in which slots first appear. */
    public static List<SlotRules> group(List<Condition> conditions) {
        return conditions.stream()
                .map(Condition::slot)
                .distinct()
                .map(slot -> new SlotRules(
                        slot,
                        conditions.stream()
                                .filter(condition -> condition.slot().equals(slot))
                                .toList()))
                .toList();
    }
}
