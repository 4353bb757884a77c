package io.frostproof.store;

import io.frostproof.alerts.disposition.DispositionPolicy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Reads the facts of a plan out of the database, all in one view of it: what nodes and lanes can do, what is affected and how it fares, and which orders wait. What counts as affected is in
 * docs/decisions.md. Thread-safe; calls block.
 */
public final class SituationReader implements SituationSource {

    private final ExposureQueries exposures;
    private final DispositionPolicy policy;
    private final UsedUpGoods usedUp;

    public SituationReader(Database database) {
        this(database, DispositionPolicy.standard());
    }

    /** @param policy by which goods are judged sound or not */
    public SituationReader(Database database, DispositionPolicy policy) {
        exposures = new ExposureQueries(database);
        this.policy = policy;
        usedUp = new UsedUpGoods(policy);
    }

    @Override
    public Read read(Instant now) {
        Instant moment = now.truncatedTo(ChronoUnit.MICROS);
        return exposures.ask((connection, cache) ->
                new SituationWork(connection, cache, moment, policy, usedUp.at(connection, cache, moment)).read());
    }
}
