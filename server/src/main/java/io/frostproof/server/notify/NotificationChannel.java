package io.frostproof.server.notify;

import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.Outcome;

/** A way out for notices. Implementations are thread-safe, and whoever made one closes it. */
public interface NotificationChannel {

    /** The target that outbox messages name, such as {@code webhook}. */
    String name();

    /**
     * Tries once to hand {@code notice} over and waits for the answer, within a time-out of the implementation's own.
     * Expected failures are outcomes. The same notice may come again, after a failure as well as after a success that
     * could not be recorded; the receiver recognises it by its key.
     *
     * @throws InterruptedException if the thread is interrupted; whether the notice went out is then unknown
     */
    Outcome deliver(Notice notice) throws InterruptedException;
}
