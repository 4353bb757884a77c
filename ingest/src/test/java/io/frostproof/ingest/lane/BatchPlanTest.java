package io.frostproof.ingest.lane;

import static io.frostproof.ingest.lane.LaneFixture.MINUTE;
import static io.frostproof.ingest.lane.LaneFixture.NOON;
import static io.frostproof.ingest.lane.LaneFixture.NOON_MICROS;
import static io.frostproof.ingest.lane.LaneFixture.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchPlanTest {

    private final KnownDevice device = LaneFixture.device(1, 8);
    private final ChannelState state = stateUpTo(10);
    private final ReadingGroups groups = new ReadingGroups();
    private final SilenceWatch silence = new SilenceWatch();

    private ChannelState stateUpTo(long minute) {
        var channel = LaneFixture.channel(1, 8);
        var monitor = new ChannelMonitor(channel.plan());
        monitor.accept(NOON_MICROS + minute * MINUTE, 5, transition -> {});
        return new ChannelState(
                channel, device, new StoredChannel(NOON_MICROS + minute * MINUTE, monitor, null), NOON_MICROS);
    }

    private BatchPlan plan(Reading... readings) {
        return new BatchPlan(
                List.of(LaneFixture.message(device, 1, List.of(readings), () -> {})), id -> state, groups, false);
    }

    private static Batch batch(BatchPlan plan) {
        return plan.batch(1, NOON);
    }

    @Test
    void onlyReadingsNewerThanTheWatermarkAreFresh() {
        Batch batch =
                batch(plan(reading(1, 11, 5, 1), reading(1, 10, 5, 1), reading(1, 9, 5, 1), reading(1, 12, 5, 1)));
        assertThat(batch.fresh()).containsExactly(reading(1, 11, 5, 1), reading(1, 12, 5, 1));
        assertThat(batch.staged()).containsExactly(reading(1, 10, 5, 1), reading(1, 9, 5, 1));
    }

    @Test
    void aFreshKeyClaimedTwiceHasOneWinnerAndTheOtherIsAConflict() {
        BatchPlan plan = plan(reading(1, 11, 5, 2), reading(1, 11, 6, 1), reading(1, 11, 5, 2));
        assertThat(batch(plan).fresh()).containsExactly(reading(1, 11, 5, 2));
        assertThat(batch(plan).freshConflicts()).containsExactly(reading(1, 11, 6, 1));
        assertThat(plan.repeated()).isEqualTo(1);
    }

    @Test
    void theLaneChangesOnlyWhenTheBatchIsApplied() {
        BatchPlan plan = plan(reading(1, 11, 5, 1));
        assertThat(state.watermarkMicros).isEqualTo(NOON_MICROS + 10 * MINUTE);
        assertThat(state.monitor.lastMicros()).isEqualTo(NOON_MICROS + 10 * MINUTE);
        plan.apply(Map.of(1, NOON_MICROS), silence);
        assertThat(state.watermarkMicros).isEqualTo(NOON_MICROS + 11 * MINUTE);
        assertThat(state.monitor.lastMicros()).isEqualTo(NOON_MICROS + 11 * MINUTE);
        assertThat(state.dirtyFromMicros).isEqualTo(NOON_MICROS);
    }

    @Test
    void aReadingInTimeThatWasTakenToBeUnknownMarksTheChannelDirty() {
        state.monitor.silence(NOON_MICROS + 20 * MINUTE, transition -> {});
        Batch batch = batch(plan(reading(1, 12, 5, 1), reading(1, 30, 5, 2)));
        assertThat(batch.fresh()).hasSize(2);
        assertThat(batch.dirty()).containsExactly(Map.entry(1, NOON_MICROS + 12 * MINUTE));
    }

    @Test
    void aDirtyChannelConcludesNothingByTheWay() {
        Reading[] warm = new Reading[10];
        for (int i = 0; i < warm.length; i++) {
            warm[i] = reading(1, 11 + i, 12, i);
        }
        List<Transition> concluded = new ArrayList<>();
        batch(plan(warm)).transitions().forEach(of -> concluded.addAll(of.transitions()));
        assertThat(concluded).extracting(Transition::kind).containsExactly(Transition.Kind.STARTED);
        state.dirtyFromMicros = NOON_MICROS;
        assertThat(batch(plan(warm)).transitions()).isEmpty();
    }

    @Test
    void aSnapshotIsTakenOnceEnoughReadingsHavePassed() {
        Reading[] many = new Reading[Snapshot.EVERY_READINGS + 3];
        for (int i = 0; i < many.length; i++) {
            many[i] = reading(1, 11 + i, 5, i);
        }
        BatchPlan plan = plan(many);
        assertThat(batch(plan).snapshots())
                .singleElement()
                .satisfies(snapshot ->
                        assertThat(snapshot.timeMicros()).isEqualTo(many[Snapshot.EVERY_READINGS - 1].timeMicros()));
        plan.apply(Map.of(), silence);
        assertThat(state.readingsSinceSnapshot).isEqualTo(3);
    }
}
