package io.frostproof.server.command;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/** One line on standard error that counts while long work runs; silent where nobody looks. Not thread-safe. */
final class ProgressLine implements AutoCloseable {

    private static final long EVERY_NANOS = 200_000_000;

    private final PrintWriter err;
    private final String what;
    private final boolean shown =
            Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    private long last;

    ProgressLine(PrintWriter err, String what) {
        this.err = err;
        this.what = what;
    }

    void show(long sent, long acknowledged, long total) {
        show(sent + " of " + total + " sent, " + acknowledged + " acknowledged");
    }

    void show(String text) {
        long now = System.nanoTime();
        if (shown && now - last > EVERY_NANOS) {
            last = now;
            err.print("\r" + what + ": " + text + " ");
            err.flush();
        }
    }

    @Override
    public void close() {
        if (shown) {
            err.print("\r" + " ".repeat(72) + "\r");
            err.flush();
        }
    }
}
