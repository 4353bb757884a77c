package io.frostproof.alerts.plan;

import io.frostproof.alerts.disposition.Reason;
import io.frostproof.alerts.plan.facts.AffectedUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is proposed for one handling unit, and why.
 *
 * @param route the way it goes; null: it stays where it is or goes on as it was going to without a way that is known
 * @param staysHeld whether it is under quarantine or hold, where it stays or comes to
 * @param spoils probability that it spoils, as far as it is not harmed now
 * @param expectedLoss money
 * @param expectedLossIfLeft what it would be were nothing done; money
 * @param landedCost money
 * @param cannotBeSaved it stays, and more likely than not it spoils before the place is well again
 * @param reasons what led to it, with numbers; for goods that cannot be saved also what bars each way
 * @param alternatives what else could be done, by expected loss
 * @param nearest the nearest fact that would change it; null: none of those that were tried does alone
 * @param policyVersions of the disposition and of the plan
 */
public record Proposal(
        AffectedUnit unit,
        Action action,
        @Nullable Route route,
        boolean staysHeld,
        double spoils,
        double expectedLoss,
        double expectedLossIfLeft,
        double landedCost,
        boolean cannotBeSaved,
        List<Reason> reasons,
        List<Alternative> alternatives,
        @Nullable Flip nearest,
        List<String> policyVersions) {

    public Proposal {
        reasons = List.copyOf(reasons);
        alternatives = List.copyOf(alternatives);
        policyVersions = List.copyOf(policyVersions);
    }
}
