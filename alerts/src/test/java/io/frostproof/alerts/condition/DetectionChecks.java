package io.frostproof.alerts.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.excursion.Excursions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What has to be true of detection whatever the rules and the readings. Each check takes the seeds to try, and fails with the seed that broke it. */
final class DetectionChecks {

    private DetectionChecks() {}

    /** Starts, changes of level and ends are those of a walk over every minute with the measures by definition. */
    static int agreesWithTheDefinitions(long seed) {
        var each = new AnyTry(seed);
        List<Transition> found = transitions(each);
        List<String> expected = MinuteWalk.of(each.plan, each.points);
        for (String slot : slots(each.plan)) {
            assertThat(found.stream()
                            .filter(transition -> transition.slot().equals(slot))
                            .filter(transition -> transition.kind() != Transition.Kind.KNOWN
                                    && transition.kind() != Transition.Kind.UNKNOWN)
                            .map(MinuteWalk::say)
                            .toList())
                    .as(slot + " of " + each.name)
                    .isEqualTo(expected.stream()
                            .filter(line -> line.startsWith(slot + " "))
                            .toList());
            List<Excursion> excursions = Excursions.of(
                    1,
                    found.stream()
                            .filter(transition -> transition.slot().equals(slot))
                            .toList());
            for (int i = 1; i < excursions.size(); i++) {
                assertThat(excursions.get(i - 1).endedMicros())
                        .as("the end of one excursion, and the next one, of " + slot + " of " + each.name)
                        .isNotNull()
                        .isLessThanOrEqualTo(excursions.get(i).startedMicros());
            }
        }
        return expected.size();
    }

    private static List<String> slots(ChannelPlan plan) {
        return plan.segments().stream()
                .flatMap(segment -> segment.slots().stream())
                .map(SlotRules::slot)
                .distinct()
                .toList();
    }

    static List<Transition> transitions(AnyTry each) {
        return Tries.transitions(each.plan, each.points);
    }

    /** Written and read again, or copied, before every reading. */
    static void goesOnFromAnySnapshot(long seed) throws IOException {
        var each = new AnyTry(seed);
        List<Transition> straight = transitions(each);
        var written = new ArrayList<Transition>();
        var copied = new ArrayList<Transition>();
        var reread = new ChannelMonitor(each.plan);
        var copy = new ChannelMonitor(each.plan);
        for (Tries.Point point : each.points) {
            long time = point.second() * Tries.SECOND;
            reread = ChannelMonitorTest.read(each.plan, ChannelMonitorTest.write(reread));
            int before = written.size();
            reread.accept(time, point.value(), written::add);
            // Whoever replaces conclusions after a snapshot replaces exactly those of later readings.
            assertThat(written.subList(before, written.size()))
                    .as(each.name)
                    .allMatch(transition -> transition.timeMicros() <= time);
            ChannelMonitor original = copy;
            copy = copy.copy();
            copy.accept(time, point.value(), copied::add);
            // What is done with the original must not reach the copy.
            original.accept(time, 77, transition -> {});
        }
        assertThat(written).as(each.name).isEqualTo(straight);
        assertThat(copied).as(each.name).isEqualTo(straight);
        for (int i = 1; i < straight.size(); i++) {
            assertThat(straight.get(i).timeMicros())
                    .as(each.name)
                    .isGreaterThanOrEqualTo(straight.get(i - 1).timeMicros());
        }
    }

    /** Told of silence at any instants, also beyond the next reading; a monitor that has concluded too much is given up, as lanes do. */
    static int[] doesNotCareWhenSilenceIsTold(long seed) throws IOException {
        var each = new AnyTry(seed);
        var heard = new ArrayList<Transition>();
        var monitor = new ChannelMonitor(each.plan);
        int told = 0;
        int late = 0;
        for (Tries.Point point : each.points) {
            var silent = monitor.copy();
            var out = new ArrayList<Transition>();
            long now = monitor.lastMicros();
            for (int i = each.random.nextInt(4); i > 0 && monitor.lastMicros() > 0; i--) {
                now += each.random.nextInt(each.random.nextBoolean() ? 60 : 2_000) * Tries.MINUTE;
                long due = silent.standsUntilMicros();
                int before = out.size();
                silent.silence(now, out::add);
                assertThat(out.size() == before || due < now)
                        .as("concluded at %d before it was due at %d, %s", now, due, each.name)
                        .isTrue();
                assertThat(silent.standsUntilMicros())
                        .as("due again at once, " + each.name)
                        .isGreaterThanOrEqualTo(now);
                silent = ChannelMonitorTest.read(each.plan, ChannelMonitorTest.write(silent));
            }
            if (silent.inOrder(point.second() * Tries.SECOND)) {
                told += out.isEmpty() ? 0 : 1;
                monitor = silent;
                heard.addAll(out);
            } else {
                late++;
            }
            monitor.accept(point.second() * Tries.SECOND, point.value(), heard::add);
        }
        assertThat(heard).as(each.name).isEqualTo(transitions(each));
        return new int[] {told, late};
    }

    /**
     * Told by the clock what runs out while a reading stands, or not; a monitor that was told too much is given up, as lanes do.
     *
     * @return how often something was concluded before the next reading
     */
    static int doesNotCareWhetherTheClockTells(long seed) throws IOException {
        var each = new AnyTry(seed);
        var heard = new ArrayList<Transition>();
        var monitor = new ChannelMonitor(each.plan);
        int told = 0;
        for (Tries.Point point : each.points) {
            var early = monitor.copy();
            var out = new ArrayList<Transition>();
            for (int i = each.random.nextInt(4); i > 0 && early.elapsesMicros() != Long.MAX_VALUE; i--) {
                long due = early.elapsesMicros();
                assertThat(due).as(each.name).isLessThanOrEqualTo(early.standsUntilMicros());
                early.stands(due, out::add);
                assertThat(early.stoodUntilMicros()).as(each.name).isEqualTo(due);
                assertThat(early.elapsesMicros())
                        .as("due again at once, " + each.name)
                        .isGreaterThan(due);
                early = ChannelMonitorTest.read(each.plan, ChannelMonitorTest.write(early));
            }
            if (early.inOrder(point.second() * Tries.SECOND)) {
                told += out.isEmpty() ? 0 : 1;
                monitor = early;
                heard.addAll(out);
            }
            monitor.accept(point.second() * Tries.SECOND, point.value(), heard::add);
        }
        assertThat(heard).as(each.name).isEqualTo(transitions(each));
        return told;
    }
}
