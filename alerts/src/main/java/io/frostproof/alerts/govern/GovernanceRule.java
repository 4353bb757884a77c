package io.frostproof.alerts.govern;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says who decides what.
 *
 * @param dispositions it is for, at least one
 * @param upToValue matches decisions of up to this value, inclusive; money; null: of any value, known or not
 * @param regions matches goods in one of them or at one of {@code nodes}; both empty: anywhere
 */
public record GovernanceRule(
        Set<String> dispositions, @Nullable Double upToValue, Set<String> regions, Set<String> nodes, Needs needs) {

    public GovernanceRule {
        dispositions = Set.copyOf(dispositions);
        regions = Set.copyOf(regions);
        nodes = Set.copyOf(nodes);
        if (dispositions.isEmpty()) {
            throw new IllegalArgumentException("a rule needs at least one disposition");
        }
        if (upToValue != null && !(upToValue >= 0)) {
            throw new IllegalArgumentException("upToValue must be at least 0, was " + upToValue);
        }
    }

    /** Whether it is for this decision. */
    public boolean matches(Subject subject) {
        return dispositions.contains(subject.disposition()) && worthLittleEnough(subject) && within(subject);
    }

    private boolean worthLittleEnough(Subject subject) {
        return upToValue == null || (subject.value() != null && subject.value() <= upToValue);
    }

    private boolean within(Subject subject) {
        return (regions.isEmpty() && nodes.isEmpty())
                || (subject.region() != null && regions.contains(subject.region()))
                || (subject.node() != null && nodes.contains(subject.node()));
    }
}
