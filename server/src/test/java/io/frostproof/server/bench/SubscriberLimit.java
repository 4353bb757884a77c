package io.frostproof.server.bench;

import io.frostproof.simulator.load.LoadOptions;
import io.frostproof.simulator.load.LoadPublisher;
import io.frostproof.simulator.load.LoadReport;
import io.frostproof.simulator.load.LoadRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How many messages a second a {@link BareSubscriber} gets through the broker: the same messages, published by the same publisher. */
final class SubscriberLimit implements AutoCloseable {

    private final Process process;
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile long received;
    private volatile long receivedNanos;

    private SubscriberLimit(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().name("bare-subscriber-output").start(this::read);
    }

    /** Messages per second, from the first publication to the last message, after a warm-up. */
    static double measure(LoadOptions options, IngestSettings settings) throws IOException, InterruptedException {
        String broker = options.broker().uri().toString();
        try (var subscriber = start(broker, settings.heap());
                LoadPublisher publisher = LoadPublisher.connect(options)) {
            long ahead = IngestSettings.ahead(options.readings());
            subscriber.run(publisher, settings.messages(), settings.warmUp().dividedBy(3), ahead);
            return subscriber.run(publisher, settings.messages(), settings.length(), ahead);
        }
    }

    private static SubscriberLimit start(String broker, String heap) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC", // as ServerProcess and the launcher
                        "-Xmx" + heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareSubscriber.class.getName(),
                        broker))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var subscriber = new SubscriberLimit(process);
        if (!subscriber.ready.await(30, TimeUnit.SECONDS) || !process.isAlive()) {
            process.destroyForcibly();
            throw new IOException("the bare subscriber does not start");
        }
        return subscriber;
    }

    private double run(LoadPublisher publisher, long messages, Duration length, long ahead)
            throws IOException, InterruptedException {
        long before = received;
        LoadReport report = publisher.run(
                new LoadRun(messages > 0 ? messages : Long.MAX_VALUE, length, 0, () -> received - before + ahead));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (received - before < report.published()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("the bare subscriber got " + (received - before) + " of " + report.published());
            }
            Thread.sleep(5);
        }
        return report.published() / ((receivedNanos - report.beganNanos()) / 1e9);
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.equals("ready")) {
                    ready.countDown();
                } else {
                    receivedNanos = System.nanoTime();
                    received = Long.parseLong(line);
                }
            }
        } catch (IOException e) {
            // It was stopped while it wrote.
        } finally {
            ready.countDown();
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
