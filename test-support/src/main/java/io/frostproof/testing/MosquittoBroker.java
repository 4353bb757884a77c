package io.frostproof.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One Mosquitto on a free loopback port, with persistence in a directory of its own. It accepts anybody, unless further configuration
 * lines say otherwise. Thread-safe.
 *
 * <p>Mosquitto writes its persistence when it is stopped in good order and every half hour, so {@link #kill9()} loses what it held:
 * that is how Mosquitto behaves in the field, and tests should meet it.
 */
public final class MosquittoBroker implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final int PORT_ATTEMPTS = 3;

    private final Path program;
    private final RunDirectory directory;
    private final List<String> furtherLines;
    private int port;
    private @Nullable Process process;

    private MosquittoBroker(Path program, List<String> furtherLines) {
        this.program = program;
        this.furtherLines = List.copyOf(furtherLines);
        this.directory = RunDirectory.create(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Starts a broker; see {@link #start(List)}. */
    public static MosquittoBroker start() {
        return start(List.of());
    }

    /**
     * Starts a broker.
     *
     * @param furtherLines lines for mosquitto.conf, which come last
     * @throws org.opentest4j.TestAbortedException or AssertionError, if this machine has no Mosquitto (see {@link Services#missing})
     * @throws IllegalStateException if there is one and it does not start; the message has the end of its log
     */
    public static MosquittoBroker start(List<String> furtherLines) {
        Path program = Programs.find("mosquitto")
                .orElseThrow(() -> Services.missing(
                        Service.MOSQUITTO,
                        "no mosquitto in PATH, /usr/sbin, /usr/local/sbin or /opt/homebrew/sbin; "
                                + "apt-get install mosquitto, dnf install mosquitto or brew install mosquitto"));
        MosquittoBroker broker = new MosquittoBroker(program, furtherLines);
        try {
            broker.launchOnFreePort();
            Services.started(Service.MOSQUITTO, broker.version());
            return broker;
        } catch (IOException | RuntimeException e) {
            broker.directory.close();
            throw new IllegalStateException("Mosquitto does not start: " + e.getMessage(), e);
        }
    }

    /** Such as {@code tcp://127.0.0.1:34567}, as Paho wants it; the same after {@link #restart()}. */
    public String uri() {
        return "tcp://127.0.0.1:" + port();
    }

    public synchronized int port() {
        return port;
    }

    /** Stops the broker in good order, so that it keeps sessions and queued messages. Nothing happens if it does not run. */
    public synchronized void stop() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        if (!Processes.awaitEnd(running.toHandle(), Duration.ofSeconds(10))) {
            Processes.killTree(running.toHandle());
        }
        process = null;
    }

    /** Kills the broker with SIGKILL; what it had not persisted is lost. Nothing happens if it does not run. */
    public synchronized void kill9() {
        Process running = process;
        if (running != null) {
            Processes.killTree(running.toHandle());
            process = null;
        }
    }

    /** Starts the broker again on the same port and persistence, after stopping it in good order if it still runs. */
    public synchronized void restart() {
        stop();
        try {
            if (!launch()) {
                throw new IllegalStateException("port " + port + " was taken meanwhile");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("restart of Mosquitto", e);
        }
    }

    /** Ends the broker and removes its files. */
    @Override
    public synchronized void close() {
        process = null;
        directory.close();
    }

    private synchronized void launchOnFreePort() throws IOException {
        for (int attempt = 1; attempt <= PORT_ATTEMPTS; attempt++) {
            port = Processes.freePort();
            Files.write(configuration(), configurationLines());
            if (launch()) {
                return;
            }
        }
        throw new IllegalStateException(
                "lost " + PORT_ATTEMPTS + " free ports to other processes; log:\n" + TestDatabase.tail(log()));
    }

    private List<String> configurationLines() {
        List<String> lines = new ArrayList<>();
        if (Processes.runningAsRoot()) {
            // Otherwise Mosquitto drops to a user of its own, who may neither exist nor write here.
            lines.add("user root");
        }
        lines.addAll(List.of(
                "listener " + port + " 127.0.0.1",
                "allow_anonymous true",
                "persistence true",
                "persistence_location " + directory.path() + "/",
                // The broker's own default of 20 would limit a client before its receive maximum does, and its queue of
                // 1000
                // would drop messages for a client that is away: tests want to meet our limits, not the broker's.
                "max_inflight_messages 0",
                "max_queued_messages 0",
                // As deploy/mosquitto has it: with Nagle's algorithm at both ends an answer takes 45 ms.
                "set_tcp_nodelay true",
                "log_dest file " + log(),
                "log_type error",
                "log_type warning",
                "log_type notice",
                "log_type information"));
        lines.addAll(furtherLines);
        return lines;
    }

    /** Whether the broker came up on its port; false if somebody else holds that port. */
    private synchronized boolean launch() throws IOException {
        Files.deleteIfExists(log());
        Path console = directory.path().resolve("console.log");
        Process started = directory.start(
                new ProcessBuilder(program.toString(), "-c", configuration().toString())
                        .directory(new File("/"))
                        .redirectErrorStream(true)
                        .redirectOutput(console.toFile()));
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            String said = Files.exists(log()) ? Files.readString(log()) : "";
            if (!started.isAlive()) {
                if ((said + Files.readString(console)).contains("Address already in use")) {
                    return false;
                }
                throw new IllegalStateException("mosquitto ended with " + started.exitValue() + ":\n"
                        + TestDatabase.tail(console) + "\n" + TestDatabase.tail(log()));
            }
            // It says so after it has bound its listener; that somebody answers on the port would prove less.
            if (said.contains(" running")) {
                process = started;
                return true;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        Processes.killTree(started.toHandle());
        throw new IllegalStateException(
                "not running within " + START_LIMIT.toSeconds() + " s:\n" + TestDatabase.tail(log()));
    }

    private String version() throws IOException {
        try (Stream<String> lines = Files.lines(log())) {
            return lines.filter(line -> line.contains(" starting"))
                    .map(line -> line.replaceAll(".*(mosquitto version \\S+) starting.*", "$1"))
                    .findFirst()
                    .orElse(program.toString());
        }
    }

    private Path configuration() {
        return directory.path().resolve("mosquitto.conf");
    }

    private Path log() {
        return directory.path().resolve("mosquitto.log");
    }
}
