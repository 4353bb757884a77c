package io.frostproof.server.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Asks for a password: never on the command line, which other users of the machine can see. */
final class PasswordPrompt {

    private PasswordPrompt() {}

    /**
     * Asks twice at the terminal, without showing it; where there is no terminal, reads one line of standard input.
     *
     * @throws CommandFailedException if the two differ, or none comes
     */
    @SuppressWarnings("SystemConsoleNull") // it still is null where the JVM is told to use the older console
    static String ask(String what) {
        Console console = System.console();
        return console != null && console.isTerminal() ? fromTerminal(console, what) : fromStandardInput(what);
    }

    private static String fromTerminal(Console console, String what) {
        char[] first = console.readPassword("%s: ", what);
        char[] second = console.readPassword("again: ");
        if (first == null || second == null) {
            throw new CommandFailedException(what + ": none came");
        }
        String password = new String(first);
        if (!password.equals(new String(second))) {
            throw new CommandFailedException(what + ": the two are not the same");
        }
        return password;
    }

    private static String fromStandardInput(String what) {
        try {
            // Left open: it is not ours to close.
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line == null) {
                throw new CommandFailedException(what + ": expected one line on standard input");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
