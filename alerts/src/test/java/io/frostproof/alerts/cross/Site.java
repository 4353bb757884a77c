package io.frostproof.alerts.cross;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.network.PlanMaker;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A generator, the mains of another unit of its node, and two probes; what their readings tell. Times are seconds. */
public final class Site {

    public static final long SECOND = 1_000_000;
    public static final int MAINS = 1;
    public static final int GENERATOR = 2;
    public static final int LEFT = 3;
    public static final int RIGHT = 4;
    public static final String UNIT = "generator";
    public static final long HOLD = 120;

    /** Mains absent and the generator at rest: a warning after 30 s, critical after 5 min. */
    public static final List<Condition> NOT_STARTED =
            List.of(notStarted(Level.WARNING, 30), notStarted(Level.CRITICAL, 300));

    /** More than 1 K apart for an hour. */
    public static final List<Condition> DISAGREE = List.of(new Condition(
            "probes_disagree",
            Level.WARNING,
            Quantity.TEMPERATURE,
            new Measure.Disagreement(Duration.ofMinutes(15)),
            Operator.ABOVE,
            1,
            Duration.ofHours(1),
            0.2,
            null,
            Schedule.ALWAYS));

    public static final List<Member> MEMBERS = List.of(
            new Member(MAINS, "room", Quantity.MAINS, Sense.AIR, Long.MIN_VALUE, Long.MAX_VALUE, HOLD * SECOND),
            new Member(GENERATOR, UNIT, Quantity.GENERATOR, Sense.AIR, Long.MIN_VALUE, Long.MAX_VALUE, HOLD * SECOND),
            probe(LEFT),
            probe(RIGHT));

    private final UnitRules rules;
    private final Map<Integer, TreeMap<Long, Double>> readings = new HashMap<>();

    public Site(List<Condition> conditions) {
        rules = rules(conditions);
    }

    private static Member probe(int channel) {
        return new Member(
                channel, UNIT, Quantity.TEMPERATURE, Sense.AIR, Long.MIN_VALUE, Long.MAX_VALUE, HOLD * SECOND);
    }

    private static Condition notStarted(Level level, long seconds) {
        return new Condition(
                "generator_not_started",
                level,
                Quantity.MAINS,
                new Measure.While(Quantity.GENERATOR, Operator.BELOW, 1),
                Operator.BELOW,
                1,
                Duration.ofSeconds(seconds),
                0,
                null,
                Schedule.ALWAYS);
    }

    public static UnitRules rules(List<Condition> conditions) {
        return UnitRules.always(new StorageProfile("site", "Site", null, null, conditions, "invented"));
    }

    /** A reading. */
    public void read(int channel, long second, double value) {
        readings.computeIfAbsent(channel, id -> new TreeMap<>()).put(second, value);
    }

    public Watch watch() {
        List<Watch> watches = Watches.of(UNIT, rules, ZoneOffset.UTC, MEMBERS);
        if (watches.size() != 1) {
            throw new IllegalStateException("expected one watch, was " + watches);
        }
        return watches.getFirst();
    }

    /** All that a channel has told when silence has been looked for up to a time. */
    public List<Transition> told(int channel, long untilSecond) {
        Member member = MEMBERS.stream()
                .filter(each -> each.channelId() == channel)
                .findFirst()
                .orElseThrow();
        List<Condition> conditions = rules.stretches().stream()
                .flatMap(stretch -> stretch.conditions().stream())
                .toList();
        var placed = new PlanMaker.Placed(
                member.unit(),
                RuleVersion.FROM_THE_BEGINNING,
                ChannelPlan.OPEN_END,
                member.quantity(),
                member.senses(),
                true);
        var plan = new ChannelPlan(
                member.holdMicros(), new PlanMaker(conditions).segments(placed, rules, List.of(), ZoneOffset.UTC));
        var monitor = new ChannelMonitor(plan);
        var out = new ArrayList<Transition>();
        readings.getOrDefault(channel, new TreeMap<>())
                .headMap(untilSecond, true)
                .forEach((second, value) -> monitor.accept(second * SECOND, value, out::add));
        monitor.silence(untilSecond * SECOND, out::add);
        out.removeIf(transition -> transition.slot().equals(Transition.DATA));
        return out;
    }

    /** What all that take part have told by a time. */
    public Map<Told, List<Transition>> told(long untilSecond) {
        var told = new HashMap<Told, List<Transition>>();
        watch().told()
                .forEach(of -> told.put(
                        of,
                        told(of.channelId(), untilSecond).stream()
                                .filter(transition -> transition.slot().equals(of.slot()))
                                .toList()));
        return told;
    }

    /** The newest reading, however old, or null. */
    @Nullable
    Double newest(int channel, long second) {
        Map.Entry<Long, Double> last =
                readings.getOrDefault(channel, new TreeMap<>()).floorEntry(second);
        return last == null ? null : last.getValue();
    }

    /** The reading that stands, or null. */
    @Nullable
    Double at(int channel, long second) {
        Map.Entry<Long, Double> last =
                readings.getOrDefault(channel, new TreeMap<>()).floorEntry(second);
        return last == null || second - last.getKey() >= HOLD ? null : last.getValue();
    }
}
