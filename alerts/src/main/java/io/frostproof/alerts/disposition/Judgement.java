package io.frostproof.alerts.disposition;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link DispositionPolicy} makes of an exposure.
 *
 * @param policyVersion of the rule that was used
 * @param reasons every rule that said more than sound, worst first; for sound goods what is left of each budget
 * @param warmBudgetLeft what is left of the warm allowance that is nearest to its end, at least zero; null when the product has none
 */
public record Judgement(
        Soundness soundness,
        String policyVersion,
        List<Reason> reasons,
        @Nullable Duration warmBudgetLeft) {
    public Judgement {
        reasons = List.copyOf(reasons);
    }
}
