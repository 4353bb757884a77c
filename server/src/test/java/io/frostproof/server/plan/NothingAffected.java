package io.frostproof.server.plan;

import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.store.SituationSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The facts of a network in which nothing is the matter. */
public final class NothingAffected implements SituationSource {

    @Override
    public Read read(Instant now) {
        long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
        return new Read(
                new Situation(
                        micros, List.of(), List.of(), List.of(), List.of(), Map.of(), List.of(), List.of(), List.of()),
                "nothing",
                List.of());
    }
}
