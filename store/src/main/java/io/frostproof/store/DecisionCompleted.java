package io.frostproof.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/** Hears, within the transaction, that a decision was completed or reverted, so that what the outside is told of it is on record when it is. */
@FunctionalInterface
interface DecisionCompleted {

    /** The decision is approved or reverted by now. */
    void write(Connection connection, UUID decision, Instant now) throws SQLException;
}
