package io.frostproof.server.runtime;

import io.frostproof.alerts.desk.Desk;
import io.frostproof.ingest.lane.FencedOffException;
import io.frostproof.server.rounds.Rounds;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one region's desk on a virtual thread: at once when there is work, and now and then in case nobody said so. */
final class DeskRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeskRunner.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final String region;
    private final Desk desk;
    private final Runnable worked;
    private final BooleanSupplier paused;
    private final Semaphore work = new Semaphore(0);
    private final Rounds rounds = new Rounds();
    private final Thread thread;
    private volatile boolean closing;

    /**
     * Starts it.
     *
     * @param worked called after each transaction, since it may have written notices
     * @param paused while it says so, nothing new is begun
     */
    DeskRunner(String region, Desk desk, Runnable worked, BooleanSupplier paused) {
        this.paused = paused;
        this.region = region;
        this.desk = desk;
        this.worked = worked;
        thread = Thread.ofVirtual().name("desk-" + region).start(this::run);
    }

    /** There is work. */
    void poke() {
        rounds.ask();
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    /** Waits until the work it was told of so far is done; answers whether it was, within the time. */
    boolean awaitRest(Duration within) throws InterruptedException {
        return rounds.awaitRest(within);
    }

    /**
     * Lets go of a database that does not answer: a transaction that is under way is torn. Whether it was committed shows when the desk
     * works again. Never blocks.
     */
    void abandon() {
        thread.interrupt();
    }

    private void run() {
        while (!closing) {
            try {
                look();
            } catch (InterruptedException e) {
                LOG.debug("event=desk_abandoned region={}", region);
            }
        }
    }

    private void look() throws InterruptedException {
        work.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        work.drainPermits();
        long round = rounds.begun();
        try {
            while (!closing && !paused.getAsBoolean()) {
                boolean more = desk.work();
                worked.run();
                if (!more) {
                    rounds.ended(round);
                    break;
                }
            }
        } catch (FencedOffException e) {
            LOG.warn("event=desk_fenced_off region={}", region);
            closing = true;
        } catch (RuntimeException e) {
            if (paused.getAsBoolean()) {
                return; // whoever paused it has said why
            }
            // The transaction is undone and its work still queued, so nothing is lost by waiting.
            LOG.warn("event=desk_postponed region={} reason={}", region, e.toString());
            LOG.debug("event=desk_postponed region={}", region, e);
            Thread.sleep(RETRY_AFTER);
        }
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
    }
}
