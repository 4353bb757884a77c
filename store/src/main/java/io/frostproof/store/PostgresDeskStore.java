package io.frostproof.store;

import io.frostproof.alerts.desk.DeskStore;
import io.frostproof.alerts.desk.DeskTransaction;
import java.sql.SQLException;
import java.util.function.Function;

/** Transactions of desks in PostgreSQL; a server that is no longer the active one gets none of them committed. */
public final class PostgresDeskStore implements DeskStore {

    private final Database database;

    public PostgresDeskStore(Database database) {
        this.database = database;
    }

    @Override
    public <T> T inTransaction(Function<DeskTransaction, T> work) {
        return database.write(connection -> {
            try {
                T result = work.apply(new PostgresDeskTransaction(connection));
                database.place().checkIfWritten(connection, "work of a desk");
                return result;
            } catch (PostgresDeskTransaction.Failure failure) {
                if (failure.getCause() instanceof SQLException cause) {
                    throw cause;
                }
                throw failure;
            }
        });
    }
}
