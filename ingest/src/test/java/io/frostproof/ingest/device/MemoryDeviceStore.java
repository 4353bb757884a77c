package io.frostproof.ingest.device;

import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.lane.BatchRefusedException;
import io.frostproof.ingest.lane.LogUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** A store in memory that can be away, and that can refuse. Thread-safe. */
final class MemoryDeviceStore implements DeviceStore {

    final List<Said> taken = new ArrayList<>();
    final List<DeadLetter> letters = new ArrayList<>();
    final List<Order> wanted = new ArrayList<>();
    final List<Order> sent = new ArrayList<>();
    int repeats;
    int expirations;
    int attempts;
    private boolean away;
    private Predicate<Said> refuses = said -> false;
    private CountDownLatch tried = new CountDownLatch(1);

    synchronized void away(boolean isAway) {
        away = isAway;
        tried = new CountDownLatch(2);
    }

    synchronized void refuses(Predicate<Said> what) {
        refuses = what;
    }

    /** Until it was asked twice since it went away. */
    void awaitTwoAttempts() throws InterruptedException {
        tried.await();
    }

    @Override
    public synchronized Taken take(List<Heard> heard, List<DeadLetter> more) {
        attempts++;
        tried.countDown();
        if (away) {
            throw new LogUnavailableException("away", new IllegalStateException());
        }
        if (heard.stream().anyMatch(message -> refuses.test(message.said()))) {
            throw new BatchRefusedException("no", new IllegalStateException());
        }
        heard.forEach(message -> taken.add(message.said()));
        letters.addAll(more);
        return new Taken(!heard.isEmpty(), List.of());
    }

    @Override
    public synchronized List<Order> due(Instant now, int limit) {
        return wanted.stream()
                .filter(order -> !sent.contains(order))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void sent(List<Order> orders, Instant at) {
        sent.addAll(orders);
    }

    @Override
    public synchronized void repeat() {
        repeats++;
    }

    @Override
    public synchronized int expire(Instant now) {
        expirations++;
        return 0;
    }
}
