package io.frostproof.ingest.lane;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.Reading;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** A log in memory, which can be told to fail, to hold its commits up, or to lose its answer. Thread-safe. */
final class MemoryReadingLog implements ReadingLog {

    /** Runs before a commit; throws what the commit shall throw, or blocks it. */
    @FunctionalInterface
    interface Fault {
        void before(Batch batch) throws InterruptedException;
    }

    private final List<Batch> attempts = new CopyOnWriteArrayList<>();
    private final List<Batch> committed = new CopyOnWriteArrayList<>();
    private final List<Integer> loaded = new CopyOnWriteArrayList<>();
    private final Set<Long> batchIds = new HashSet<>();
    /** By channel, by time, by value: the highest claim of it. */
    private final Map<Integer, NavigableMap<Long, Map<Double, Reading>>> claims = new HashMap<>();

    private final Map<Integer, List<Transition>> transitions = new HashMap<>();
    private final Map<Integer, NavigableMap<Long, SavedState>> snapshots = new HashMap<>();
    private final Map<Integer, DirtyMark> dirty = new HashMap<>();
    private long versions;
    /** Network versions that the marks of channels need. */
    private final Map<Integer, Long> needed = new HashMap<>();

    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private volatile Fault fault = batch -> {};
    private volatile boolean loseNextAnswer;

    void fault(Fault next) {
        fault = next;
    }

    /** The next commit happens, and its answer is lost. */
    void loseNextAnswer() {
        loseNextAnswer = true;
    }

    /** Every batch that a commit was tried with, in order. */
    List<Batch> attempts() {
        return attempts;
    }

    List<Batch> committed() {
        return committed;
    }

    /** Channels in the order in which they were loaded. */
    List<Integer> loaded() {
        return loaded;
    }

    synchronized List<Reading> readings(int channelId) {
        return claims.getOrDefault(channelId, new TreeMap<>()).values().stream()
                .map(MemoryReadingLog::winner)
                .toList();
    }

    synchronized List<Transition> transitions(int channelId) {
        return List.copyOf(transitions.getOrDefault(channelId, List.of()));
    }

    synchronized List<DeadLetter> deadLetters() {
        return List.copyOf(deadLetters);
    }

    synchronized Map<Integer, Long> dirty() {
        var from = new HashMap<Integer, Long>();
        dirty.forEach((channel, mark) -> from.put(channel, mark.fromMicros()));
        return from;
    }

    private DirtyMark mark(int channelId, long fromMicros, boolean raise) {
        DirtyMark old = dirty.get(channelId);
        long version = raise || old == null ? ++versions : old.version();
        var mark = new DirtyMark(old == null ? fromMicros : Math.min(old.fromMicros(), fromMicros), version);
        dirty.put(channelId, mark);
        return mark;
    }

    @Override
    public CommitOutcome commit(Batch batch) {
        return commit(batch, false);
    }

    private CommitOutcome commit(Batch batch, boolean raise) {
        attempts.add(batch);
        try {
            fault.before(batch);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("interrupted", e);
        }
        CommitOutcome outcome = write(batch, raise);
        if (loseNextAnswer) {
            loseNextAnswer = false;
            throw new LogUnavailableException("connection lost", new IllegalStateException());
        }
        return outcome;
    }

    @Override
    public CommitOutcome commitLeftover(Batch batch) {
        var staged = new ArrayList<>(batch.staged());
        staged.addAll(batch.fresh());
        staged.addAll(batch.freshConflicts());
        var dirtied = new HashMap<>(batch.dirty());
        staged.forEach(reading -> dirtied.merge(reading.channelId(), reading.timeMicros(), Math::min));
        batch.transitions()
                .forEach(of -> of.transitions()
                        .forEach(transition -> dirtied.merge(of.channelId(), transition.timeMicros(), Math::min)));
        var merged = new Batch(
                batch.id(),
                batch.decidedAt(),
                batch.messages(),
                List.of(),
                List.of(),
                staged,
                batch.suspects(),
                batch.deadLetters(),
                batch.transitions(),
                List.of(),
                dirtied,
                batch.bootClocks());
        return commit(merged, true);
    }

    @Override
    public synchronized Map<Integer, Long> dirtyMarks() {
        return dirty();
    }

    private synchronized CommitOutcome write(Batch batch, boolean raise) {
        if (!batchIds.add(batch.id())) {
            return new CommitOutcome.CommittedBefore();
        }
        long stored = batch.fresh().size();
        long repeated = 0;
        long conflicting = batch.freshConflicts().size();
        var dirtied = new HashMap<>(batch.dirty());
        for (Reading reading : batch.fresh()) {
            if (!claim(reading).isEmpty()) {
                throw new IllegalStateException("not fresh: " + reading);
            }
            claim(reading).put(reading.value(), reading);
        }
        batch.freshConflicts().forEach(reading -> claim(reading).put(reading.value(), reading));
        for (Reading reading : batch.staged()) {
            Map<Double, Reading> claims = claim(reading);
            Reading winner = claims.isEmpty() ? null : winner(claims);
            if (winner == null) {
                stored++;
            } else if (claims.containsKey(reading.value())) {
                repeated++;
            } else {
                conflicting++;
            }
            claims.merge(reading.value(), reading, BinaryOperator.maxBy(Reading.CLAIM));
            if (winner == null || winner(claims).value() != winner.value()) {
                dirtied.merge(reading.channelId(), reading.timeMicros(), Math::min);
            }
        }
        dirtied.forEach((channel, from) -> mark(channel, from, raise));
        batch.transitions()
                .forEach(of -> transitions
                        .computeIfAbsent(of.channelId(), id -> new ArrayList<>())
                        .addAll(of.transitions()));
        batch.snapshots().forEach(this::keep);
        deadLetters.addAll(batch.deadLetters());
        committed.add(batch);
        return new CommitOutcome.Committed(stored, repeated, conflicting, dirtied);
    }

    private Map<Double, Reading> claim(Reading reading) {
        return claims.computeIfAbsent(reading.channelId(), id -> new TreeMap<>())
                .computeIfAbsent(reading.timeMicros(), time -> new HashMap<>());
    }

    private static Reading winner(Map<Double, Reading> claims) {
        return Collections.max(claims.values(), Reading.CLAIM);
    }

    private void keep(SavedState snapshot) {
        snapshots.computeIfAbsent(snapshot.channelId(), id -> new TreeMap<>()).put(snapshot.timeMicros(), snapshot);
    }

    @Override
    public synchronized Map<Integer, StoredChannel> load(Collection<KnownChannel> channels) {
        var result = new HashMap<Integer, StoredChannel>();
        for (KnownChannel channel : channels) {
            loaded.add(channel.id());
            var monitor = new ChannelMonitor(channel.plan());
            long[] watermark = {Long.MIN_VALUE};
            readingsAfter(channel.id(), Long.MIN_VALUE, Integer.MAX_VALUE, (time, value) -> {
                monitor.accept(time, value, transition -> {});
                watermark[0] = time;
            });
            DirtyMark mark = dirty.get(channel.id());
            result.put(channel.id(), new StoredChannel(watermark[0], monitor, mark == null ? null : mark.fromMicros()));
        }
        return result;
    }

    @Override
    public synchronized Optional<Beginning> beginReevaluation(
            int channelId, ChannelPlan plan, long fromMicros, long networkVersion) {
        DirtyMark mark = mark(channelId, fromMicros, true);
        return needed.getOrDefault(channelId, 0L) > networkVersion
                ? Optional.empty()
                : Optional.of(new Beginning(mark, snapshotBefore(channelId, plan, mark.fromMicros())));
    }

    /** An import marks a channel. */
    synchronized void imported(int channelId, long fromMicros, long networkVersion) {
        mark(channelId, fromMicros, true);
        needed.put(channelId, networkVersion);
    }

    private @Nullable Snapshot snapshotBefore(int channelId, ChannelPlan plan, long timeMicros) {
        Map.Entry<Long, SavedState> entry =
                snapshots.getOrDefault(channelId, new TreeMap<>()).lowerEntry(timeMicros);
        if (entry == null) {
            return null;
        }
        SavedState snapshot = entry.getValue();
        try {
            var in = new DataInputStream(new ByteArrayInputStream(snapshot.state()));
            return new Snapshot(channelId, snapshot.timeMicros(), ChannelMonitor.read(plan, in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized int readingsAfter(int channelId, long afterMicros, int limit, ReadingVisitor visitor) {
        int count = 0;
        for (var each : claims.getOrDefault(channelId, new TreeMap<>())
                .tailMap(afterMicros, false)
                .entrySet()) {
            if (count == limit) {
                break;
            }
            visitor.reading(each.getKey(), winner(each.getValue()).value());
            count++;
        }
        return count;
    }

    @Override
    public synchronized OptionalLong replaceConclusions(Reevaluation reevaluation) {
        DirtyMark mark = dirty.get(reevaluation.channelId());
        if (mark == null) {
            return OptionalLong.of(reevaluation.mark().fromMicros());
        }
        List<Transition> of = transitions.computeIfAbsent(reevaluation.channelId(), id -> new ArrayList<>());
        of.removeIf(transition -> transition.timeMicros() > reevaluation.afterMicros());
        of.addAll(reevaluation.transitions());
        snapshots
                .computeIfAbsent(reevaluation.channelId(), id -> new TreeMap<>())
                .tailMap(reevaluation.afterMicros(), false)
                .clear();
        reevaluation.snapshots().forEach(this::keep);
        Long lateFrom = reevaluation.lateFromMicros();
        if (mark.version() != reevaluation.mark().version()) {
            return OptionalLong.of(mark.fromMicros());
        } else if (lateFrom == null) {
            dirty.remove(reevaluation.channelId());
            return OptionalLong.empty();
        }
        dirty.put(reevaluation.channelId(), new DirtyMark(lateFrom, mark.version()));
        return OptionalLong.of(lateFrom);
    }
}
