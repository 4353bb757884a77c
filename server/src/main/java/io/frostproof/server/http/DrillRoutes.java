package io.frostproof.server.http;

import io.frostproof.alerts.drill.Approvers;
import io.frostproof.alerts.drill.Drill;
import io.frostproof.alerts.drill.Scenario;
import io.frostproof.alerts.govern.Governance;
import io.frostproof.alerts.govern.Subject;
import io.frostproof.alerts.plan.PlanPolicy;
import io.frostproof.alerts.plan.solve.PriceSolver;
import io.frostproof.server.drill.DrillJson;
import io.frostproof.store.DrillReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/** Drills of the present state. They change nothing; one runs at a time, since each makes dozens of plans. */
final class DrillRoutes {

    private final DrillReader reader;
    private final InstantSource clock;
    private final Semaphore free = new Semaphore(1);

    DrillRoutes(DrillReader reader, InstantSource clock) {
        this.reader = reader;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations.on("runDrill", this::run);
    }

    private Reply run(Request request) {
        if (!free.tryAcquire()) {
            throw new ProblemException(
                    Problem.conflict("another drill is under way: ask again when it is over", "busy"));
        }
        try {
            DrillReader.Read read = reader.read(clock.instant());
            String name = request.given("scenario");
            var lasts = request.body().path("lasts_s");
            Scenario scenario;
            try {
                scenario =
                        Scenario.read(name, lasts.isNumber() ? Duration.ofSeconds(lasts.asLong()) : null, read.facts());
            } catch (IllegalArgumentException e) {
                throw ProblemException.wrong("scenario", name, String.valueOf(e.getMessage()));
            }
            var drill =
                    new Drill(PlanPolicy.standard(), new PriceSolver(), approvers(read.governance()), System::nanoTime);
            return Reply.json(DrillJson.of(drill.run(read.facts(), scenario)));
        } finally {
            free.release();
        }
    }

    private static Approvers approvers(Governance governance) {
        return (disposition, value, region, node) ->
                governance.needs(new Subject(disposition, value, region, node)).persons();
    }
}
