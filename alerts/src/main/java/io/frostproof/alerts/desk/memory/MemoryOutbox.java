package io.frostproof.alerts.desk.memory;

import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.alerts.notify.KeptNotice.Attempt;
import io.frostproof.alerts.notify.KeptNotice.Ended;
import io.frostproof.alerts.notify.KeptNotice.State;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.Outbox;
import io.frostproof.alerts.notify.OutboxMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The outbox while the database is away. A notice is known by its key and target, and attempts at messages of another outbox may be
 * recorded here too. Ids of its own messages are negative, so that nobody takes them for rows.
 *
 * <p>Bounded: of notices that are done the oldest leave when there are more than {@code doneAtMost}; those that wait never leave. When one
 * that has left is computed again later, it is told again. Thread-safe.
 */
public final class MemoryOutbox implements Outbox {

    /** About 2 KiB each. */
    public static final int DONE_AT_MOST = 20_000;

    private final int doneAtMost;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private final Map<Key, Entry> waiting = new LinkedHashMap<>();
    /** Done by the other outbox lately: never to be told again from here. */
    private final Map<Key, Boolean> doneElsewhere = new LinkedHashMap<>();

    private long lastId;
    private long version;

    private record Key(String notice, String target) {}

    private static final class Entry {
        final long id;
        final Notice notice;
        final String target;
        final Instant createdAt;
        final List<Attempt> made = new ArrayList<>();
        State state = State.WAITING;
        int attempts;
        Instant due;
        long changed;

        Entry(long id, Notice notice, String target, Instant createdAt, Instant due) {
            this.id = id;
            this.notice = notice;
            this.target = target;
            this.createdAt = createdAt;
            this.due = due;
        }
    }

    public MemoryOutbox() {
        this(DONE_AT_MOST);
    }

    MemoryOutbox(int doneAtMost) {
        this.doneAtMost = doneAtMost;
    }

    /** Puts a notice in, unless one with its key is there for this target or was done by the other outbox lately. */
    public synchronized void put(Notice notice, String target, Instant now) {
        Key key = new Key(notice.key(), target);
        if (!entries.containsKey(key) && !doneElsewhere.containsKey(key)) {
            changed(add(key, notice, target, now, now));
        }
    }

    /** Takes over one that waits elsewhere, unless more is known of it here. */
    public synchronized void takeOver(KeptNotice kept) {
        Key key = new Key(kept.notice().key(), kept.target());
        Entry known = entries.get(key);
        if (doneElsewhere.containsKey(key)
                || (known != null && (known.state != State.WAITING || known.attempts >= kept.attempts()))) {
            return;
        }
        Entry entry =
                known == null ? add(key, kept.notice(), kept.target(), kept.createdAt(), kept.nextAttemptAt()) : known;
        entry.attempts = kept.attempts();
        entry.due = kept.nextAttemptAt();
    }

    /** The other outbox has it on record as done. */
    public synchronized void doneElsewhere(String key, String target) {
        Key known = new Key(key, target);
        entries.remove(known);
        waiting.remove(known);
        doneElsewhere.put(known, true);
        trim(doneElsewhere, doneElsewhere.size() - doneAtMost, all -> true);
    }

    /** Whether a notice is known here, done or not. */
    public synchronized boolean knows(String key, String target) {
        return entries.containsKey(new Key(key, target));
    }

    private Entry add(Key key, Notice notice, String target, Instant createdAt, Instant due) {
        var entry = new Entry(--lastId, notice, target, createdAt, due);
        entries.put(key, entry);
        waiting.put(key, entry);
        return entry;
    }

    private void changed(Entry entry) {
        entry.changed = ++version;
    }

    @Override
    public synchronized List<OutboxMessage> due(String target, Instant now, int limit) {
        var due = new ArrayList<OutboxMessage>();
        for (Entry entry : waiting.values()) {
            if (due.size() == limit) {
                break;
            }
            if (entry.target.equals(target) && !entry.due.isAfter(now)) {
                due.add(new OutboxMessage(entry.id, target, entry.notice, entry.attempts));
            }
        }
        return List.copyOf(due);
    }

    @Override
    public synchronized Map<String, Long> waiting() {
        var counts = new TreeMap<String, Long>();
        waiting.values().forEach(entry -> counts.merge(entry.target, 1L, Long::sum));
        return counts;
    }

    @Override
    public void delivered(OutboxMessage message, Instant at, Duration took, String detail) {
        record(message, at, took, Ended.DELIVERED, detail, State.DELIVERED, at);
    }

    @Override
    public void failed(OutboxMessage message, Instant at, Duration took, String detail, Instant nextAttempt) {
        record(message, at, took, Ended.FAILED, detail, State.WAITING, nextAttempt);
    }

    @Override
    public void gaveUp(OutboxMessage message, Instant at, Duration took, String detail) {
        record(message, at, took, Ended.GAVE_UP, detail, State.GAVE_UP, at);
    }

    private synchronized void record(
            OutboxMessage message, Instant at, Duration took, Ended ended, String detail, State state, Instant due) {
        Key key = new Key(message.notice().key(), message.target());
        Entry entry = entries.get(key);
        if (entry == null) {
            entry = add(key, message.notice(), message.target(), at, at);
            entry.attempts = message.attempts();
        }
        if (entry.state != State.WAITING || entry.attempts > message.attempts()) {
            return; // recorded before
        }
        entry.attempts = message.attempts() + 1;
        entry.made.add(new Attempt(entry.attempts, at, took, ended, detail));
        entry.state = state;
        entry.due = due;
        changed(entry);
        if (state != State.WAITING) {
            waiting.remove(key);
            // Together, so that it costs little for each.
            if (entries.size() - waiting.size() > doneAtMost + doneAtMost / 8) {
                trim(entries, entries.size() - waiting.size() - doneAtMost, done -> done.state != State.WAITING);
            }
        }
    }

    private static <T> void trim(Map<Key, T> oldestFirst, int excess, Predicate<T> mayGo) {
        int left = excess;
        for (Iterator<T> each = oldestFirst.values().iterator(); left > 0 && each.hasNext(); ) {
            if (mayGo.test(each.next())) {
                each.remove();
                left--;
            }
        }
    }

    /** Grows with every change. */
    public synchronized long version() {
        return version;
    }

    /** What has changed after a version, in the order in which it came. What was taken over and not touched has not. */
    public synchronized List<KeptNotice> changedSince(long earlier) {
        return entries.values().stream()
                .filter(entry -> entry.changed > earlier)
                .map(entry -> new KeptNotice(
                        entry.notice,
                        entry.target,
                        entry.createdAt,
                        entry.state,
                        entry.attempts,
                        entry.due,
                        entry.made))
                .toList();
    }

    /** Forgets everything but what has changed after a version; of what was done, that it was done. */
    public synchronized void forgetUpTo(long written) {
        entries.entrySet().removeIf(each -> {
            boolean known = each.getValue().changed <= written;
            if (known && each.getValue().state != State.WAITING) {
                doneElsewhere.put(each.getKey(), true);
            }
            return known;
        });
        waiting.values().removeIf(entry -> entry.changed <= written);
        trim(doneElsewhere, doneElsewhere.size() - doneAtMost, all -> true);
    }

    /** How many are known here, done or not. */
    public synchronized int size() {
        return entries.size();
    }
}
