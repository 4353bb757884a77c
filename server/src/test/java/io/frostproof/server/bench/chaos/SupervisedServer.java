package io.frostproof.server.bench.chaos;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code frostproof serve} under a supervisor that starts it again at once, with the same configuration and folder, whenever it ends. Unlike
 * {@link io.frostproof.server.endtoend.ServerProcess} it may be killed before it is ready, and what it says goes to a file. Thread-safe.
 */
final class SupervisedServer implements AutoCloseable {

    private static final String READY = "Ready: subscribed";
    private static final String HEAP = "512m";
    /** One that ends at once would otherwise take the processors from everybody. */
    private static final long AGAIN_MILLIS = 300;

    private static final long STOP_SECONDS = 60;

    private final List<String> command;
    private final FaultLog faults;
    private final BufferedWriter said;
    private final Thread supervisor;
    private final CountDownLatch firstReady = new CountDownLatch(1);
    private final List<Integer> downs = new ArrayList<>();
    private final List<Integer> unexpected = new ArrayList<>();
    private @Nullable Process process;
    private boolean killed;
    private boolean stopping;
    private int kills;

    SupervisedServer(Path config, Path log, FaultLog faults) throws IOException {
        command = Children.command(
                io.frostproof.server.Main.class, HEAP, List.of("serve", "--config", config.toString()));
        this.faults = faults;
        said = Files.newBufferedWriter(
                log, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        supervisor = Thread.ofPlatform().daemon().name("supervisor").start(this::supervise);
    }

    private void supervise() {
        try {
            while (true) {
                Process running;
                synchronized (this) {
                    if (stopping) {
                        return;
                    }
                    running = new ProcessBuilder(command)
                            .directory(new File("."))
                            .redirectErrorStream(true)
                            .start();
                    process = running;
                    killed = false;
                }
                listen(running);
                int code = running.waitFor();
                ended(code);
                Thread.sleep(AGAIN_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("server", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(Process running) throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(running.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line);
                if (line.contains(READY)) {
                    ready();
                }
            }
        } catch (IOException e) {
            note("(its output broke off: " + e.getMessage() + ")");
        }
    }

    private void note(String line) throws IOException {
        said.write(System.currentTimeMillis() + " " + line);
        said.newLine();
        said.flush();
    }

    private synchronized void ready() {
        downs.forEach(faults::end);
        downs.clear();
        firstReady.countDown();
    }

    private synchronized void ended(int code) throws IOException {
        note("(ended with " + code + (killed ? ", killed" : "") + ")");
        process = null;
        if (!killed && !stopping) {
            unexpected.add(code);
            downs.add(faults.begin(FaultKind.SERVER_KILL));
        }
    }

    /** Returns when it has been ready once. */
    void awaitFirstReady(Duration within) throws IOException, InterruptedException {
        if (!firstReady.await(within.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("the server was not ready within " + within.toSeconds() + " s; see server.log");
        }
    }

    /** SIGKILL, as a power cut would; whether there was one to kill. */
    synchronized boolean kill() {
        Process running = process;
        if (running == null || killed || !running.isAlive()) {
            return false;
        }
        killed = true;
        kills++;
        downs.add(faults.begin(FaultKind.SERVER_KILL));
        running.destroyForcibly();
        return true;
    }

    /** Whether it is running and has been ready. */
    synchronized boolean up() {
        return process != null && downs.isEmpty();
    }

    synchronized int kills() {
        return kills;
    }

    /** Exit codes of endings that nobody asked for. */
    synchronized List<Integer> unexpectedExits() {
        return List.copyOf(unexpected);
    }

    /** Stops it in good order; returns the exit code, or null when it had to be killed. */
    @Nullable
    Integer stop() throws InterruptedException {
        Process running;
        synchronized (this) {
            stopping = true;
            running = process;
        }
        if (running == null) {
            return null;
        }
        running.toHandle().destroy(); // unlike Process.destroy, which closes the pipe before the last words
        boolean ended = running.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            running.destroyForcibly().waitFor();
        }
        supervisor.join(Duration.ofSeconds(5));
        return ended ? running.exitValue() : null;
    }

    @Override
    public void close() throws IOException {
        Process running;
        synchronized (this) {
            stopping = true;
            running = process;
        }
        if (running != null) {
            running.destroyForcibly();
        }
        supervisor.interrupt();
        try {
            supervisor.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        said.close();
    }
}
