package io.frostproof.ingest.lane;

import static io.frostproof.ingest.lane.LaneFixture.MINUTE;
import static io.frostproof.ingest.lane.LaneFixture.NOON_MICROS;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.condition.SlotRules;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Micros;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** No data for 15 min is told; a reading stands for 2 min. A silence that was told stays told, until readings say otherwise. Minutes after noon. */
class SilenceKeptTest {

    private static final KnownChannel CHANNEL = new KnownChannel(
            1,
            "t1",
            Quantity.TEMPERATURE,
            MeasureUnit.CELSIUS,
            new ChannelPlan(
                    2 * MINUTE,
                    List.of(new ChannelPlan.Segment(
                            "fridge-1",
                            0,
                            ChannelPlan.OPEN_END,
                            SlotRules.group(List.of(new Condition(
                                    "silent",
                                    Level.WARNING,
                                    Quantity.TEMPERATURE,
                                    new Measure.Missing(),
                                    Operator.ABOVE,
                                    0,
                                    Duration.ofMinutes(15),
                                    0,
                                    null,
                                    Schedule.ALWAYS)))))));
    private static final KnownDevice DEVICE = new KnownDevice("probe", "hub", "north", Map.of("t1", CHANNEL), 0);

    private final MemoryReadingLog log = new MemoryReadingLog();
    private final FakeClock clock = FakeClock.at(LaneFixture.NOON);
    private final Reevaluator reevaluator = new Reevaluator(log, new BatchIds(1), clock);
    private ChannelState state = load();
    private long batches = 1_000;

    private ChannelState load() {
        var monitor = new ChannelMonitor(CHANNEL.plan());
        List<Reading> readings = log.readings(1);
        readings.forEach(reading -> monitor.accept(reading.timeMicros(), reading.value(), transition -> {}));
        long newest = readings.isEmpty() ? Long.MIN_VALUE : readings.getLast().timeMicros();
        // What was concluded from silence is on record and holds.
        log.transitions(1).stream()
                .mapToLong(Transition::timeMicros)
                .filter(time -> time > newest)
                .max()
                .ifPresent(latest -> monitor.silence(latest + 1, transition -> {}));
        return new ChannelState(CHANNEL, DEVICE, new StoredChannel(newest, monitor, null), 0);
    }

    private void heard(long from, long to) {
        commit(
                LongStream.rangeClosed(from, to)
                        .mapToObj(minute -> LaneFixture.reading(1, minute, 5, minute))
                        .toList(),
                List.of());
    }

    private void commit(List<Reading> readings, List<Transition> transitions) {
        log.commit(new Batch(
                batches++,
                clock.instant(),
                1,
                List.of(),
                List.of(),
                readings,
                List.of(),
                List.of(),
                transitions.isEmpty() ? List.of() : List.of(new Batch.ChannelTransitions(1, "north", transitions)),
                List.of(),
                readings.isEmpty() ? Map.of() : Map.of(1, readings.getFirst().timeMicros()),
                Set.of()));
        if (!readings.isEmpty()) {
            state.dirtyFromMicros = readings.getFirst().timeMicros();
        }
    }

    private void evaluate() {
        reevaluator.apply(reevaluator.step(null, state, () -> false, true, new LogCalls.Progress()));
    }

    private void toldSilent() {
        var told = new ArrayList<Transition>();
        state.monitor.silence(Micros.of(clock.instant()), told::add);
        commit(List.of(), told);
    }

    private List<String> silences() {
        return log.transitions(1).stream()
                .filter(transition -> transition.slot().equals("silent"))
                .map(transition ->
                        transition.kind().id() + " since " + (transition.sinceMicros() - NOON_MICROS) / MINUTE)
                .toList();
    }

    private void deadSinceTen() {
        heard(0, 10);
        evaluate();
        clock.advance(Duration.ofMinutes(60));
        toldSilent();
        assertThat(silences()).containsExactly("started since 12");
    }

    @Test
    void whatADeviceHadKeptMovesTheBeginning() {
        deadSinceTen();

        heard(11, 20);
        evaluate();
        assertThat(silences()).containsExactly("started since 22");
        heard(21, 30);
        evaluate();
        assertThat(silences()).containsExactly("started since 32");
        heard(60, 60);
        evaluate();
        assertThat(silences()).containsExactly("started since 32", "ended since 32");
    }

    @Test
    void whatADeviceHadKeptWithoutAGapTakesItBack() {
        deadSinceTen();
        heard(11, 50);
        evaluate();
        assertThat(silences()).isEmpty();
    }

    @Test
    void aSilenceOnRecordOutlastsARestartWhatEverMarksItsChannel() {
        deadSinceTen();
        List<Transition> before = log.transitions(1);

        clock.advance(Duration.ofHours(5));
        state = load();
        state.dirtyFromMicros = NOON_MICROS;
        evaluate();

        assertThat(log.transitions(1)).isEqualTo(before);
    }

    @Test
    void unknownTimeOnRecordDoesSoBeforeItIsMissing() {
        heard(0, 10);
        evaluate();
        clock.advance(Duration.ofMinutes(20));
        toldSilent();
        List<Transition> before = log.transitions(1);
        assertThat(before).extracting(Transition::kind).contains(Transition.Kind.UNKNOWN);

        clock.advance(Duration.ofHours(5));
        state = load();
        state.dirtyFromMicros = NOON_MICROS;
        evaluate();

        assertThat(log.transitions(1)).as("nobody has listened meanwhile").isEqualTo(before);
    }
}
