package io.frostproof.ingest.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A channel with a long past is evaluated in steps, and what comes between them is not lost. */
class ReevaluatorTest {

    private static final int MINUTES = 2 * Reevaluator.READINGS_AT_ONCE + 500;
    private static final KnownChannel CHANNEL = LaneFixture.channel(1, 8);

    private final MemoryReadingLog log = new MemoryReadingLog();
    private final FakeClock clock = FakeClock.at(LaneFixture.NOON);
    private final Reevaluator reevaluator = new Reevaluator(log, new BatchIds(1), clock, 0);
    private final ChannelState state = new ChannelState(
            CHANNEL,
            LaneFixture.device(1, 8),
            new StoredChannel(Long.MIN_VALUE, new ChannelMonitor(CHANNEL.plan()), null),
            0);
    private long batches = 1_000;

    /** Warm for the last ten minutes of each hour; minute 90 is missing. */
    private static Reading at(long minute) {
        return LaneFixture.reading(1, minute, minute % 60 >= 50 ? 9 : 5, minute);
    }

    private void dirtyWithAPast() {
        var readings = new ArrayList<Reading>();
        for (long minute = 0; minute < MINUTES; minute++) {
            if (minute != 90) {
                readings.add(at(minute));
            }
        }
        store(readings);
        state.dirtyFromMicros = at(0).timeMicros();
    }

    private void store(List<Reading> readings) {
        log.commit(batch(readings));
    }

    /** As a server that stands by stores what it had spooled; the lane is not told. */
    private void storeFromOutside(List<Reading> readings) {
        log.commitLeftover(batch(readings));
    }

    private Batch batch(List<Reading> readings) {
        return new Batch(
                batches++,
                LaneFixture.NOON,
                1,
                List.of(),
                List.of(),
                readings,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(1, readings.getFirst().timeMicros()),
                Set.of());
    }

    private Reevaluator.Run step(Reevaluator.@Nullable Run before) {
        Reevaluator.Run now = reevaluator.step(before, state, () -> false, false, new LogCalls.Progress());
        if (!now.done()) {
            reevaluator.keep(now);
        }
        return now;
    }

    private List<Transition> ofAllReadings() {
        var monitor = new ChannelMonitor(CHANNEL.plan());
        var transitions = new ArrayList<Transition>();
        log.readings(1).forEach(reading -> monitor.accept(reading.timeMicros(), reading.value(), transitions::add));
        return transitions;
    }

    @Test
    void aStepTakesAPortionAndTheLastOneWrites() {
        dirtyWithAPast();

        Reevaluator.Run second = step(step(null));
        assertThat(second.done()).isFalse();
        assertThat(log.transitions(1)).isEmpty();
        assertThat(state.dirty()).isTrue();
        Reevaluator.Run third = step(second);
        reevaluator.apply(third);

        assertThat(third.done()).isTrue();
        assertThat(log.transitions(1)).isEqualTo(ofAllReadings()).hasSizeGreaterThan(100);
        assertThat(state.dirty()).isFalse();
        assertThat(log.dirty()).isEmpty();
    }

    @Test
    void aReadingThatComesBehindTheStepsLeavesTheChannelDirtyFromThere() {
        dirtyWithAPast();
        Reevaluator.Run first = step(null);
        store(List.of(at(90)));
        reevaluator.mark(1, at(90).timeMicros());
        reevaluator.apply(step(step(first)));

        assertThat(state.dirtyFromMicros).isEqualTo(at(90).timeMicros());
        assertThat(log.dirty()).containsExactly(Map.entry(1, at(90).timeMicros()));
        assertThat(reevaluator.idle()).isFalse();

        reevaluator.apply(reevaluator.step(null, state, () -> false, true, new LogCalls.Progress()));
        assertThat(log.transitions(1)).isEqualTo(ofAllReadings());
        assertThat(state.dirty()).isFalse();
        assertThat(reevaluator.idle()).isTrue();
    }

    @Test
    void aReadingThatComesAheadOfTheStepsIsInThem() {
        dirtyWithAPast();
        Reevaluator.Run first = step(null);
        store(List.of(at(MINUTES), at(MINUTES + 1)));
        reevaluator.mark(1, at(MINUTES).timeMicros());
        reevaluator.apply(step(step(first)));

        assertThat(state.dirty()).isFalse();
        assertThat(state.monitor.lastMicros()).isEqualTo(at(MINUTES + 1).timeMicros());
        assertThat(log.transitions(1)).isEqualTo(ofAllReadings());
    }

    @Test
    void whatOthersMarkBetweenTheStepsStaysMarked() {
        dirtyWithAPast();
        Reevaluator.Run first = step(null);
        storeFromOutside(List.of(at(90)));
        reevaluator.apply(step(step(first)));

        // From the lower one of both marks.
        assertThat(log.dirty()).containsExactly(Map.entry(1, at(0).timeMicros()));
        assertThat(state.dirtyFromMicros).isEqualTo(at(0).timeMicros());
        assertThat(reevaluator.idle()).isFalse();

        reevaluator.apply(reevaluator.step(null, state, () -> false, true, new LogCalls.Progress()));
        assertThat(log.transitions(1)).isEqualTo(ofAllReadings());
        assertThat(log.dirty()).isEmpty();
        assertThat(state.dirty()).isFalse();
    }

    @Test
    void anEvaluationBeginsWithTheMarkOfOthersIfItIsEarlier() {
        dirtyWithAPast();
        reevaluator.apply(reevaluator.step(null, state, () -> false, true, new LogCalls.Progress()));
        state.dirtyFromMicros = at(MINUTES - 1).timeMicros();
        storeFromOutside(List.of(at(90)));

        reevaluator.apply(reevaluator.step(null, state, () -> false, true, new LogCalls.Progress()));

        assertThat(log.transitions(1)).isEqualTo(ofAllReadings());
        assertThat(log.dirty()).isEmpty();
    }

    @Test
    void othersWhoMarkAgainAndAgainNeitherKeepConclusionsBackNorMakeItGoOnWithoutPause() {
        dirtyWithAPast();
        reevaluator.mark(1, at(0).timeMicros());
        for (int minute = MINUTES; minute < MINUTES + 5; minute++) {
            Reevaluator.Run begun = step(null);
            storeFromOutside(List.of(at(minute)));
            reevaluator.apply(step(step(begun)));

            assertThat(log.transitions(1)).isEqualTo(ofAllReadings());
            assertThat(state.dirty()).isTrue();
            assertThat(reevaluator.due(false)).isEmpty();
        }
        clock.advance(Duration.ofMinutes(1));
        assertThat(reevaluator.due(false)).containsExactly(1);
    }
}
