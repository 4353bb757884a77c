package io.frostproof.server.bench;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ingest's publish-to-visible with and without many readers of the API, in one run, in turns (without, with, without, with), so that
 * whatever else the machine does meets both.
 */
final class ReadersBench {

    private static final int READINGS_PER_SECOND = 500;
    private static final Duration TURN = Duration.ofSeconds(15);
    private static final double MOST_RATIO = 1.5;

    private ReadersBench() {}

    static List<Measured> run(BenchRig rig, int readers, Duration pause) throws IOException, InterruptedException {
        double[] without = {};
        double[] with = {};
        var counts = new Counts();
        double seconds = 0;
        try (var publisher = new Publisher(rig.brokerUri(), 500)) {
            publisher.run(READINGS_PER_SECOND, Duration.ofSeconds(10)); // warm
            var warm = new Readers(rig, readers, pause, new Counts());
            try {
                publisher.run(READINGS_PER_SECOND, Duration.ofSeconds(10));
            } finally {
                warm.end();
            }
            for (int turn = 0; turn < 2; turn++) {
                without = Publisher.together(without, publisher.run(READINGS_PER_SECOND, TURN));
                long begun = System.nanoTime();
                var crowd = new Readers(rig, readers, pause, counts);
                try {
                    with = Publisher.together(with, publisher.run(READINGS_PER_SECOND, TURN));
                } finally {
                    crowd.end();
                }
                seconds += (System.nanoTime() - begun) / 1e9;
            }
        }
        double quiet = Publisher.percentile(without, 0.99);
        double crowded = Publisher.percentile(with, 0.99);
        String who = readers + " readers, "
                + (pause.isZero() ? "without a pause" : "one request each " + pause.toMillis() + " ms");
        var results = new ArrayList<Measured>();
        results.add(Measured.informs(
                "publish to receipt, " + READINGS_PER_SECOND + " readings/s, nobody reads",
                "p50 " + Measured.number(Publisher.percentile(without, 0.5)) + " ms, p99 " + Measured.number(quiet)
                        + " ms"));
        results.add(Measured.informs(
                "  with " + who,
                "p50 " + Measured.number(Publisher.percentile(with, 0.5)) + " ms, p99 " + Measured.number(crowded)
                        + " ms; "
                        + Measured.number(counts.answered.get() / seconds) + " answers/s, "
                        + Measured.number(counts.refused.get() / seconds) + " refused (503)/s, " + counts.failed.get()
                        + " failed"));
        results.add(Measured.atMost("  p99 with over p99 without", crowded / quiet, MOST_RATIO, "times"));
        return results;
    }

    private static final class Counts {
        final AtomicLong answered = new AtomicLong();
        final AtomicLong refused = new AtomicLong();
        final AtomicLong failed = new AtomicLong();
    }

    /** Virtual threads that ask what pages ask, each with a pause between its requests. */
    private static final class Readers {

        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean ending;

        Readers(BenchRig rig, int count, Duration pause, Counts counts) {
            for (int i = 0; i < count; i++) {
                threads.add(Thread.ofVirtual().start(() -> read(rig, pause, counts)));
            }
        }

        private void read(BenchRig rig, Duration pause, Counts counts) {
            Random random = ThreadLocalRandom.current();
            try {
                Thread.sleep(random.nextLong(pause.toMillis() + 1)); // not all at once
                while (!ending) {
                    int status = rig.http()
                            .send(rig.get(path(random)), HttpResponse.BodyHandlers.discarding())
                            .statusCode();
                    if (status == 200) {
                        counts.answered.incrementAndGet();
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
