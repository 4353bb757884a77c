package io.frostproof.ingest.spool;

import org.jspecify.annotations.Nullable;

/** The spool did not take a record, or could not give one back. A record that it did not take is not in it. */
public final class SpoolException extends Exception {

    private final boolean full;

    private SpoolException(String message, boolean full, @Nullable Throwable cause) {
        super(message, cause);
        this.full = full;
    }

    static SpoolException full(String message) {
        return new SpoolException(message, true, null);
    }

    static SpoolException failed(String message, Throwable cause) {
        return new SpoolException(message, false, cause);
    }

    /** Whether it takes records again as soon as others have left; otherwise the disk has a fault. */
    public boolean full() {
        return full;
    }
}
