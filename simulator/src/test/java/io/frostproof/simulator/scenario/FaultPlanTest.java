package io.frostproof.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.fault.PlannedFault;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FaultPlanTest {

    private static final int SEEDS = 20;

    @Test
    void everyKindOccursInAMixedMonthAndNoTwoSeedsPlanTheSame() throws Exception {
        Scenario month = Scenario.read("mixed-month");
        Set<List<PlannedFault>> plans = new HashSet<>();

        for (long seed = 1; seed <= SEEDS; seed++) {
            List<PlannedFault> plan = FaultPlan.of(month, seed);
            Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
            plan.forEach(fault -> kinds.add(fault.kind()));
            assertThat(kinds).as("seed %d", seed).containsExactlyInAnyOrder(FaultKind.values());
            assertThat(plan)
                    .allSatisfy(fault ->
                            assertThat(fault.startMillis()).isBetween(month.startMillis(), month.endMillis() - 1));
            plans.add(plan);
        }

        assertThat(plans).hasSize(SEEDS);
    }

    @Test
    void aSeedPlansTheSameAgain() throws Exception {
        Scenario month = Scenario.read("mixed-month");

        assertThat(FaultPlan.of(month, 7)).isEqualTo(FaultPlan.of(Scenario.read("mixed-month"), 7));
    }

    @Test
    void nothingSuffersTheSameTwiceAtATime() throws Exception {
        List<PlannedFault> plan = FaultPlan.of(Scenario.read("mixed-month"), 3);

        for (int i = 0; i < plan.size(); i++) {
            PlannedFault a = plan.get(i);
            for (PlannedFault b : plan.subList(i + 1, plan.size())) {
                boolean same = a.kind() == b.kind() && a.target().equals(b.target());
                assertThat(same && a.startMillis() <= b.endMillis() && b.startMillis() <= a.endMillis())
                        .as("%s and %s", a, b)
                        .isFalse();
            }
        }
    }
}
