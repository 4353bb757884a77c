package io.frostproof.server;

import io.frostproof.server.command.Frostproof;

/** The {@code frostproof} command. */
public final class Main {

    private static final String LOG_SETTINGS = "logback.configurationFile";

    private Main() {}

    /** Runs a subcommand and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // A library on the class path brings a logback.xml of its own, so ours has another name.
        if (System.getProperty(LOG_SETTINGS) == null) {
            System.setProperty(LOG_SETTINGS, "frostproof-logback.xml");
        }
        int exitCode;
        try {
            exitCode = Frostproof.run(arguments);
        } catch (Error error) {
            // Embedded parts keep threads of their own: left to itself, an error would end this thread and leave the
            // process hanging.
            error.printStackTrace();
            exitCode = 1;
        }
        System.exit(exitCode);
    }
}
