package io.frostproof.alerts.condition;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of one slot, mild to severe. The slot holds at the highest level whose condition holds. Immutable; equal to others
 * with the same conditions.
 */
public final class SlotRules {

    private final String slot;
    private final List<Condition> levels;
    /** Told with every snapshot that is read or written, so it is worked out once. */
    private final int textHash;

    /** @param levels at least one; all name this slot */
    public SlotRules(String slot, List<Condition> levels) {
        this.slot = slot;
        this.levels =
                levels.stream().sorted(Comparator.comparing(Condition::level)).toList();
        if (levels.isEmpty() || levels.stream().anyMatch(level -> !level.slot().equals(slot))) {
            throw new IllegalArgumentException("slot " + slot + ": expected conditions of this slot, was " + levels);
        }
        textHash = toString().hashCode();
    }

    public String slot() {
        return slot;
    }

    public List<Condition> levels() {
        return levels;
    }

    /** Tells rules apart across restarts; hash codes of enums do not last, so it goes by their text. Snapshots hold it. */
    int textHash() {
        return textHash;
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
        return other instanceof SlotRules that && slot.equals(that.slot) && levels.equals(that.levels);
    }

    @Override
    public int hashCode() {
        return textHash;
    }

    /** As it always was: its hash is in the snapshots. */
    @Override
    public String toString() {
        return "SlotRules[slot=" + slot + ", levels=" + levels + "]";
    }
}
