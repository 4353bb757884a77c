package io.frostproof.alerts.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.alerts.plan.solve.GreedySolver;
import io.frostproof.alerts.plan.solve.PriceSolver;
import org.junit.jupiter.api.Test;

/** Small situations of which the optimum is known, because everything was tried. */
class PlanAgainstOptimumTest {

    private static final int INSTANCES = 1_500;

    private final Planner planner = new Planner(PlanPolicy.standard(), new PriceSolver());
    private final Planner greedy = new Planner(PlanPolicy.standard(), new GreedySolver());

    @Test
    void expectedLossIsTheOptimumWithinOnePercentAlsoWhereGreedyIsFarFromIt() {
        int greedyMuchWorse = 0;
        for (int seed = 0; seed < INSTANCES; seed++) {
            Situation situation = seed % 4 == 0
                    ? new RandomNetwork(seed, 4, 3 + seed % 5, 0.5).make()
                    : RandomNetwork.contested(seed, 3, 5 + seed % 3, 0.7 + seed % 5 * 0.15)
                            .make();
            double optimum = Oracle.leastLoss(situation);
            Plan plan = planner.plan(situation);

            assertThat(plan.expectedLoss())
                    .as("expected loss of seed %d, money, at least the optimum", seed)
                    .isGreaterThanOrEqualTo(optimum * (1 - 1e-9));
            assertThat(plan.expectedLoss())
                    .as("expected loss of seed %d, money, within 1 %% of the optimum", seed)
                    .isLessThanOrEqualTo(optimum * 1.01 + 1e-9);
            assertThat(plan.lowerBound())
                    .as("lower bound of seed %d, money", seed)
                    .isLessThanOrEqualTo(optimum * (1 + 1e-9));
            greedyMuchWorse += greedy.plan(situation).expectedLoss() > optimum * 1.05 ? 1 : 0;
        }
        assertThat(greedyMuchWorse)
                .as("instances of which greedy is more than 5 %% worse than the optimum")
                .isGreaterThanOrEqualTo(200);
    }
}
