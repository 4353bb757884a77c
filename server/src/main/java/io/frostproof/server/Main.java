package io.frostproof.server;

import io.frostproof.server.command.Frostproof;

/** The {@code frostproof} command. */
public final class Main {

    private Main() {}

    /** Runs a subcommand and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(Frostproof.run(arguments));
    }
}
