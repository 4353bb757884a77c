package io.frostproof.testing.notify;

import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.Outbox;
import io.frostproof.alerts.notify.OutboxMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An outbox that forgets everything when the process ends, for tests. Thread-safe. */
public final class MemoryOutbox implements Outbox {
    private final Map<Long, Entry> entries = new LinkedHashMap<>();

    /** One recorded attempt. */
    public record Attempt(Instant at, Duration took, Result result, String detail) {}

    /** How an attempt ended. */
    public enum Result {
        DELIVERED,
        FAILED,
        GAVE_UP
    }

    private static final class Entry {
        final String target;
        final Notice notice;
        final Map<Integer, Attempt> attempts = new TreeMap<>();

        @Nullable
        Instant due;

        Entry(String target, Notice notice, Instant due) {
            this.target = target;
            this.notice = notice;
            this.due = due;
        }
    }

    /** Puts {@code notice} in for {@code target}, unless its key is there already. */
    public synchronized void write(String target, Notice notice, Instant due) {
        if (find(target, notice.key()) == null) {
            entries.put(entries.size() + 1L, new Entry(target, notice, due));
        }
    }

    /** Attempts to hand a notice to a target, in order. */
    public synchronized List<Attempt> attempts(String target, String key) {
        Entry entry = find(target, key);
        return entry == null ? List.of() : List.copyOf(entry.attempts.values());
    }

    @Override
    public synchronized List<OutboxMessage> due(String target, Instant now, int limit) {
        List<OutboxMessage> due = new ArrayList<>();
        entries.forEach((id, e) -> {
            if (due.size() < limit && e.target.equals(target) && e.due != null && !e.due.isAfter(now)) {
                due.add(new OutboxMessage(id, target, e.notice, e.attempts.size()));
            }
        });
        return due;
    }

    @Override
    public synchronized Map<String, Long> waiting() {
        Map<String, Long> waiting = new TreeMap<>();
        entries.values().stream().filter(e -> e.due != null).forEach(e -> waiting.merge(e.target, 1L, Long::sum));
        return waiting;
    }

    @Override
    public void delivered(OutboxMessage message, Instant at, Duration took, String detail) {
        record(message, new Attempt(at, took, Result.DELIVERED, detail), null);
    }

    @Override
    public void failed(OutboxMessage message, Instant at, Duration took, String detail, Instant nextAttempt) {
        record(message, new Attempt(at, took, Result.FAILED, detail), nextAttempt);
    }

    @Override
    public void gaveUp(OutboxMessage message, Instant at, Duration took, String detail) {
        record(message, new Attempt(at, took, Result.GAVE_UP, detail), null);
    }

    private synchronized void record(OutboxMessage message, Attempt attempt, @Nullable Instant due) {
        Entry entry = entries.get(message.id());
        if (entry == null) {
            throw new IllegalArgumentException("outbox message: expected a known id, was " + message.id());
        }
        if (entry.attempts.putIfAbsent(message.attempts(), attempt) == null) {
            entry.due = due;
        }
    }

    private @Nullable Entry find(String target, String key) {
        return entries.values().stream()
                .filter(e -> e.target.equals(target) && e.notice.key().equals(key))
                .findFirst()
                .orElse(null);
    }
}
