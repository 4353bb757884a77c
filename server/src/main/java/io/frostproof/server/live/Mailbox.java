package io.frostproof.server.live;

import io.frostproof.store.ChangeLog.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one watcher. Filling it never blocks. Of changes it holds at most {@value #CHANGES_MOST}; when more come, it forgets
 * them all and says so, and the watcher reads them from the feed's table. Of readings it holds at most one round, and the set of
 * channels of those that it missed. Thread-safe.
 */
final class Mailbox {

    /** Some seconds of a busy network; a few tens of KiB per watcher. */
    static final int CHANGES_MOST = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private List<Change> changes = new ArrayList<>();
    private boolean behind;
    private LiveReadings.@Nullable Round round;
    private Set<Integer> missedChannels = new HashSet<>();
    private boolean closed;

    /**
     * What a watcher takes out at once.
     *
     * @param behind whether changes had to be forgotten; {@code changes} is empty then
     * @param missedChannels channels whose newest readings are to be told, besides those of {@code readings}
     */
    record Content(
            List<Change> changes,
            boolean behind,
            LiveReadings.@Nullable Round readings,
            Set<Integer> missedChannels,
            boolean closed) {}

    void offer(List<Change> more) {
        lock.lock();
        try {
            if (behind || changes.size() + more.size() > CHANGES_MOST) {
                behind = true;
                changes.clear();
            } else {
                changes.addAll(more);
            }
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    void offer(LiveReadings.Round next) {
        lock.lock();
        try {
            LiveReadings.Round waiting = round;
            if (waiting == null && missedChannels.isEmpty()) {
                round = next;
            } else {
                if (waiting != null) {
                    missedChannels.addAll(waiting.channels());
                    round = null;
                }
                missedChannels.addAll(next.channels());
            }
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** There will be nothing more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes everything out, waiting until there is something or the time is over. */
    Content take(long withinNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = withinNanos;
            while (left > 0 && empty()) {
                left = filled.awaitNanos(left);
            }
            var content = new Content(changes, behind, round, missedChannels, closed);
            changes = new ArrayList<>();
            behind = false;
            round = null;
            missedChannels = new HashSet<>();
            return content;
        } finally {
            lock.unlock();
        }
    }

    private boolean empty() {
        return changes.isEmpty() && !behind && round == null && missedChannels.isEmpty() && !closed;
    }
}
