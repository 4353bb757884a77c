package io.frostproof.server.http;

import io.frostproof.alerts.drill.Scenario;
import io.frostproof.server.drill.DrillJson;
import io.frostproof.server.drill.Drills;
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
            } catch (Scenario.UnknownException e) {
                throw ProblemException.wrong("scenario", name, e.expected());
            }
            return Reply.json(DrillJson.of(Drills.play(read, scenario)));
        } finally {
            free.release();
        }
    }
}
