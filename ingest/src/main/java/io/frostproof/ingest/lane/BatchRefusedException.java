package io.frostproof.ingest.lane;

/** Something in a batch cannot be stored, now or ever; the message says what the log said. */
public final class BatchRefusedException extends RuntimeException {
    public BatchRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
