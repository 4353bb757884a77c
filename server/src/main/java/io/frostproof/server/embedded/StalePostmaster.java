package io.frostproof.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL that outlived the process that started it. When that process is killed, its database goes on, and would keep the next
 * one from starting on the same directory; so it is stopped first, by the process id that it left there.
 */
final class StalePostmaster {

    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

    private StalePostmaster() {}

    /** Stops the server of this data directory if one is running. Returns whether one was. */
    static boolean stop(Path dataDirectory) throws IOException {
        Optional<ProcessHandle> found = find(dataDirectory);
        if (found.isEmpty()) {
            return false;
        }
        ProcessHandle postmaster = found.get();
        // SIGINT is PostgreSQL's fast shutdown; a plain SIGTERM would wait for clients that are gone.
        signal(postmaster, "INT");
        if (!ended(postmaster)) {
            signal(postmaster, "QUIT");
            if (!ended(postmaster)) {
                throw new IOException("the PostgreSQL of an earlier run (process " + postmaster.pid()
                        + ") does not stop; stop it by hand, then start again");
            }
        }
        return true;
    }

    private static Optional<ProcessHandle> find(Path dataDirectory) throws IOException {
        Path pidFile = dataDirectory.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.size() < 2 || !lines.getFirst().strip().matches("\\d+")) {
            return Optional.empty();
        }
        // The number may belong to another process by now: only one that is about this directory is ours.
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(ProcessHandle::isAlive)
                .filter(process -> about(process, dataDirectory));
    }

    private static boolean about(ProcessHandle process, Path dataDirectory) {
        String commandLine =
                process.info().commandLine().or(() -> fromProc(process.pid())).orElse("");
        return commandLine.contains("postgres")
                && (commandLine.contains(dataDirectory.toString())
                        || commandLine.contains(dataDirectory.toAbsolutePath().toString()));
    }

    private static Optional<String> fromProc(long pid) {
        try {
            return Optional.of(Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .replace('\0', ' '));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void signal(ProcessHandle process, String signal) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean ended(ProcessHandle process) {
        try {
            process.onExit().get(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
