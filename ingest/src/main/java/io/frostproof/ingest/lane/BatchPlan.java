package io.frostproof.ingest.lane;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.intake.BootClock;
import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.intake.SuspectReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Works out one batch: what to write, and what the lane's channels will look like once it is written. Changes nothing of the
 * lane; {@link #apply} does that, after the commit.
 */
final class BatchPlan {

    private final List<Inbound> messages;
    private final List<Reading> fresh = new ArrayList<>();
    private final List<Reading> freshConflicts = new ArrayList<>();
    private final List<Reading> staged = new ArrayList<>();
    private final List<Batch.ChannelTransitions> transitions = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final Map<Integer, Long> dirty = new HashMap<>();
    private final List<Next> nexts = new ArrayList<>();
    private int repeated;

    /** A channel after the batch. */
    private record Next(
            ChannelState state,
            ChannelMonitor monitor,
            long watermarkMicros,
            long heardMicros,
            int readingsSinceSnapshot) {}

    BatchPlan(List<Inbound> messages, IntFunction<ChannelState> states) {
        this.messages = messages;
        var byChannel = new HashMap<Integer, List<Reading>>();
        for (Inbound message : messages) {
            for (Reading reading : message.readings()) {
                byChannel
                        .computeIfAbsent(reading.channelId(), id -> new ArrayList<>())
                        .add(reading);
            }
        }
        byChannel.forEach((channelId, readings) -> plan(states.apply(channelId), readings));
    }

    private void plan(ChannelState state, List<Reading> readings) {
        var ahead = new ArrayList<Reading>(readings.size());
        long heardMicros = state.heardMicros;
        for (Reading reading : readings) {
            (reading.timeMicros() > state.watermarkMicros ? ahead : staged).add(reading);
            heardMicros = Math.max(heardMicros, reading.receivedMicros());
        }
        if (ahead.isEmpty()) {
            nexts.add(new Next(state, state.monitor, state.watermarkMicros, heardMicros, state.readingsSinceSnapshot));
            return;
        }
        KeyResolver.Resolved resolved = KeyResolver.resolve(ahead);
        fresh.addAll(resolved.winners());
        freshConflicts.addAll(resolved.losers());
        repeated += resolved.repeated();
        evaluate(state, resolved.winners(), heardMicros);
    }

    private void evaluate(ChannelState state, List<Reading> winners, long heardMicros) {
        ChannelMonitor monitor = state.monitor.copy();
        int sinceSnapshot = state.readingsSinceSnapshot;
        var concluded = new ArrayList<Transition>();
        for (Reading reading : winners) {
            if (!monitor.inOrder(reading.timeMicros())) {
                // The channel was already taken to be unknown at this time; now it is not.
                dirty.merge(state.channel.id(), reading.timeMicros(), Math::min);
                continue;
            }
            monitor.accept(reading.timeMicros(), reading.value(), concluded::add);
            if (++sinceSnapshot >= Snapshot.EVERY_READINGS && !state.dirty()) {
                snapshots.add(new Snapshot(state.channel.id(), reading.timeMicros(), monitor.copy()));
                sinceSnapshot = 0;
            }
        }
        // While a channel is dirty its conclusions rest on an incomplete past; the re-evaluation draws them all.
        if (!concluded.isEmpty() && !state.dirty()) {
            transitions.add(new Batch.ChannelTransitions(state.channel.id(), state.region, concluded));
        }
        nexts.add(new Next(state, monitor, winners.getLast().timeMicros(), heardMicros, sinceSnapshot));
    }

    Batch batch(long id, Instant decidedAt) {
        var suspects = new ArrayList<SuspectReading>();
        var deadLetters = new ArrayList<DeadLetter>();
        var bootClocks = new HashSet<BootClock>();
        for (Inbound message : messages) {
            BootClock bootClock = message.bootClock();
            if (bootClock != null) {
                bootClocks.add(bootClock);
            }
            suspects.addAll(message.suspects());
            deadLetters.addAll(message.deadLetters());
        }
        return new Batch(
                id,
                decidedAt,
                messages.size(),
                fresh,
                freshConflicts,
                staged,
                suspects,
                deadLetters,
                transitions,
                snapshots,
                dirty,
                bootClocks);
    }

    /** How many readings of the batch repeat another one of the batch. */
    int repeated() {
        return repeated;
    }

    /**
     * Counts the readings of a batch that committed without being able to say so. Late readings, of which only the log knows
     * whether they were new, count as duplicates.
     */
    void countUnheard(IngestCounters counters) {
        counters.readingsStored.add(fresh.size());
        counters.readingsConflicting.add(freshConflicts.size());
        counters.readingsDuplicate.add(repeated + staged.size());
        counters.transitions.add(transitions());
    }

    int transitions() {
        return transitions.stream().mapToInt(of -> of.transitions().size()).sum();
    }

    /** Makes the lane's channels what the committed batch has made them. */
    void apply(Map<Integer, Long> dirtied) {
        for (Next next : nexts) {
            next.state().monitor = next.monitor();
            next.state().watermarkMicros = next.watermarkMicros();
            next.state().heardMicros = next.heardMicros();
            next.state().readingsSinceSnapshot = next.readingsSinceSnapshot();
            Long from = dirtied.get(next.state().channel.id());
            if (from != null) {
                next.state().dirtyFromMicros = Math.min(next.state().dirtyFromMicros, from);
            }
        }
    }
}
