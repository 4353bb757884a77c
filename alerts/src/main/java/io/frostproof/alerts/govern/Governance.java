package io.frostproof.alerts.govern;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who decides what: the first rule that matches says it, and where none does the built-in ones. Approvals never exceed the persons that are needed, so that the last one
 * completes the decision.
 */
public final class Governance {

    /** Who carries out what needs nobody. */
    public static final String POLICY = "policy";

    /** Value up to which one person sends goods elsewhere, by the built-in rules; money. */
    public static final double ONE_PERSON_UP_TO = 10_000;

    private static final String QA = "qa";
    private static final List<String> ROLES = List.of("administrator", "operator", QA);

    /**
     * Hold and quarantine: one person. Release and discard: two, one of them qa. Transfer and reroute: one up to {@link #ONE_PERSON_UP_TO}, else two. No reason is
     * required, and nothing escalates.
     */
    private static final List<GovernanceRule> BUILT_IN = List.of(
            anywhere(Set.of("hold", "quarantine"), null, needs(1, null)),
            anywhere(Set.of("release", "discard"), null, needs(2, QA)),
            anywhere(Set.of("transfer", "reroute"), ONE_PERSON_UP_TO, needs(1, null)),
            anywhere(Set.of("transfer", "reroute"), null, needs(2, null)));

    private final List<GovernanceRule> rules;

    /** The network's rules, before the built-in ones. */
    public Governance(List<GovernanceRule> rules) {
        var all = new ArrayList<>(rules);
        all.addAll(BUILT_IN);
        this.rules = List.copyOf(all);
    }

    private static GovernanceRule anywhere(Set<String> dispositions, @Nullable Double upToValue, Needs needs) {
        return new GovernanceRule(dispositions, upToValue, Set.of(), Set.of(), needs);
    }

    private static Needs needs(int persons, @Nullable String oneOf) {
        return new Needs(persons, ROLES, oneOf, false, null, List.of());
    }

    /**
     * Who has to approve a decision.
     *
     * @throws IllegalArgumentException no rule knows the disposition
     */
    public Needs needs(Subject subject) {
        return rules.stream()
                .filter(rule -> rule.matches(subject))
                .findFirst()
                .map(GovernanceRule::needs)
                .orElseThrow(() -> new IllegalArgumentException(
                        "disposition " + subject.disposition() + " is none that anybody decides"));
    }

    /**
     * What one more approval comes to.
     *
     * @param soFar that count already, each of another person
     */
    public static Outcome judge(Needs needs, List<Approval> soFar, Approval another) {
        int left = needs.persons() - soFar.size();
        if (left <= 0) {
            return new Outcome.Refused(Outcome.Why.COMPLETE, "everybody who was needed has approved it");
        }
        if (soFar.stream().anyMatch(one -> one.by().equals(another.by()))) {
            return new Outcome.Refused(
                    Outcome.Why.SAME_PERSON, another.by() + " has approved it already; another person expected");
        }
        if (!needs.admits(another.role())) {
            return new Outcome.Refused(
                    Outcome.Why.ROLE,
                    "a person of role " + String.join(" or ", admitted(needs)) + " expected, was " + another.role());
        }
        String missing = missing(needs, soFar);
        if (missing != null && left == 1 && !missing.equals(another.role())) {
            return new Outcome.Refused(
                    Outcome.Why.ROLE,
                    (needs.persons() == 1 ? "a person" : "as the last of " + needs.persons() + " a person")
                            + " of role " + missing + " expected, was " + another.role());
        }
        if (needs.reasonRequired()
                && (another.reason() == null || another.reason().isBlank())) {
            return new Outcome.Refused(Outcome.Why.REASON, "a reason expected, was none");
        }
        var all = new ArrayList<>(soFar);
        all.add(another);
        Outcome.Waits waits = waitsFor(needs, all);
        return waits == null ? new Outcome.Complete() : waits;
    }

    /** Whom a decision waits for; null: for nobody. */
    public static Outcome.@Nullable Waits waitsFor(Needs needs, List<Approval> soFar) {
        int left = needs.persons() - soFar.size();
        if (left <= 0) {
            return null;
        }
        String missing = missing(needs, soFar);
        List<String> roles = missing != null && left == 1 ? List.of(missing) : admitted(needs);
        return new Outcome.Waits(left, roles, missing);
    }

    /** The role that none of them has, and one has to. */
    private static @Nullable String missing(Needs needs, List<Approval> soFar) {
        String oneOf = needs.oneOf();
        return oneOf == null || soFar.stream().anyMatch(one -> one.role().equals(oneOf)) ? null : oneOf;
    }

    private static List<String> admitted(Needs needs) {
        var all = new ArrayList<>(needs.roles());
        if (needs.oneOf() != null && !all.contains(needs.oneOf())) {
            all.add(Objects.requireNonNull(needs.oneOf()));
        }
        return all;
    }
}
