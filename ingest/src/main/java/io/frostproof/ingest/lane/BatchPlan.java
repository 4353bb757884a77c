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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Works out one batch: what to write, and what the lane's channels will look like once it is written. Changes nothing of the
 * lane; {@link #apply} does that, after the commit.
 */
final class BatchPlan {

    /** Finds what the lane holds of a channel; null when it could not be loaded, since the log is away. */
    interface States {
        @Nullable
        ChannelState of(int channelId);
    }

    private final List<Inbound> messages;
    private final boolean provisional;
    private final ArrayList<Reading> fresh = new ArrayList<>();
    private final List<Reading> freshConflicts = new ArrayList<>();
    private final List<Reading> staged = new ArrayList<>();
    private final List<Batch.ChannelTransitions> transitions = new ArrayList<>();
    private final List<SavedState> snapshots = new ArrayList<>();
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

    /**
     * @param groups empty, and empty again afterwards
     * @param provisional whether conclusions are wanted also of channels that have to be evaluated again, because that has to wait for a log
     *     that is away: better an alarm that is corrected later than none
     */
    BatchPlan(List<Inbound> messages, States states, ReadingGroups groups, boolean provisional) {
        this.messages = messages;
        this.provisional = provisional;
        try {
            for (Inbound message : messages) {
                group(message.readings(), states, groups);
            }
            groups.forEach(this::plan);
        } finally {
            groups.clear();
        }
    }

    private void group(List<Reading> readings, States states, ReadingGroups groups) {
        ChannelState state = null;
        for (int i = 0; i < readings.size(); i++) {
            Reading reading = readings.get(i);
            if (state == null || state.channel.id() != reading.channelId()) {
                state = states.of(reading.channelId());
            }
            if (state == null) {
                // Nothing is known of the channel, so nothing can be concluded yet, only kept.
                staged.add(reading);
                dirty.merge(reading.channelId(), reading.timeMicros(), Math::min);
            } else {
                groups.add(state, reading);
            }
        }
    }

    private void plan(ChannelState state, List<Reading> readings) {
        long heardMicros = state.heardMicros;
        boolean allAhead = true;
        for (int i = 0; i < readings.size(); i++) {
            Reading reading = readings.get(i);
            heardMicros = Math.max(heardMicros, reading.receivedMicros());
            allAhead &= reading.timeMicros() > state.watermarkMicros;
        }
        List<Reading> ahead = allAhead ? readings : splitOffLate(state, readings);
        if (ahead.isEmpty()) {
            nexts.add(new Next(state, state.monitor, state.watermarkMicros, heardMicros, state.readingsSinceSnapshot));
            return;
        }
        List<Reading> winners = ahead;
        if (!KeyResolver.inOrder(ahead)) {
            KeyResolver.Resolved resolved = KeyResolver.resolve(ahead);
            freshConflicts.addAll(resolved.losers());
            repeated += resolved.repeated();
            winners = resolved.winners();
        }
        fresh.addAll(winners);
        evaluate(state, winners, heardMicros);
    }

    private List<Reading> splitOffLate(ChannelState state, List<Reading> readings) {
        var ahead = new ArrayList<Reading>(readings.size());
        for (Reading reading : readings) {
            (reading.timeMicros() > state.watermarkMicros ? ahead : staged).add(reading);
        }
        return ahead;
    }

    private void evaluate(ChannelState state, List<Reading> winners, long heardMicros) {
        ChannelMonitor monitor = state.monitor.copy();
        int sinceSnapshot = state.readingsSinceSnapshot;
        var concluded = new ArrayList<Transition>(0);
        for (int i = 0; i < winners.size(); i++) {
            Reading reading = winners.get(i);
            if (!monitor.inOrder(reading.timeMicros())) {
                // The channel was already taken to be unknown at this time; now it is not.
                dirty.merge(state.channel.id(), reading.timeMicros(), Math::min);
                continue;
            }
            monitor.accept(reading.timeMicros(), reading.value(), concluded::add);
            if (++sinceSnapshot >= Snapshot.EVERY_READINGS && !state.dirty()) {
                snapshots.add(SavedState.of(state.channel.id(), reading.timeMicros(), monitor));
                sinceSnapshot = 0;
            }
        }
        // While a channel is dirty its conclusions rest on an incomplete past; the re-evaluation draws them all.
        if (!concluded.isEmpty() && (provisional || !state.dirty())) {
            transitions.add(new Batch.ChannelTransitions(state.channel.id(), state.region, concluded));
        }
        nexts.add(new Next(state, monitor, winners.getLast().timeMicros(), heardMicros, sinceSnapshot));
    }

    Batch batch(long id, Instant decidedAt) {
        List<SuspectReading> suspects = new ArrayList<>(0);
        List<DeadLetter> deadLetters = new ArrayList<>(0);
        Set<BootClock> bootClocks = new HashSet<>(0);
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

    /** Channels that the batch itself makes dirty, and from which event time on. */
    Map<Integer, Long> dirty() {
        return dirty;
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

    /** Regions for whose desks there is something in the batch. */
    Set<String> regions() {
        if (transitions.isEmpty()) {
            return Set.of();
        }
        var regions = new HashSet<String>();
        transitions.forEach(of -> regions.add(of.region()));
        return regions;
    }

    int transitions() {
        return transitions.stream().mapToInt(of -> of.transitions().size()).sum();
    }

    /** Makes the lane's channels what the committed batch has made them. */
    void apply(Map<Integer, Long> dirtied, SilenceWatch silence) {
        for (Next next : nexts) {
            ChannelState state = next.state();
            state.monitor = next.monitor();
            state.watermarkMicros = next.watermarkMicros();
            state.heardMicros = next.heardMicros();
            state.readingsSinceSnapshot = next.readingsSinceSnapshot();
            if (!dirtied.isEmpty()) {
                Long from = dirtied.get(state.channel.id());
                if (from != null) {
                    state.dirtyFromMicros = Math.min(state.dirtyFromMicros, from);
                }
            }
            // When it is due at the earliest; how much later that is shows then.
            silence.watch(
                    state,
                    Math.min(state.heardMicros + state.channel.plan().maxHoldMicros(), state.monitor.elapsesMicros()));
        }
    }
}
