package io.frostproof.simulator.device;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The messages a link is responsible for: waiting, then in flight, then acknowledged and forgotten. A lost connection
 * puts everything in flight back in front, in the order it was first sent. Bounded; thread-safe.
 */
final class Outbox {

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private final Map<Long, Outgoing> inFlight = new LinkedHashMap<>();
    private long nextSerial;
    private long acknowledged;
    private long refused;
    private @Nullable String lastRefusal;
    private @Nullable String failure;

    Outbox(int capacity) {
        this.capacity = capacity;
    }

    /** Takes a message if there is room. */
    boolean offer(String topic, byte[] payload) throws LinkException {
        lock.lock();
        try {
            requireWorking();
            if (waiting.size() + inFlight.size() >= capacity) {
                return false;
            }
            waiting.addLast(new Outgoing(nextSerial++, topic, payload));
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a message, waiting for room; false when there was none within {@code timeout}. */
    boolean put(String topic, byte[] payload, Duration timeout) throws LinkException, InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!offer(topic, payload)) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next message to send, now in flight; null when there was none, or no room in the window, within the wait. */
    @SuppressWarnings("WaitNotInLoop") // an early return with null is part of the contract
    @Nullable
    Outgoing next(int window, Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (waiting.isEmpty() || inFlight.size() >= window) {
                changed.awaitNanos(wait.toNanos());
            }
            if (waiting.isEmpty() || inFlight.size() >= window) {
                return null;
            }
            Outgoing message = waiting.removeFirst();
            inFlight.put(message.serial(), message);
            return message;
        } finally {
            lock.unlock();
        }
    }

    /** The broker has it. An acknowledgement for an earlier sending counts too: the broker did take it. */
    void acknowledge(long serial) {
        lock.lock();
        try {
            if (inFlight.remove(serial) != null) {
                acknowledged++;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The broker does not want it and would not want it a second time. */
    void refuse(long serial, String why) {
        lock.lock();
        try {
            if (inFlight.remove(serial) != null) {
                refused++;
                lastRefusal = why;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The client could not take it just now; it is the next one again. */
    void putBack(Outgoing message) {
        lock.lock();
        try {
            if (inFlight.remove(message.serial()) != null) {
                waiting.addFirst(message);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The connection is gone: everything in flight will be sent again. */
    void requeue() {
        lock.lock();
        try {
            List<Outgoing> again = new ArrayList<>(inFlight.values());
            Collections.reverse(again);
            again.forEach(waiting::addFirst);
            inFlight.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Everything acknowledged (or refused) within the time? */
    boolean awaitEmpty(Duration timeout) throws LinkException, InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!waiting.isEmpty() || !inFlight.isEmpty()) {
                requireWorking();
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets whoever waits look again, or go on after {@code wait}. */
    @SuppressWarnings("WaitNotInLoop") // waking early is part of the contract
    void pause(Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            changed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waiting with an error; the first reason stays. */
    void fail(String why) {
        lock.lock();
        try {
            if (failure == null) {
                failure = why;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long acknowledged() {
        lock.lock();
        try {
            return acknowledged;
        } finally {
            lock.unlock();
        }
    }

    long refused() {
        lock.lock();
        try {
            return refused;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    String lastRefusal() {
        lock.lock();
        try {
            return lastRefusal;
        } finally {
            lock.unlock();
        }
    }

    int outstanding() {
        lock.lock();
        try {
            return waiting.size() + inFlight.size();
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    String failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    private void requireWorking() throws LinkException {
        if (failure != null) {
            throw new LinkException(failure);
        }
    }
}
