package io.frostproof.alerts.plan;

import io.frostproof.alerts.disposition.Soundness;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is proposed for all affected stock together.
 *
 * @param madeMicros moment of its facts, microseconds since 1970, UTC
 * @param proposals in the order of the handling units' ids
 * @param expectedLoss of all that is not harmed; money
 * @param expectedLossIfLeft what it would be were nothing done; money
 * @param lowerBound no plan at all has an expected loss below this; money. From the relaxation, not from this plan
 * @param kept whether it is the existing plan, gone on with because another was not better by enough
 */
public record Plan(
        String policyVersion,
        long madeMicros,
        List<Proposal> proposals,
        double expectedLoss,
        double expectedLossIfLeft,
        double lowerBound,
        boolean kept) {

    public Plan {
        proposals = List.copyOf(proposals);
    }

    /** Of what is harmed already; no plan changes it. Money. */
    public double valueHarmed() {
        return proposals.stream()
                .filter(one -> one.unit().judgement().soundness() == Soundness.HARMED)
                .mapToDouble(one -> one.unit().value())
                .sum();
    }

    /** What it says, by handling unit. */
    public Map<String, Told> told() {
        return proposals.stream()
                .collect(Collectors.toUnmodifiableMap(one -> one.unit().handlingUnit(), Told::of));
    }

    public double landedCost() {
        return proposals.stream().mapToDouble(Proposal::landedCost).sum();
    }
}
