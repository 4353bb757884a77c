package io.frostproof.ingest.lane;

/** The lane is being stopped, or may not write any more: what it is at is not acknowledged. */
final class StoppedException extends RuntimeException {

    StoppedException(String message) {
        super(message, null, false, false);
    }
}
