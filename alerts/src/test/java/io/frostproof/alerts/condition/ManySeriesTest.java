package io.frostproof.alerts.condition;

import static io.frostproof.alerts.condition.Tries.SECOND;
import static io.frostproof.alerts.condition.Tries.segment;
import static io.frostproof.alerts.condition.Tries.transitions;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.excursion.Excursion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The monitor on thousands of random series and rules. A failure names its seed; {@code new Try(seed)} repeats it. */
class ManySeriesTest {

    private static final int TRIES = 2_500;

    /** One random plan and series. Values and times are coarse, so that they often meet limits exactly. */
    private static final class Try {
        final Random random;
        final ChannelPlan plan;
        final List<Tries.Point> points = new ArrayList<>();
        final String name;

        Try(long seed) {
            random = new Random(seed);
            long hold = random.nextBoolean() ? 10 : 300;
            boolean up = random.nextBoolean();
            var levels = new ArrayList<Condition>();
            levels.add(level(Level.WARNING, up, 2));
            if (random.nextBoolean()) {
                levels.add(level(Level.CRITICAL, up, random.nextBoolean() ? 2 : 3));
            }
            long second = random.nextInt(50);
            for (int i = 0; i < 40; i++) {
                points.add(new Tries.Point(second, (up ? 1 : -1) * random.nextInt(7) * 0.5 + (up ? 1 : -1)));
                second += switch (random.nextInt(20)) {
                    case 0 -> hold + 1799 + random.nextInt(3);
                    case 1 -> hold + 2400 + random.nextInt(200);
                    case 2, 3, 4 -> hold + random.nextInt((int) hold);
                    default -> 1 + random.nextInt((int) hold);
                };
            }
            Condition[] rules = levels.toArray(Condition[]::new);
            long last = points.getLast().second();
            if (random.nextInt(3) == 0) {
                long cut = points.get(random.nextInt(points.size())).second() + random.nextInt(3);
                long again = cut + (random.nextBoolean() ? 0 : random.nextInt(500));
                plan = new ChannelPlan(
                        hold * SECOND,
                        List.of(segment("u1", -100, cut, rules), segment("u2", again, last + 9_999, rules)));
            } else {
                plan = new ChannelPlan(hold * SECOND, List.of(segment("u1", -100, last + 9_999, rules)));
            }
            name = "seed " + seed + ": " + plan + " " + points;
        }

        private Condition level(Level level, boolean up, double threshold) {
            boolean strict = random.nextBoolean();
            Operator operator = up
                    ? strict ? Operator.ABOVE : Operator.AT_OR_ABOVE
                    : strict ? Operator.BELOW : Operator.AT_OR_BELOW;
            long delay = switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> 2000;
                default -> 1 + random.nextInt(60);
            };
            return Tries.condition(level, operator, up ? threshold : -threshold, delay, random.nextInt(3) * 0.5);
        }
    }

    /** The worst value of an excursion that lasts is as of its last transition, which the oracle does not know. */
    private static Excursion comparable(Excursion e) {
        return new Excursion(
                e.channelId(),
                e.unit(),
                e.slot(),
                e.level(),
                e.startedMicros(),
                e.confirmedMicros(),
                e.criticalMicros(),
                e.endedMicros(),
                e.unknownMicros(),
                e.unknownSinceMicros(),
                e.unknownUntilMicros(),
                e.open() ? 0 : e.worst(),
                null);
    }

    @Test
    void findsTheExcursionsThatAWalkOverEverySecondFinds() {
        int found = 0;
        int withUnknown = 0;
        for (long seed = 0; seed < TRIES; seed++) {
            var each = new Try(seed);
            List<Excursion> excursions = Tries.excursions(transitions(each.plan, each.points)).stream()
                    .map(ManySeriesTest::comparable)
                    .toList();
            assertThat(excursions).as(each.name).isEqualTo(GridOracle.excursions(each.plan, each.points));
            found += excursions.size();
            withUnknown +=
                    (int) excursions.stream().filter(e -> e.unknownMicros() > 0).count();
        }
        assertThat(found).as("excursions in all tries").isGreaterThan(TRIES);
        assertThat(withUnknown).as("with unknown time").isGreaterThan(TRIES / 10);
    }

    @Test
    void goesOnFromASnapshotOrACopyAsIfNothingHadHappened() throws IOException {
        for (long seed = 0; seed < TRIES / 4; seed++) {
            var each = new Try(seed);
            List<Transition> straight = transitions(each.plan, each.points);
            var written = new ArrayList<Transition>();
            var copied = new ArrayList<Transition>();
            var reread = new ChannelMonitor(each.plan);
            var copy = new ChannelMonitor(each.plan);
            for (Tries.Point point : each.points) {
                reread = ChannelMonitorTest.read(each.plan, ChannelMonitorTest.write(reread));
                reread.accept(point.second() * SECOND, point.value(), written::add);
                ChannelMonitor original = copy;
                copy = copy.copy();
                copy.accept(point.second() * SECOND, point.value(), copied::add);
                // What is done with the original must not reach the copy.
                original.accept(point.second() * SECOND, 77, transition -> {});
            }
            assertThat(written).as(each.name).isEqualTo(straight);
            assertThat(copied).as(each.name).isEqualTo(straight);
        }
    }

    @Test
    void concludesFromAnySnapshotWhatItConcludesFromTheBeginning() throws IOException {
        for (long seed = 0; seed < TRIES / 4; seed++) {
            var each = new Try(seed);
            var straight = new ArrayList<Transition>();
            var monitor = new ChannelMonitor(each.plan);
            int cut = each.random.nextInt(each.points.size());
            byte[] snapshot = {};
            int before = 0;
            for (int i = 0; i < each.points.size(); i++) {
                monitor.accept(
                        each.points.get(i).second() * SECOND, each.points.get(i).value(), straight::add);
                if (i == cut) {
                    snapshot = ChannelMonitorTest.write(monitor);
                    before = straight.size();
                }
            }
            var rest = new ArrayList<Transition>();
            ChannelMonitor later = ChannelMonitorTest.read(each.plan, snapshot);
            each.points
                    .subList(cut + 1, each.points.size())
                    .forEach(point -> later.accept(point.second() * SECOND, point.value(), rest::add));
            assertThat(rest).as(each.name).isEqualTo(straight.subList(before, straight.size()));
            // Whoever replaces conclusions after a snapshot replaces exactly these.
            long at = each.points.get(cut).second() * SECOND;
            assertThat(rest).as(each.name).allMatch(transition -> transition.timeMicros() > at);
            assertThat(straight.subList(0, before)).as(each.name).allMatch(transition -> transition.timeMicros() <= at);
        }
    }

    @Test
    void concludesTheSameWhetherSilenceIsToldOrNot() throws IOException {
        int told = 0;
        int late = 0;
        for (long seed = 0; seed < TRIES; seed++) {
            var each = new Try(seed);
            var heard = new ArrayList<Transition>();
            var monitor = new ChannelMonitor(each.plan);
            for (Tries.Point point : each.points) {
                var silent = monitor.copy();
                var out = new ArrayList<Transition>();
                // Also beyond the next reading: server time runs ahead of it.
                for (int i = each.random.nextInt(3); i > 0 && monitor.lastMicros() > 0; i--) {
                    silent.silence(monitor.lastMicros() + each.random.nextInt(4000) * SECOND, out::add);
                    silent = ChannelMonitorTest.read(each.plan, ChannelMonitorTest.write(silent));
                }
                if (silent.inOrder(point.second() * SECOND)) {
                    told += out.isEmpty() ? 0 : 1;
                    monitor = silent;
                    heard.addAll(out);
                } else {
                    late++;
                }
                monitor.accept(point.second() * SECOND, point.value(), heard::add);
            }
            assertThat(heard).as(each.name).isEqualTo(transitions(each.plan, each.points));
        }
        assertThat(told).as("times silence concluded something").isGreaterThan(TRIES / 2);
        assertThat(late)
                .as("readings that came after silence had concluded otherwise")
                .isGreaterThan(TRIES / 2);
    }
}
