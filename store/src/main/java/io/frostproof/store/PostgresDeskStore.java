package io.frostproof.store;

import io.frostproof.alerts.desk.DeskStore;
import io.frostproof.alerts.desk.DeskTransaction;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Transactions of desks in PostgreSQL; a server that is no longer the active one gets none of them committed. */
public final class PostgresDeskStore implements DeskStore {

    private final Database database;

    private final @Nullable DeskMirror mirror;

    public PostgresDeskStore(Database database) {
        this(database, null);
    }

    /** @param mirror is told what transactions have touched */
    public PostgresDeskStore(Database database, @Nullable DeskMirror mirror) {
        this.database = database;
        this.mirror = mirror;
    }

    @Override
    public <T> T inTransaction(Function<DeskTransaction, T> work) {
        var touched = new AtomicReference<@Nullable PostgresDeskTransaction>();
        try {
            return database.write(connection -> {
                var transaction = new PostgresDeskTransaction(connection);
                touched.set(transaction);
                try {
                    T result = work.apply(transaction);
                    database.place().checkIfWritten(connection, "work of a desk");
                    return result;
                } catch (PostgresDeskTransaction.Failure failure) {
                    if (failure.getCause() instanceof SQLException cause) {
                        throw cause;
                    }
                    throw failure;
                }
            });
        } finally {
            // Also when it failed: a commit whose answer was lost may have happened.
            PostgresDeskTransaction transaction = touched.get();
            if (mirror != null && transaction != null) {
                mirror.touched(transaction.channels(), transaction.incidents());
            }
        }
    }
}
