package io.frostproof.simulator.replay;

/** A replay could not be done; the message says which field, line or broker, what was there and what was expected. */
public final class ReplayException extends Exception {
    private static final long serialVersionUID = 1;

    ReplayException(String message) {
        super(message);
    }

    ReplayException(String message, Throwable cause) {
        super(message, cause);
    }
}
