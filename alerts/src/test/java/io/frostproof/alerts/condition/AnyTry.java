package io.frostproof.alerts.condition;

import io.frostproof.alerts.quantity.Quantity;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One random plan and stream of a seed: any measures, periods, schedules, changes of rules and of unit, gaps, around days on which clocks change. Times
 * are whole minutes, and values of half degrees, so that both often meet limits exactly.
 */
final class AnyTry {

    /** Evenings before clocks change in Berlin (twice) and Auckland, and before ends of a week and a month. */
    private static final List<String> BEGINS =
            List.of("2026-10-24T15:00:00Z", "2026-03-28T15:00:00Z", "2026-09-26T06:00:00Z", "2026-05-31T13:00:00Z");

    private static final List<String> ZONES = List.of("UTC", "Europe/Berlin", "Pacific/Auckland", "America/St_Johns");

    final Random random;
    final ChannelPlan plan;
    final List<Tries.Point> points = new ArrayList<>();
    final String name;
    private final ZoneId zone;
    private int slotNumber;

    AnyTry(long seed) {
        random = new Random(seed * 7_919 + 13);
        zone = ZoneId.of(pick(ZONES));
        long hold = pick(List.of(2L, 15L, 60L));
        points(hold);
        plan = new ChannelPlan(hold * Tries.MINUTE, segments());
        name = "seed " + seed + ": " + plan + " " + points;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private void points(long hold) {
        long minute = Instant.parse(pick(BEGINS)).getEpochSecond() / 60 + random.nextInt(600);
        double value = 5;
        for (int i = 0; i < 60; i++) {
            points.add(new Tries.Point(minute * 60, value));
            value = Math.clamp(value + (random.nextInt(9) - 4) * 0.5, -2, 12);
            minute += switch (random.nextInt(24)) {
                case 0 -> hold + 29 + random.nextInt(3);
                case 1 -> hold + random.nextInt(300);
                case 2 -> random.nextInt(4) == 0 ? hold + random.nextInt(3_000) : 1;
                case 3, 4 -> hold + random.nextInt((int) hold);
                case 5, 6 -> hold;
                default -> 1 + random.nextInt((int) hold);
            };
        }
    }

    private List<ChannelPlan.Segment> segments() {
        long first = points.getFirst().second() / 60 - 10;
        long last = points.getLast().second() / 60 + 9_999;
        Traits traits = traits(pick(List.of(0L, 20L, 90L)));
        List<SlotRules> rules = rules(List.of());
        var segments = new ArrayList<ChannelPlan.Segment>();
        String unit = "u1";
        int cuts = random.nextInt(4);
        for (int i = 0; i < cuts; i++) {
            long cut = points.get(random.nextInt(points.size())).second() / 60 + random.nextInt(3) - 1;
            if (cut <= first) {
                continue;
            }
            segments.add(segment(unit, first, cut, rules, traits));
            first = cut;
            switch (random.nextInt(6)) {
                case 0 -> unit = unit + "x";
                case 1 -> first += random.nextInt(100);
                case 2 -> traits = traits(45);
                default -> rules = rules(rules);
            }
        }
        segments.add(segment(unit, first, Math.max(last, first + 1), rules, traits));
        return segments;
    }

    private Traits traits(long productLag) {
        return new Traits(Duration.ofMinutes(productLag), Duration.ofMinutes(pick(List.of(0L, 0L, 5L, 25L))), zone);
    }

    private ChannelPlan.Segment segment(String unit, long from, long to, List<SlotRules> rules, Traits traits) {
        return new ChannelPlan.Segment(unit, from * Tries.MINUTE, to * Tries.MINUTE, rules, traits);
    }

    /** Some that are kept, and some that are new. */
    private List<SlotRules> rules(List<SlotRules> before) {
        var conditions = new ArrayList<Condition>();
        for (SlotRules old : before) {
            if (random.nextBoolean()) {
                conditions.addAll(old.levels());
            }
        }
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            String slot = "slot" + slotNumber++;
            Measure measure = measure();
            conditions.add(condition(slot, Level.WARNING, measure));
            if (random.nextBoolean()) {
                conditions.add(condition(slot, Level.CRITICAL, random.nextInt(4) == 0 ? measure() : measure));
            }
        }
        return SlotRules.group(conditions);
    }

    private Measure measure() {
        boolean above = random.nextBoolean();
        return switch (random.nextInt(10)) {
            case 0 -> new Measure.Product();
            case 1 -> new Measure.Change(window());
            case 2 -> new Measure.MeanKinetic(window());
            case 3 -> new Measure.DegreeMinutes(5, above, pick(List.of(Period.values())));
            case 4 -> new Measure.Crossings(5, above ? 4 : 6, above, window());
            case 5 -> new Measure.Spread(window());
            case 6 -> new Measure.Missing();
            case 7 -> new Measure.Run(5, above, window());
            default -> Measure.VALUE;
        };
    }

    private Duration window() {
        return Duration.ofMinutes(pick(List.of(30L, 120L, 1_440L)));
    }

    private Condition condition(String slot, Level level, Measure measure) {
        boolean up = random.nextInt(3) > 0;
        boolean strict = random.nextBoolean();
        boolean missing = measure instanceof Measure.Missing;
        Operator any =
                up ? strict ? Operator.ABOVE : Operator.AT_OR_ABOVE : strict ? Operator.BELOW : Operator.AT_OR_BELOW;
        Operator operator = missing ? Operator.ABOVE : any;
        double threshold = switch (measure) {
            case Measure.Value value -> 4 + random.nextInt(8) * 0.5;
            // Sums of rounded numbers: not exactly at what they may reach.
            case Measure.Product product -> 4.0123 + random.nextInt(4);
            case Measure.Change change -> 0.5123 + random.nextInt(3);
            case Measure.MeanKinetic mean -> 4.0123 + random.nextInt(4);
            case Measure.DegreeMinutes sum -> 0.0123 + random.nextInt(5) * 40;
            case Measure.Crossings crossings -> 1 + random.nextInt(3);
            case Measure.Spread spread -> 1 + random.nextInt(6) * 0.5;
            case Measure.Run run -> random.nextInt(8) * 10;
            case Measure.Missing m -> 0;
            case Measure.While w -> throw new IllegalArgumentException("takes more than a channel");
            case Measure.Disagreement d -> throw new IllegalArgumentException("takes more than a channel");
            case Measure.Calibration c -> throw new IllegalArgumentException("takes more than a channel");
            case Measure.Clock c -> throw new IllegalArgumentException("takes no channel");
        };
        long delay = switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> 45;
            case 2 -> 200;
            default -> 1 + random.nextInt(30);
        };
        return new Condition(
                slot,
                level,
                Quantity.TEMPERATURE,
                measure,
                operator,
                threshold,
                Duration.ofMinutes(delay),
                missing ? 0 : random.nextInt(3) * 0.5,
                missing ? null : per(),
                schedule());
    }

    private @Nullable Period per() {
        return random.nextInt(3) == 0 ? pick(List.of(Period.values())) : null;
    }

    private Schedule schedule() {
        if (random.nextInt(3) > 0) {
            return Schedule.ALWAYS;
        }
        var windows = new ArrayList<Schedule.Window>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            var days = EnumSet.noneOf(DayOfWeek.class);
            for (int j = 1 + random.nextInt(7); j > 0; j--) {
                days.add(pick(List.of(DayOfWeek.values())));
            }
            int from = random.nextInt(48) * 30;
            windows.add(new Schedule.Window(days, from, 1 + random.nextInt(1_440)));
        }
        return new Schedule(windows);
    }
}
