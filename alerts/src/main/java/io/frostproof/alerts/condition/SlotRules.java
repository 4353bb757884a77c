package io.frostproof.alerts.condition;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of one slot, mild to severe. The slot holds at the highest level whose condition holds. Immutable; equal to others
 * with the same conditions.
 */
public final class SlotRules {

    private static final int MOST_LEVELS = 32;

    private final String slot;
    private final List<Condition> levels;
    /** Asked for whenever a channel is loaded, so it is worked out once. */
    private final int hash;

    /** @param levels at least one; all name this slot */
    public SlotRules(String slot, List<Condition> levels) {
        this.slot = slot;
        this.levels =
                levels.stream().sorted(Comparator.comparing(Condition::level)).toList();
        if (levels.isEmpty() || levels.stream().anyMatch(level -> !level.slot().equals(slot))) {
            throw new IllegalArgumentException("slot " + slot + ": expected conditions of this slot, was " + levels);
        }
        if (levels.size() > MOST_LEVELS) {
            throw new IllegalArgumentException(
                    "slot " + slot + ": expected at most " + MOST_LEVELS + " conditions, was " + levels.size());
        }
        hash = toString().hashCode();
    }

    public String slot() {
        return slot;
    }

    public List<Condition> levels() {
        return levels;
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof SlotRules that
                        && hash == that.hash
                        && slot.equals(that.slot)
                        && levels.equals(that.levels));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Its hash is in the snapshots, which know rules again by it. */
    @Override
    public String toString() {
        return "SlotRules[slot=" + slot + ", levels=" + levels + "]";
    }
}
