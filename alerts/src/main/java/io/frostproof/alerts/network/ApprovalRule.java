package io.frostproof.alerts.network;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may make a decision. The first rule counts that matches it.
 *
 * @param dispositions words of those that it matches; never empty
 * @param upToValue matches decisions of up to this value, in the currency of decisions; null: of any
 * @param regions ids; with {@code nodes} empty it matches everywhere
 * @param nodes ids
 * @param persons how many have to approve, from 0 to 2; 0: it acts alone
 * @param roles of those who may
 * @param oneOf role that at least one of the persons has; null: any of {@code roles} will do
 * @param escalateAfter how long it may wait; null: for ever
 * @param escalateTo roles that are told then
 */
public record ApprovalRule(
        List<String> dispositions,
        @Nullable BigDecimal upToValue,
        List<String> regions,
        List<String> nodes,
        int persons,
        List<String> roles,
        @Nullable String oneOf,
        boolean reasonRequired,
        @Nullable Duration escalateAfter,
        List<String> escalateTo) {

    /** All that a decision can be, by the words in files, SQL and the API. */
    public static final List<String> DISPOSITIONS =
            List.of("quarantine", "hold", "release", "discard", "transfer", "reroute");

    public ApprovalRule {
        dispositions = List.copyOf(dispositions);
        regions = List.copyOf(regions);
        nodes = List.copyOf(nodes);
        roles = List.copyOf(roles);
        escalateTo = List.copyOf(escalateTo);
        upToValue = upToValue == null ? null : upToValue.stripTrailingZeros();
        if (persons < 0 || persons > 2) {
            throw new IllegalArgumentException("persons: expected 0 to 2, was " + persons);
        }
    }
}
