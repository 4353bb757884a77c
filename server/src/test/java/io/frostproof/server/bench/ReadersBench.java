package io.frostproof.server.bench;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ingest's publish-to-visible with and without many readers of the API, in one run, in turns (without, with, without, with), so that
 * whatever else the machine does meets both.
 *
 * <p>A reader is a dashboard or a program that asks for what pages show, and asks again a while after it has its answer; each has a token
 * of its own, so that the server's limit per sign-in (100/s) meets none of them. In a run without a pause they ask back to back. A server
 * that turned readers away, or let them wait, would spare ingest at their cost, so that is part of the table too: how many are answered, and
 * how long they wait. Readers, devices and broker use the same processors as the server and its database.
 */
final class ReadersBench {

    private static final int READINGS_PER_SECOND = 500;
    private static final Duration TURN = Duration.ofSeconds(15);
    private static final int TURNS = 2;
    private static final double MOST_RATIO = 1.5;
    /** Of what they would ask if every answer came at once. */
    private static final double LEAST_ANSWERED = 0.5;

    private ReadersBench() {}

    static List<Measured> run(BenchRig rig, int readers, Duration pause) throws IOException, InterruptedException {
        double[] without = {};
        double[] with = {};
        var counts = new Counts();
        var quietUse = new Use(rig);
        var crowdedUse = new Use(rig);
        List<String> tokens = rig.readers(readers);
        try (var publisher = new Publisher(rig.brokerUri(), 500)) {
            publisher.run(READINGS_PER_SECOND, Duration.ofSeconds(10)); // warm
            var warm = new Readers(rig, tokens, pause, new Counts());
            try {
                publisher.run(READINGS_PER_SECOND, Duration.ofSeconds(10));
            } finally {
                warm.end();
            }
            for (int turn = 0; turn < TURNS; turn++) {
                quietUse.begin();
                without = Publisher.together(without, publisher.run(READINGS_PER_SECOND, TURN));
                quietUse.end();
                crowdedUse.begin();
                var crowd = new Readers(rig, tokens, pause, counts);
                try {
                    with = Publisher.together(with, publisher.run(READINGS_PER_SECOND, TURN));
                } finally {
                    crowd.end();
                }
                crowdedUse.end();
            }
        }
        double quiet = Publisher.percentile(without, 0.99);
        double crowded = Publisher.percentile(with, 0.99);
        double seconds = crowdedUse.seconds();
        var results = new ArrayList<Measured>();
        results.add(Measured.informs(
                "publish to receipt, " + READINGS_PER_SECOND + " readings/s, nobody reads",
                percentiles(without) + "; " + quietUse));
        results.add(Measured.informs(
                "  with " + readers + " readers, "
                        + (pause.isZero() ? "without a pause" : "one request each " + pause.toMillis() + " ms"),
                percentiles(with) + "; " + crowdedUse));
        results.add(Measured.atMost("  p99 with over p99 without", crowded / quiet, MOST_RATIO, "times"));
        results.add(Measured.informs(
                "  readers wait for an answer",
                percentiles(counts.waits()) + "; " + Measured.number(counts.refused.get() / seconds)
                        + " refused (503)/s, " + counts.failed.get() + " failed"));
        double answers = counts.answered.get() / seconds;
        if (pause.isZero()) {
            results.add(Measured.informs("  answers", Measured.number(answers) + " a second"));
        } else {
            results.add(Measured.atLeast(
                    "  answers", answers, LEAST_ANSWERED * readers / (pause.toMillis() / 1e3), "a second"));
        }
        return results;
    }

    private static String percentiles(double[] sortedMs) {
        return sortedMs.length == 0
                ? "none"
                : "p50 " + Measured.number(Publisher.percentile(sortedMs, 0.5)) + " ms, p99 "
                        + Measured.number(Publisher.percentile(sortedMs, 0.99)) + " ms";
    }

    /** How busy the server's process, and this one with readers and devices, keep the processors. For one thread. */
    private static final class Use {
        private final BenchRig rig;
        private long nanos;
        private Duration server = Duration.ZERO;
        private Duration bench = Duration.ZERO;

        Use(BenchRig rig) {
            this.rig = rig;
        }

        void begin() {
            nanos -= System.nanoTime();
            server = server.minus(rig.serverCpu());
            bench = bench.minus(ownCpu());
        }

        void end() {
            nanos += System.nanoTime();
            server = server.plus(rig.serverCpu());
            bench = bench.plus(ownCpu());
        }

        private static Duration ownCpu() {
            return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        }

        double seconds() {
            return nanos / 1e9;
        }

        @Override
        public String toString() {
            return "processors: server " + Measured.number(server.toNanos() / (double) nanos) + ", bench "
                    + Measured.number(bench.toNanos() / (double) nanos);
        }
    }

    private static final class Counts {
        final AtomicLong answered = new AtomicLong();
        final AtomicLong refused = new AtomicLong();
        final AtomicLong failed = new AtomicLong();
        final Queue<Double> waitsMs = new ConcurrentLinkedQueue<>();

        double[] waits() {
            return waitsMs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        }
    }

    /** Virtual threads that ask what pages ask, each with a pause between its requests. */
    private static final class Readers {

        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean ending;

        Readers(BenchRig rig, List<String> tokens, Duration pause, Counts counts) {
            for (String token : tokens) {
                threads.add(Thread.ofVirtual().start(() -> read(rig, token, pause, counts)));
            }
        }

        private void read(BenchRig rig, String token, Duration pause, Counts counts) {
            Random random = ThreadLocalRandom.current();
            try {
                Thread.sleep(random.nextLong(pause.toMillis() + 1)); // not all at once
                while (!ending) {
                    long asked = System.nanoTime();
                    int status = rig.http()
                            .send(rig.get(path(random), token), HttpResponse.BodyHandlers.discarding())
                            .statusCode();
                    if (status == 200) {
                        counts.answered.incrementAndGet();
                        counts.waitsMs.add((System.nanoTime() - asked) / 1e6);
                    } else if (status == 503) {
                        counts.refused.incrementAndGet();
                    } else {
                        counts.failed.incrementAndGet();
                    }
                    Thread.sleep(pause);
                }
            } catch (IOException e) {
                counts.failed.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static String path(Random random) {
            String unit = "u-" + (1 + random.nextInt(BenchWorld.UNITS));
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            return switch (random.nextInt(10)) {
                case 0 -> "/api/v1/overview";
                case 1, 2 -> "/api/v1/incidents?state=open,acknowledged";
                case 3, 4 -> "/api/v1/units/" + unit + "/chart?from=" + now.minus(1, ChronoUnit.DAYS) + "&to=" + now;
                case 5, 6 -> "/api/v1/readings?unit=" + unit + "&limit=100";
                default -> "/api/v1/units/" + unit;
            };
        }

        void end() throws InterruptedException {
            ending = true;
            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(10));
            }
        }
    }
}
