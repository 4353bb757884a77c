package io.frostproof.alerts.govern;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who has to approve a decision.
 *
 * @param persons how many different persons, 0 to 2; with 0 it is carried out without anybody
 * @param roles who may be one of them; sorted
 * @param oneOf role that at least one of them has, whether it is one of {@code roles} or not; null: any of {@code roles} will do
 * @param reasonRequired whether each of them has to say why
 * @param escalateAfter how long it may wait before others are told, more than 0; null: for ever
 * @param escalateTo names of who is told then; none: whoever is told of proposals
 */
public record Needs(
        int persons,
        List<String> roles,
        @Nullable String oneOf,
        boolean reasonRequired,
        @Nullable Duration escalateAfter,
        List<String> escalateTo) {

    /** As many persons as a rule can ask for. */
    public static final int MOST_PERSONS = 2;

    public Needs {
        if (persons < 0 || persons > MOST_PERSONS) {
            throw new IllegalArgumentException("persons must be from 0 to " + MOST_PERSONS + ", was " + persons);
        }
        roles = roles.stream().distinct().sorted().toList();
        if (persons > (oneOf == null ? 0 : 1) && roles.isEmpty()) {
            throw new IllegalArgumentException("roles must name who may approve, were none");
        }
        if (escalateAfter != null && !escalateAfter.isPositive()) {
            throw new IllegalArgumentException("escalateAfter must be longer than 0, was " + escalateAfter);
        }
        escalateTo = List.copyOf(escalateTo);
    }

    /** Whether people of this role may approve at all. */
    public boolean admits(String role) {
        return roles.contains(role) || role.equals(oneOf);
    }
}
