package io.frostproof.ingest.lane;

/** The log cannot be reached now, or gave up for a reason that passes; the same call can succeed later. */
public final class LogUnavailableException extends RuntimeException {
    public LogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
