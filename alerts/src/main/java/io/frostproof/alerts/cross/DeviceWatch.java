package io.frostproof.alerts.cross;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.SlotRules;
import io.frostproof.alerts.condition.Traits;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Concludes from what is known of a device itself and no channel measures: the charge of its battery, which its status says, and how far its clock is off,
 * which times that cannot be true show. All of it goes by the server's time. What is known stands until something else is, at most for
 * {@link #STANDS}; then it is unknown, as a channel is. Pure: a function of what is on record, in the order of its time.
 */
public final class DeviceWatch {

    /** A device says its status at least daily; two days leave room for one that is lost. */
    static final Duration STANDS = Duration.ofDays(2);

    private static final long STANDS_MICROS = STANDS.toNanos() / 1000;
    /** While a clock is off: how soon to look whether it is right again. Longer when nothing has shown it for long. */
    private static final long SOON_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

    private static final int PART = 20;

    private DeviceWatch() {}

    /** What is known of devices. The identifier is the word in SQL. */
    public enum Topic {
        /** Charge, percent. Only of devices that have no channel for it. */
        BATTERY("battery"),
        /** How far the clock is off, seconds, whether ahead or behind; 0 when it is known to be right. */
        CLOCK("clock");

        private final String id;

        Topic(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /**
     * What was known from a time on.
     *
     * @param atMicros server time at which it was first so
     * @param untilMicros server time at which it was last so
     */
    public record Known(long atMicros, long untilMicros, double value) {}

    /**
     * A device in a unit.
     *
     * @param channelId its channel of the lowest number in the unit, with which its excursions are filed
     * @param fromMicros since when it has a channel there
     * @param toMicros until when it had one, exclusive; {@link Long#MAX_VALUE} while it has
     * @param known in the order of time
     */
    public record Series(int channelId, Topic topic, long fromMicros, long toMicros, List<Known> known) {
        public Series {
            known = List.copyOf(known);
        }
    }

    /** What of a device a rule is about; null: of channels only. */
    public static @Nullable Topic topic(Condition rule) {
        if (rule.measure() instanceof Measure.Clock) {
            return Topic.CLOCK;
        }
        return rule.quantity() == Quantity.BATTERY && rule.measure() instanceof Measure.Value ? Topic.BATTERY : null;
    }

    /** Whether what a rule says of a channel of this quantity was worked out by the desk. */
    public static boolean atDesk(Condition rule, @Nullable Quantity ofChannel) {
        return rule.measure().atDesk() || (topic(rule) != null && rule.quantity() != ofChannel);
    }

    /** The names of the slots that are about devices, now or ever. */
    public static List<String> slots(UnitRules rules) {
        return rules.stretches().stream()
                .flatMap(stretch -> stretch.conditions().stream())
                .filter(rule -> topic(rule) != null)
                .map(Condition::slot)
                .distinct()
                .toList();
    }

    /**
     * What follows.
     *
     * @param nowMicros server time
     */
    public static Conclusion of(String unit, String slot, UnitRules rules, ZoneId zone, Series series, long nowMicros) {
        var transitions = new ArrayList<Transition>();
        Consumer<Transition> out = transition -> {
            if (transition.slot().equals(slot)) {
                transitions.add(transition);
            }
        };
        ChannelPlan plan = plan(unit, slot, rules, zone, series);
        var monitor = new ChannelMonitor(plan);
        long standsTo = Long.MIN_VALUE;
        long next = Long.MAX_VALUE;
        for (Known known : series.known()) {
            if (known.atMicros() > nowMicros) {
                next = known.atMicros(); // a desk's clock may be behind that of whoever noted it
                break;
            }
            long at = Math.max(known.atMicros(), series.fromMicros());
            long stands = known.untilMicros() + STANDS_MICROS;
            if (stands <= at || at >= series.toMicros() || !monitor.inOrder(at)) {
                continue;
            }
            if (standsTo < at) {
                monitor.unknown(Math.max(standsTo, monitor.lastMicros()), out);
            }
            monitor.accept(at, known.value(), out);
            standsTo = stands;
        }
        if (standsTo != Long.MIN_VALUE) {
            monitor.stands(Math.min(standsTo, nowMicros), out);
            if (standsTo < nowMicros) {
                monitor.unknown(standsTo, out);
                monitor.stands(nowMicros, out);
            } else {
                next = Math.min(next, Math.min(monitor.happensMicros(), standsTo + 1));
            }
        }
        for (ChannelPlan.Segment segment : plan.segments()) {
            next = Math.min(next, segment.fromMicros() > nowMicros ? segment.fromMicros() : Long.MAX_VALUE);
            next = Math.min(next, segment.toMicros() > nowMicros ? segment.toMicros() : Long.MAX_VALUE);
        }
        return new Conclusion(transitions, Math.min(next, again(series, nowMicros)));
    }

    private static long again(Series series, long nowMicros) {
        if (series.topic() != Topic.CLOCK || series.known().isEmpty()) {
            return Long.MAX_VALUE;
        }
        Known last = series.known().getLast();
        return last.value() > 0
                ? nowMicros + Math.max(SOON_MICROS, (nowMicros - last.untilMicros()) / PART)
                : Long.MAX_VALUE;
    }

    private static ChannelPlan plan(String unit, String slot, UnitRules rules, ZoneId zone, Series series) {
        var segments = new ArrayList<ChannelPlan.Segment>();
        List<UnitRules.Stretch> stretches = rules.stretches();
        for (int i = 0; i < stretches.size(); i++) {
            long from = Math.max(stretches.get(i).fromMicros(), series.fromMicros());
            long to = Math.min(
                    i + 1 < stretches.size() ? stretches.get(i + 1).fromMicros() : Long.MAX_VALUE, series.toMicros());
            List<Condition> levels = stretches.get(i).conditions().stream()
                    .filter(rule -> rule.slot().equals(slot) && topic(rule) == series.topic())
                    .map(DeviceWatch::plain)
                    .toList();
            if (from < to) {
                segments.add(new ChannelPlan.Segment(
                        unit, from, to, SlotRules.group(levels), new Traits(Duration.ZERO, zone)));
            }
        }
        return new ChannelPlan(Long.MAX_VALUE / 4, segments);
    }

    /** The rule as it is about a value that is known already. */
    private static Condition plain(Condition rule) {
        return new Condition(
                rule.slot(),
                rule.level(),
                rule.quantity(),
                Measure.VALUE,
                rule.operator(),
                rule.threshold(),
                rule.delay(),
                rule.clearMargin(),
                rule.per(),
                rule.schedule());
    }
}
