package io.frostproof.store;

import io.frostproof.alerts.disposition.DispositionPolicy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Reads the facts of a plan out of the database, all in one view of it: what nodes and lanes can do, what is affected and how it fares, and which orders wait. What counts as affected is in
 * docs/decisions.md. Thread-safe; calls block.
 */
public final class SituationReader implements SituationSource {

    private final Database database;
    private final DispositionPolicy policy;

    public SituationReader(Database database) {
        this(database, DispositionPolicy.standard());
    }

    /** @param policy by which goods are judged sound or not */
    public SituationReader(Database database, DispositionPolicy policy) {
        this.database = database;
        this.policy = policy;
    }

    @Override
    public Read read(Instant now) {
        Instant moment = now.truncatedTo(ChronoUnit.MICROS);
        return database.read(connection -> new SituationWork(connection, moment, policy).read());
    }
}
