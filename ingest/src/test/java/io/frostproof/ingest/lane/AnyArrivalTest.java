package io.frostproof.ingest.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Period;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.condition.SlotRules;
import io.frostproof.alerts.condition.Traits;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Reading;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever the order and the batches in which readings arrive, with duplicates, conflicts, silence told and restarts in between: after the last
 * re-evaluation the log says what the ordered stream says. Through the lane's own planning and re-evaluation, over a log in memory. A
 * failure names its seed.
 */
class AnyArrivalTest {

    private static final int SHORT_STREAMS = 2_000;
    /** Longer than the distance of snapshots, so that re-evaluations begin at one. */
    private static final int LONG_STREAMS = 40;

    private static final long MINUTE = LaneFixture.MINUTE;
    private static final int CHANNEL = 1;
    /** The evening before clocks change in Berlin. */
    private static final long BEGIN = Instant.parse("2026-10-24T15:00:00Z").getEpochSecond() * 1_000_000;

    private static final Traits TRAITS = new Traits(Duration.ofMinutes(20), ZoneId.of("Europe/Berlin"));

    /** One random arrival of a random stream. */
    private static final class Arrival {
        final Random random;
        final KnownDevice device;
        final KnownChannel channel;
        final List<Reading> readings = new ArrayList<>();
        final MemoryReadingLog log = new MemoryReadingLog();
        final BatchIds ids = new BatchIds(1);
        final ReadingGroups groups = new ReadingGroups();
        final SilenceWatch watch = new SilenceWatch();
        final Reevaluator reevaluator = new Reevaluator(log, ids, () -> LaneFixture.NOON);
        ChannelState state;
        long seq;
        int reevaluations;
        int silences;
        int elapsed;

        Arrival(long seed, int length) {
            random = new Random(seed * 31 + length);
            long hold = (1 + random.nextInt(20)) * MINUTE;
            long last = stream(length, hold);
            channel = new KnownChannel(
                    CHANNEL, "t1", Quantity.TEMPERATURE, MeasureUnit.CELSIUS, new ChannelPlan(hold, segments(last)));
            device = new KnownDevice("probe", "hub", "north", Map.of("t1", channel), 0);
            state = load();
        }

        private long stream(int length, long hold) {
            long time = BEGIN;
            double value = 5;
            for (int i = 0; i < length; i++) {
                readings.add(reading(time, value));
                if (random.nextInt(12) == 0) {
                    readings.add(readings.getLast()); // again
                }
                if (random.nextInt(12) == 0) {
                    readings.add(reading(time, value + random.nextInt(5) - 2)); // the same key, another value
                }
                value = Math.clamp(value + (random.nextInt(9) - 4) * 0.5, -2, 12);
                time += switch (random.nextInt(15)) {
                    case 0 -> hold + random.nextInt(300) * MINUTE;
                    case 1 -> hold;
                    default -> (1 + random.nextInt(15)) * MINUTE;
                };
            }
            return time;
        }

        private Reading reading(long time, double value) {
            return new Reading(CHANNEL, time, value, Reading.GOOD, LaneFixture.NOON_MICROS, 1, seq++);
        }

        private List<ChannelPlan.Segment> segments(long last) {
            long cut = BEGIN + (long) (random.nextDouble() * (last - BEGIN)) / MINUTE * MINUTE;
            return switch (random.nextInt(3)) {
                case 0 -> List.of(segment("u1", 0, ChannelPlan.OPEN_END));
                case 1 -> List.of(segment("u1", 0, cut), segment("u1", cut, ChannelPlan.OPEN_END));
                default -> List.of(segment("u1", 0, cut), segment("u2", cut, ChannelPlan.OPEN_END));
            };
        }

        private ChannelPlan.Segment segment(String unit, long from, long to) {
            var night = new Schedule(List.of(new Schedule.Window(EnumSet.allOf(DayOfWeek.class), 20 * 60, 6 * 60)));
            return new ChannelPlan.Segment(
                    unit,
                    from,
                    to,
                    SlotRules.group(List.of(
                            condition("too_warm", Measure.VALUE, 8, 10, null, Schedule.ALWAYS),
                            condition("spoiling", new Measure.Product(), 6.01, 10L * random.nextInt(2), null, night),
                            condition("of_the_day", Measure.VALUE, 7, 60, Period.DAY, Schedule.ALWAYS),
                            condition("moving", new Measure.Spread(Duration.ofHours(2)), 3, 5, null, Schedule.ALWAYS),
                            condition(
                                    "long",
                                    new Measure.Run(5, true, Duration.ofHours(3)),
                                    50,
                                    5,
                                    null,
                                    Schedule.ALWAYS),
                            condition("silent", new Measure.Missing(), 0, 45, null, Schedule.ALWAYS))),
                    TRAITS);
        }

        private static Condition condition(
                String slot, Measure measure, double threshold, long delay, @Nullable Period per, Schedule schedule) {
            return new Condition(
                    slot,
                    Level.CRITICAL,
                    Quantity.TEMPERATURE,
                    measure,
                    Operator.ABOVE,
                    threshold,
                    Duration.ofMinutes(delay),
                    measure instanceof Measure.Missing ? 0 : 0.5,
                    per,
                    schedule);
        }

        /** As a restart does: what was concluded from silence is on record and holds. */
        private ChannelState load() {
            StoredChannel stored = log.load(List.of(channel)).get(CHANNEL);
            if (stored == null) {
                throw new IllegalStateException("no channel");
            }
            log.transitions(CHANNEL).stream()
                    .mapToLong(Transition::timeMicros)
                    .filter(time -> time > stored.watermarkMicros())
                    .max()
                    .ifPresent(latest -> {
                        if (latest >= stored.monitor().standsUntilMicros()) {
                            stored.monitor().silence(latest + 1, transition -> {});
                        } else {
                            stored.monitor().stands(latest, transition -> {});
                        }
                    });
            return new ChannelState(channel, device, stored, LaneFixture.NOON_MICROS);
        }

        void shuffle() {
            if (random.nextInt(4) == 0) {
                Collections.shuffle(readings, random);
                return;
            }
            int reach = 1 + random.nextInt(10);
            for (int i = 0; i < readings.size(); i++) {
                Collections.swap(readings, i, Math.min(readings.size() - 1, i + random.nextInt(reach)));
            }
        }

        void arrive() {
            int often = 1 + random.nextInt(6);
            for (int at = 0; at < readings.size(); ) {
                int next = Math.min(readings.size(), at + 1 + random.nextInt(12));
                keep(readings.subList(at, next));
                at = next;
                if (state.dirty() && random.nextInt(often) == 0) {
                    reevaluate(random.nextInt(3) == 0);
                }
                if (random.nextInt(4) == 0) {
                    silence(state.monitor.lastMicros() + random.nextInt(500) * MINUTE);
                }
                if (random.nextInt(3) == 0) {
                    elapse();
                }
                if (random.nextInt(40) == 0) {
                    state = load();
                }
            }
            if (state.dirty()) {
                reevaluate(false);
            }
        }

        private void keep(List<Reading> arrived) {
            List<Inbound> messages = arrived.stream()
                    .map(reading -> LaneFixture.message(device, reading.seq(), List.of(reading), () -> {}))
                    .toList();
            var plan = new BatchPlan(messages, id -> state, groups, false);
            CommitOutcome outcome = log.commit(plan.batch(ids.next(), LaneFixture.NOON));
            if (outcome instanceof CommitOutcome.Committed committed) {
                plan.apply(committed.dirty(), watch);
            }
        }

        private void reevaluate(boolean silent) {
            reevaluator.apply(reevaluator.step(null, state, () -> silent, true, new LogCalls.Progress()));
            reevaluations++;
        }

        void silence(long now) {
            if (state.monitor.lastMicros() != Long.MIN_VALUE) {
                silences += conclude((monitor, out) -> monitor.silence(now, out)) ? 1 : 0;
            }
        }

        /** The clock tells what runs out while the newest reading stands. */
        private void elapse() {
            long elapses = state.monitor.elapsesMicros();
            if (elapses != Long.MAX_VALUE) {
                elapsed += conclude((monitor, out) -> monitor.stands(elapses, out)) ? 1 : 0;
            }
        }

        /** As the lane does. Returns whether there was something to conclude. */
        private boolean conclude(BiConsumer<ChannelMonitor, Consumer<Transition>> what) {
            if (state.dirty()) {
                return false;
            }
            ChannelMonitor monitor = state.monitor.copy();
            var transitions = new ArrayList<Transition>();
            what.accept(monitor, transitions::add);
            if (!transitions.isEmpty()) {
                log.commit(new Batch(
                        ids.next(),
                        LaneFixture.NOON,
                        0,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Batch.ChannelTransitions(CHANNEL, "north", transitions)),
                        List.of(),
                        Map.of(),
                        Set.of()));
            }
            state.monitor = monitor;
            return !transitions.isEmpty();
        }

        /** One reading for each key, by the rule that is documented, in order, and then nothing. */
        List<Transition> ordered(long now) {
            var winners = new TreeMap<Long, Reading>();
            for (Reading reading : readings) {
                winners.merge(
                        reading.timeMicros(),
                        reading,
                        BinaryOperator.maxBy((a, b) -> a.seq() == b.seq()
                                ? Double.compare(a.value(), b.value())
                                : Long.compare(a.seq(), b.seq())));
            }
            var monitor = new ChannelMonitor(channel.plan());
            var transitions = new ArrayList<Transition>();
            winners.forEach((time, reading) -> monitor.accept(time, reading.value(), transitions::add));
            monitor.silence(now, transitions::add);
            return transitions;
        }
    }

    private static int[] check(long seed, int length) {
        var arrival = new Arrival(seed, length);
        long end = arrival.readings.getLast().timeMicros() + 100_000 * MINUTE;
        List<Transition> ordered = arrival.ordered(end);
        arrival.shuffle();
        arrival.arrive();
        arrival.silence(end);
        assertThat(arrival.log.transitions(CHANNEL))
                .as("seed %d, %d readings", seed, length)
                .isEqualTo(ordered);
        return new int[] {arrival.reevaluations, arrival.silences, ordered.size(), arrival.elapsed};
    }

    @Test
    void anyArrivalEndsInTheTransitionsOfTheOrderedStream() {
        var sums = new int[4];
        for (long seed = 0; seed < SHORT_STREAMS; seed++) {
            add(sums, check(seed, 20 + (int) (seed % 60)));
        }
        assertThat(sums[0]).as("re-evaluations").isGreaterThan(2 * SHORT_STREAMS);
        assertThat(sums[1]).as("times that silence concluded something").isGreaterThan(SHORT_STREAMS / 2);
        assertThat(sums[2]).as("transitions").isGreaterThan(10 * SHORT_STREAMS);
        assertThat(sums[3]).as("times that the clock told of a delay first").isGreaterThan(SHORT_STREAMS / 20);
    }

    @Test
    void streamsThatAreLongerThanTheDistanceOfSnapshotsDoSoToo() {
        for (long seed = 0; seed < LONG_STREAMS; seed++) {
            check(seed, 900);
        }
    }

    private static void add(int[] sums, int[] more) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += more[i];
        }
    }
}
