package io.frostproof.server.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a clean-up once, when the process is told to end (Ctrl-C, TERM) or when a command ends by itself. Thread-safe. */
final class Stopping {

    private static final Duration AT_MOST = Duration.ofSeconds(25);

    private final Runnable cleanUp;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private boolean started;

    private Stopping(Runnable cleanUp) {
        this.cleanUp = cleanUp;
    }

    /** Registers the clean-up. */
    static Stopping onSignal(Runnable cleanUp) {
        var stopping = new Stopping(cleanUp);
        Runtime.getRuntime().addShutdownHook(new Thread(stopping::now, "stopping"));
        return stopping;
    }

    /** Cleans up, or waits until it is done. */
    void now() {
        boolean mine;
        synchronized (this) {
            mine = !started;
            started = true;
        }
        if (mine) {
            begun.countDown();
            try {
                cleanUp.run();
            } finally {
                done.countDown();
            }
            return;
        }
        try {
            if (!done.await(AT_MOST.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("frostproof: did not stop in good order within " + AT_MOST.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until it has begun, however long that takes. */
    void await() throws InterruptedException {
        begun.await();
        now();
    }
}
