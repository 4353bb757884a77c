package io.frostproof.alerts.desk;

import java.util.function.Function;

/** Where a desk finds its work and leaves its results. Thread-safe. */
public interface DeskStore {

    /** Runs {@code work} in one transaction (B); commits if it returns, and leaves everything as it was if it throws. */
    <T> T inTransaction(Function<DeskTransaction, T> work);
}
