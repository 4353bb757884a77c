package io.frostproof.server.command;

import java.io.IOException;

/** Carries an IOException out of a simulation, whose listeners throw none. */
final class StoppedException extends RuntimeException {

    private final IOException reason;

    StoppedException(IOException reason) {
        super(reason);
        this.reason = reason;
    }

    IOException reason() {
        return reason;
    }
}
