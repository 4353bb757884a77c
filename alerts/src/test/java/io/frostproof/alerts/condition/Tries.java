package io.frostproof.alerts.condition;

import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.excursion.Excursions;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Short words for tests of conditions. Times are seconds, values degrees Celsius. */
public final class Tries {

    public static final long SECOND = 1_000_000;
    public static final long MINUTE = 60 * SECOND;
    public static final String SLOT = "too_warm";

    private Tries() {}

    /** One value at one second. */
    public record Point(long second, double value) {}

    /** {@code "0:9 600:9.5"}: value 9 at second 0, 9.5 at second 600. */
    public static List<Point> series(String text) {
        return Arrays.stream(text.split(" "))
                .map(part -> part.split(":"))
                .map(part -> new Point(Long.parseLong(part[0]), Double.parseDouble(part[1])))
                .toList();
    }

    public static Condition condition(Level level, Operator operator, double threshold, long delay, double margin) {
        return new Condition(SLOT, level, Quantity.TEMPERATURE, operator, threshold, Duration.ofSeconds(delay), margin);
    }

    /** Above 8 degrees for {@code delay} seconds. */
    public static Condition above8(Level level, long delay) {
        return condition(level, Operator.ABOVE, 8, delay, 0);
    }

    /** A channel that has always been in unit {@code u1}. */
    public static ChannelPlan plan(long holdSeconds, Condition... conditions) {
        return new ChannelPlan(
                holdSeconds * SECOND, List.of(segment("u1", -1_000_000, Long.MAX_VALUE / SECOND, conditions)));
    }

    public static ChannelPlan.Segment segment(String unit, long from, long to, Condition... conditions) {
        return new ChannelPlan.Segment(unit, from * SECOND, to * SECOND, SlotRules.group(List.of(conditions)));
    }

    public static List<Transition> transitions(ChannelPlan plan, List<Point> points) {
        var out = new ArrayList<Transition>();
        var monitor = new ChannelMonitor(plan);
        points.forEach(point -> monitor.accept(point.second() * SECOND, point.value(), out::add));
        return out;
    }

    public static List<Excursion> excursions(List<Transition> transitions) {
        return Excursions.of(
                1,
                transitions.stream()
                        .filter(transition -> transition.slot().equals(SLOT))
                        .toList());
    }

    /** {@code "started critical @60 since 0 worst 9.0"}; transitions of the data slot begin with {@code data}. */
    public static String say(Transition t) {
        return (t.slot().equals(SLOT) ? "" : t.slot() + " ") + t.kind().id()
                + (t.level() == null ? "" : " " + t.level().id()) + " @" + t.timeMicros() / SECOND + " since "
                + t.sinceMicros() / SECOND + " worst " + t.worst();
    }

    /** {@code "critical 0..600 confirmed 60 unknown 0 worst 9.0"}; no second number while it lasts. */
    public static String say(Excursion e) {
        Long ended = e.endedMicros();
        Long unknownSince = e.unknownSinceMicros();
        return (e.unit().equals("u1") ? "" : e.unit() + " ") + e.level().id() + " " + e.startedMicros() / SECOND + ".."
                + (ended == null ? "" : ended / SECOND) + " confirmed " + e.confirmedMicros() / SECOND + " unknown "
                + e.unknownMicros() / SECOND + (unknownSince == null ? "" : " since " + unknownSince / SECOND)
                + " worst " + e.worst();
    }

    public static List<String> sayExcursions(ChannelPlan plan, String series) {
        return excursions(transitions(plan, series(series))).stream()
                .map(Tries::say)
                .toList();
    }
}
