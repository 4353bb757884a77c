package io.frostproof.server.command;

import io.frostproof.yaml.InvalidFileException;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says on the terminal why a command failed, in words where the cause is known. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private Failures() {}

    /** Prints the reason and returns the exit code. */
    static int report(Exception failure, PrintWriter err) {
        switch (failure) {
            case InvalidFileException invalid -> {
                invalid.problems().forEach(err::println);
                return WRONG_USE;
            }
            case CommandFailedException failed -> err.println("frostproof: " + failed.getMessage());
            case InterruptedException interrupted -> err.println("frostproof: interrupted");
            case IllegalArgumentException wrong -> {
                err.println("frostproof: " + wrong.getMessage());
                return WRONG_USE;
            }
            default -> {
                LOG.debug("event=command_failed", failure);
                err.println("frostproof: " + (failure.getMessage() == null ? failure : failure.getMessage()));
            }
        }
        return FAILED;
    }
}
