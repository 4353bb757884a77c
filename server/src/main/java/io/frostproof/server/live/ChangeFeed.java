package io.frostproof.server.live;

import io.frostproof.store.ChangeLog;
import io.frostproof.store.ChangeLog.Change;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes changes and hands them to watchers. One thread does it, so watchers get them in the order of their ids; it looks four
 * times a second, and at once when it is told that something may have changed. Only the active server of a database may have one: what
 * another one publishes would reach no watcher of this one. Thread-safe.
 */
public final class ChangeFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    /** Notes that are published together; more wait for the next round, which follows at once. */
    private static final int AT_ONCE = 1_000;
    /** Changes that a watcher reads from the table at once. */
    private static final int PAGE = 500;

    private final ChangeLog log;
    private final Semaphore work = new Semaphore(0);
    private final Set<Mailbox> mailboxes = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean failing;
    /** The newest id that was handed to mailboxes. Guarded by this. */
    private long handedOut;
    /** Used by the publishing thread only. */
    private boolean uncertain;

    public ChangeFeed(ChangeLog log) {
        this.log = log;
        handedOut = log.lastId();
        thread = Thread.ofVirtual().name("change-feed").unstarted(this::run);
    }

    /** Begins to publish. */
    public void start() {
        thread.start();
    }

    /** Something may have changed. Never blocks. */
    public void poke() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    private void run() {
        try {
            while (!closing) {
                work.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                work.drainPermits();
                try {
                    while (!closing && publish()) {
                        LOG.trace("event=changes_published");
                    }
                    failing = false;
                } catch (RuntimeException e) {
                    // Nothing is lost: notes stay where they are until a later round.
                    if (!failing) {
                        LOG.warn("event=change_feed_postponed reason=\"{}\"", e.toString());
                    }
                    failing = true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Publishes what waits, up to a limit, and says whether there was anything. Only one thread at a time may call it. */
    boolean publish() {
        if (uncertain) {
            handOutUnheard();
        }
        // A commit whose answer is lost has published what nobody was told.
        uncertain = true;
        List<Change> changes = log.publish(AT_ONCE);
        uncertain = false;
        if (!changes.isEmpty()) {
            handOut(changes);
        }
        return !changes.isEmpty();
    }

    private void handOutUnheard() {
        long last = log.lastId();
        while (lastHandedOut() < last) {
            Optional<List<Change>> page = log.after(lastHandedOut(), last, AT_ONCE);
            if (page.isEmpty() || page.get().isEmpty()) {
                throw new IllegalStateException(
                        "changes after " + lastHandedOut() + " are not kept, expected up to " + last);
            }
            handOut(page.get());
        }
    }

    private synchronized void handOut(List<Change> changes) {
        handedOut = changes.getLast().id();
        mailboxes.forEach(mailbox -> mailbox.offer(changes));
    }

    /** From the id that is returned on (exclusive), the mailbox gets every change. */
    synchronized long join(Mailbox mailbox) {
        if (closing) {
            mailbox.close();
        }
        mailboxes.add(mailbox);
        return handedOut;
    }

    /** The newest id that mailboxes have got, or had to forget. */
    synchronized long lastHandedOut() {
        return handedOut;
    }

    void leave(Mailbox mailbox) {
        mailboxes.remove(mailbox);
    }

    /** What is wrong, for people: whoever watches sees nothing new meanwhile. */
    public Optional<String> trouble() {
        if (failing) {
            return Optional.of("cannot read what has changed; watchers are behind");
        }
        return closing || thread.isAlive() ? Optional.empty() : Optional.of("does not run");
    }

    /** How many watch. */
    int watchers() {
        return mailboxes.size();
    }

    /** A page of the changes after {@code id} up to {@code to}; empty if they are not kept any more. */
    Optional<List<Change>> after(long id, long to) {
        return log.after(id, to, PAGE);
    }

    @Override
    public void close() {
        closing = true;
        poke();
        try {
            thread.join(STOP_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            mailboxes.forEach(Mailbox::close);
        }
    }
}
