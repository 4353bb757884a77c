package io.frostproof.server.endtoend;

import io.frostproof.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code frostproof serve} as a process of its own, so that it can be killed. */
public final class ServerProcess implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofSeconds(90);

    private static final String READY = "Ready: subscribed";

    private final Process process;
    private final Thread reader;
    private final List<String> output = new ArrayList<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final String awaited;

    private ServerProcess(Process process, String awaited) {
        this.process = process;
        this.awaited = awaited;
        reader = Thread.ofPlatform().daemon().start(this::read);
    }

    /**
     * Starts it and returns when it serves.
     *
     * @param jvmOptions further ones, such as {@code -Xmx256m}
     */
    public static ServerProcess start(Path config, String... jvmOptions) throws IOException, InterruptedException {
        return startUntil(config, READY, jvmOptions);
    }

    /** Starts it and returns when it has said something. */
    static ServerProcess startUntil(Path config, String awaited, String... jvmOptions)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "io.frostproof.server.Main",
                "serve",
                "--config",
                config.toString()));
        Process process = new ProcessBuilder(command)
                .directory(new File("."))
                .redirectErrorStream(true)
                .start();
        var server = new ServerProcess(process, awaited);
        boolean answered = server.ready.await(READY_WITHIN.toSeconds(), TimeUnit.SECONDS);
        if (!answered || !server.output().contains(awaited)) {
            server.close();
            throw new IOException("not ready within " + READY_WITHIN.toSeconds() + " s:\n" + server.output());
        }
        return server;
    }

    /** Writes a configuration for a database and a broker into a folder. */
    public static Path config(Path folder, TestDatabase server, String jdbcUrl, String broker, String more)
            throws IOException {
        return Files.writeString(folder.resolve("frostproof.yaml"), """
                http: {port: 0}
                database: {url: "%s", user: %s, password: "%s"}
                mqtt: {url: "%s"}
                %s
                """.formatted(
                        jdbcUrl, server.user(), server.password(), broker, more));
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                synchronized (output) {
                    output.add(line);
                    output.notifyAll();
                }
                if (line.contains(awaited)) {
                    ready.countDown();
                }
            }
        } catch (IOException e) {
            // The process was killed while it wrote.
        } finally {
            ready.countDown();
        }
    }

    /** Waits until it has said something. */
    void awaitOutput(String text) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        synchronized (output) {
            while (output.stream().noneMatch(line -> line.contains(text))) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new IOException("did not say '" + text + "':\n" + output());
                }
                output.wait(left);
            }
        }
    }

    public String output() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Kills it as a power cut would. */
    void kill9() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits until it ends by itself and returns its exit code. */
    int awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(READY_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("has not ended within " + READY_WITHIN.toSeconds() + " s:\n" + output());
        }
        reader.join(READY_WITHIN);
        return process.exitValue();
    }

    /** Stops it in good order and returns its exit code. */
    public int stop() throws InterruptedException {
        process.toHandle().destroy(); // unlike Process.destroy, which closes the pipe before the last words
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        reader.join(READY_WITHIN); // its last words may still be in the pipe
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
