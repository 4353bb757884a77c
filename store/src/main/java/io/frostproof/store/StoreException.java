package io.frostproof.store;

import java.sql.SQLException;

/** A statement failed. The cause is what the database said. */
public class StoreException extends RuntimeException {

    public StoreException(String message, SQLException cause) {
        super(message + ": " + cause.getMessage(), cause);
    }

    StoreException(String message) {
        super(message);
    }

    /** Whether the same call can succeed later. */
    public boolean passes() {
        return getCause() instanceof SQLException e && passes(e);
    }

    /**
     * Whether the same call can succeed later: the connection is gone (class 08, 57P), the server is short of something (53), or
     * transactions got into each other's way (40001, 40P01). Everything else is about what was sent.
     */
    static boolean passes(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.sql.SQLTransientException || cause instanceof java.io.IOException) {
                return true;
            }
        }
        String state = e.getSQLState();
        return state == null
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("58")
                || state.equals("40001")
                || state.equals("40P01")
                || state.equals("25006")
                || state.equals("55P03");
    }
}
