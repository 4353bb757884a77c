package io.frostproof.server.command;

/** A command cannot do what it was asked to; the message is for the person at the terminal. */
public final class CommandFailedException extends RuntimeException {
    public CommandFailedException(String message) {
        super(message);
    }

    public CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
