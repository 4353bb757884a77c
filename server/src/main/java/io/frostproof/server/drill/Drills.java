package io.frostproof.server.drill;

import io.frostproof.alerts.drill.Approvers;
import io.frostproof.alerts.drill.Drill;
import io.frostproof.alerts.drill.DrillReport;
import io.frostproof.alerts.drill.Scenario;
import io.frostproof.alerts.plan.PlanPolicy;
import io.frostproof.alerts.plan.solve.PriceSolver;
import io.frostproof.store.DrillReader;

/** Plays a scenario by the engine that plans in earnest. */
public final class Drills {

    private Drills() {}

    /** On what was read, approved by whom its rules say. */
    public static DrillReport play(DrillReader.Read read, Scenario scenario) {
        return new Drill(PlanPolicy.standard(), new PriceSolver(), Approvers.by(read.governance()), System::nanoTime)
                .run(read.facts(), scenario);
    }
}
