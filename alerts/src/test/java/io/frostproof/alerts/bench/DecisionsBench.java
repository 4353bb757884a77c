package io.frostproof.alerts.bench;

import io.frostproof.alerts.plan.Plan;
import io.frostproof.alerts.plan.PlanPolicy;
import io.frostproof.alerts.plan.Planner;
import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.alerts.plan.solve.GreedySolver;
import io.frostproof.alerts.plan.solve.PriceSolver;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * {@code ./frostproof bench decisions [--json]}: a plan for the 10,000 handling units of 5 nodes of 25 that went dark, each with its reasons, alternatives and what would change the
 * answer, on one thread; how long the first plan of a fresh JVM took and how long the fifth, how good it is, and what a greedy plan comes to. Exit code 1 when a bar is missed.
 */
public final class DecisionsBench {

    private static final double BAR_SECONDS = 2;
    private static final double BAR_GAP = 0.01;
    private static final int PLANS = 5;

    private DecisionsBench() {}

    public static void main(String[] arguments) {
        Situation situation = new DarkNodes(1).make();
        var planner = new Planner(PlanPolicy.standard(), new PriceSolver());
        var threads = ManagementFactory.getThreadMXBean();
        var seconds = new double[PLANS];
        var processor = new double[PLANS];
        Plan plan = null;
        for (int i = 0; i < PLANS; i++) {
            long begun = System.nanoTime();
            long worked = threads.getCurrentThreadCpuTime();
            plan = planner.plan(situation);
            processor[i] = (threads.getCurrentThreadCpuTime() - worked) / 1e9;
            seconds[i] = (System.nanoTime() - begun) / 1e9;
        }
        if (plan == null) {
            throw new IllegalStateException("no plan was made");
        }
        double greedy = new Planner(PlanPolicy.standard(), new GreedySolver())
                .plan(situation)
                .expectedLoss();
        long moved =
                plan.proposals().stream().filter(one -> one.route() != null).count();
        long lost = plan.proposals().stream().filter(one -> one.cannotBeSaved()).count();
        int all = plan.proposals().size();
        double gap = plan.expectedLoss() / plan.lowerBound() - 1;
        double last = seconds[PLANS - 1];
        PrintStream out = System.out;
        if (Arrays.asList(arguments).contains("--json")) {
            out.printf(
                    Locale.ROOT,
                    "{\"plan_s\": %.3f, \"plan_cpu_s\": %.3f, \"first_plan_s\": %.3f, \"handling_units\": %d, \"moved\": %d, \"held\": %d, \"lost\": %d, "
                            + "\"expected_loss\": %.2f, \"greedy_expected_loss\": %.2f, \"lower_bound\": %.2f}%n",
                    last,
                    processor[PLANS - 1],
                    seconds[0],
                    all,
                    moved,
                    all - moved - lost,
                    lost,
                    plan.expectedLoss(),
                    greedy,
                    plan.lowerBound());
        } else {
            out.printf(
                    Locale.ROOT,
                    "%,d handling units: %,d move, %,d are held, %,d cannot be saved%n",
                    all,
                    moved,
                    all - moved - lost,
                    lost);
            out.printf(
                    Locale.ROOT,
                    "plan: %.2f s, processor time %.2f s; the first one %.2f s and %.2f s (bar: %.0f s)%n",
                    last,
                    processor[PLANS - 1],
                    seconds[0],
                    processor[0],
                    BAR_SECONDS);
            out.printf(
                    Locale.ROOT,
                    "expected loss %,.0f: %.2f %% above the lower bound %,.0f (bar: %.0f %%); left alone %,.0f%n",
                    plan.expectedLoss(),
                    100 * gap,
                    plan.lowerBound(),
                    100 * BAR_GAP,
                    plan.expectedLossIfLeft());
            out.printf(
                    Locale.ROOT,
                    "a greedy plan: %,.0f, %.1f %% more%n",
                    greedy,
                    100 * (greedy / plan.expectedLoss() - 1));
            out.printf("one thread, JDK %s%n", Runtime.version());
        }
        System.exit(last <= BAR_SECONDS && gap <= BAR_GAP ? 0 : 1);
    }
}
