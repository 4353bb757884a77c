package io.frostproof.server.notify;

import io.frostproof.alerts.notify.Outbox;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands over what waits in the outbox: one loop for each target, each on a virtual thread of its own, so that a stuck
 * webhook delays no e-mail. Within a target one notice at a time goes out, oldest first; one that fails gets a later due
 * time and lets the next one pass. Only one dispatcher may run on an outbox. Thread-safe.
 */
public final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final String what;
    private final Supplier<Map<String, Long>> waiting;
    private final Pace pace;
    private final Map<String, TargetLoop> loops = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, Long> unconfigured = new ConcurrentHashMap<>();

    /**
     * How often things happen, in real time.
     *
     * @param poll a loop that was not poked looks into the outbox this often
     * @param watch how often messages of targets that no channel serves are counted
     * @param patience how long {@link #close} waits for the attempts in hand
     */
    public record Pace(Duration poll, Duration watch, Duration patience) {
        /** A second is soon enough for a retry; patience covers a webhook time-out of ten seconds. */
        public static final Pace USUAL = new Pace(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(12));
    }

    /** What became of attempts since the start. Failed ones are tried again; given up ones are not. */
    public record Counts(long delivered, long failed, long gaveUp) {}

    /**
     * Makes a dispatcher that does nothing until {@link #start}.
     *
     * @param clock decides what is due
     * @param random for jitter; shared by all loops, so it must be thread-safe, as {@link java.util.Random} is
     * @throws IllegalArgumentException if two channels have one name
     */
    public Dispatcher(
            Outbox outbox,
            List<? extends NotificationChannel> channels,
            InstantSource clock,
            RandomGenerator random,
            Pace pace) {
        this("notice", outbox::waiting, pace);
        for (NotificationChannel channel : channels) {
            serve(channel.name(), new TargetLoop(outbox, channel, clock, random, pace.poll()));
        }
    }

    /**
     * Makes a dispatcher of anything that goes to targets; it does nothing until {@link #start}.
     *
     * @param what is handed over, a word for the log
     * @param targets what waits for each
     * @param waiting how much waits by target, whether it is served here or not
     * @param clock decides what is due
     * @param random for jitter, thread-safe
     */
    public Dispatcher(
            String what,
            Map<String, ? extends Letters> targets,
            Supplier<Map<String, Long>> waiting,
            InstantSource clock,
            RandomGenerator random,
            Pace pace) {
        this(what, waiting, pace);
        targets.forEach(
                (target, letters) -> serve(target, new TargetLoop(what, target, letters, clock, random, pace.poll())));
    }

    private Dispatcher(String what, Supplier<Map<String, Long>> waiting, Pace pace) {
        this.what = what;
        this.waiting = waiting;
        this.pace = pace;
    }

    private void serve(String target, TargetLoop loop) {
        if (loops.put(target, loop) != null) {
            throw new IllegalArgumentException("notification channel: name " + target + " is taken twice");
        }
    }

    /** Starts the loops. Once only. */
    public synchronized void start() {
        if (!threads.isEmpty() || closing.getCount() == 0) {
            throw new IllegalStateException("the dispatcher was started or closed before");
        }
        loops.forEach((name, loop) ->
                threads.add(Thread.ofVirtual().name(what + "-" + name).start(loop)));
        threads.add(Thread.ofVirtual().name(what + "-watch").start(this::watch));
    }

    /** Tells the loops that a commit wrote notices. Never blocks. */
    public void poke() {
        loops.values().forEach(TargetLoop::poke);
    }

    /**
     * Waits until everything has been attempted that was due when the loops were poked last; answers whether it was, each target within the
     * time. What failed is due later and not waited for.
     */
    public boolean awaitRest(Duration within) throws InterruptedException {
        for (TargetLoop loop : loops.values()) {
            if (!loop.awaitRest(within)) {
                return false;
            }
        }
        return true;
    }

    /** Attempts by target since the start, of every configured target. */
    public Map<String, Counts> counts() {
        Map<String, Counts> counts = new LinkedHashMap<>();
        loops.forEach((name, loop) -> counts.put(name, loop.counts()));
        return counts;
    }

    /** What is wrong, for people, seen from here; a receiver that refuses notices is its own trouble, not this server's. */
    public Optional<String> trouble() {
        List<String> away = loops.entrySet().stream()
                .filter(loop -> loop.getValue().outboxAway())
                .map(Map.Entry::getKey)
                .toList();
        if (!away.isEmpty()) {
            return Optional.of("cannot reach the outbox for " + String.join(", ", away));
        }
        synchronized (this) {
            return threads.stream()
                    .filter(thread -> !thread.isAlive())
                    .map(thread -> thread.getName() + " has ended")
                    .findFirst();
        }
    }

    /** Messages that wait for targets without a channel, as of the last look. They wait until one is configured. */
    public Map<String, Long> unconfigured() {
        return Map.copyOf(unconfigured);
    }

    /**
     * Starts no new attempt and waits for those in hand, within the pace's patience; then interrupts them. An interrupted attempt is
     * not recorded, so the next start repeats it with the same key. Closing again does nothing.
     */
    @Override
    public synchronized void close() {
        loops.values().forEach(TargetLoop::stop);
        closing.countDown();
        long deadline = System.nanoTime() + pace.patience().toNanos();
        for (Thread thread : threads) {
            if (!join(thread, Duration.ofNanos(deadline - System.nanoTime()))) {
                LOG.warn("event={}_abandoned loop={} after={}", what, thread.getName(), pace.patience());
                thread.interrupt();
                join(thread, Duration.ofSeconds(1));
            }
        }
        threads.clear();
    }

    private static boolean join(Thread thread, Duration atMost) {
        try {
            return thread.join(atMost.isNegative() ? Duration.ZERO : atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void watch() {
        try {
            do {
                lookForUnconfigured();
            } while (!closing.await(pace.watch().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when no further attempt will be started. */
    void awaitClosing() throws InterruptedException {
        closing.await();
    }

    void lookForUnconfigured() {
        Map<String, Long> counted;
        try {
            counted = waiting.get();
        } catch (RuntimeException e) {
            LOG.debug("event=outbox_not_counted", e);
            return;
        }
        unconfigured.keySet().retainAll(counted.keySet());
        counted.forEach((target, count) -> {
            if (!loops.containsKey(target) && unconfigured.put(target, count) == null) {
                LOG.warn("event=target_not_configured target={} waiting={}", target, count);
            }
        });
    }
}
