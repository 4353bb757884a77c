package io.frostproof.alerts.condition;

import static io.frostproof.alerts.condition.MeasuresByDefinition.samePeriod;

import io.frostproof.alerts.condition.MeasuresByDefinition.Seen;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What each slot does, by walking over every minute from the first reading to the last. Slow and plain: takes the measures from
 * {@link MeasuresByDefinition} and shares no code with the monitor but the comparison of one value with one threshold. Only for whole minutes.
 */
final class MinuteWalk {

    private final ChannelPlan plan;
    private final long hold;
    private final List<Tries.Point> points;
    private final List<String> told = new ArrayList<>();

    private ChannelPlan.@Nullable Segment segment;
    private Map<Measure, Standing> measures = new HashMap<>();
    private List<Slot> slots = new ArrayList<>();
    private boolean channelKnown;
    private long standsUntil;
    private int next;

    /** A measure and what it has seen. */
    private static final class Standing {
        final List<Seen> seen = new ArrayList<>();
        double value = Double.NaN;
        boolean known;
        long unknownSince = Long.MAX_VALUE;
    }

    private static final class Timer {
        final Condition condition;
        /** Since when it watches. */
        final long from;

        boolean running;
        long since;
        long counted;
        /** A minute of the period that was counted in. */
        long countedIn = Long.MIN_VALUE;

        Timer(Condition condition, long from) {
            this.condition = condition;
            this.from = from;
        }

        boolean holds() {
            return running && counted >= condition.delay().toMinutes();
        }
    }

    private static final class Slot {
        final SlotRules rules;
        final List<Timer> timers = new ArrayList<>();

        @Nullable
        Level level;

        Slot(SlotRules rules, long from) {
            this.rules = rules;
            rules.levels().forEach(condition -> timers.add(new Timer(condition, from)));
        }
    }

    private MinuteWalk(ChannelPlan plan, List<Tries.Point> points) {
        this.plan = plan;
        hold = plan.maxHoldMicros() / Tries.MINUTE;
        this.points = points;
    }

    /** Starts, changes of level and ends, as {@link #say} says them. Points are by the minute. */
    static List<String> of(ChannelPlan plan, List<Tries.Point> points) {
        var walk = new MinuteWalk(plan, points);
        long last = points.getLast().second() / 60;
        for (long minute = points.getFirst().second() / 60; minute <= last; minute++) {
            walk.minute(minute);
        }
        return walk.told;
    }

    static String say(Transition transition) {
        return transition.slot() + " " + transition.kind() + " " + transition.level() + " @"
                + transition.timeMicros() / Tries.MINUTE
                + (transition.kind() == Transition.Kind.STARTED
                        ? " since " + transition.sinceMicros() / Tries.MINUTE
                        : "");
    }

    private void minute(long now) {
        Tries.Point reading = next < points.size() && points.get(next).second() == now * 60 ? points.get(next) : null;
        ChannelPlan.Segment here = segment;
        if (here != null) {
            turn(now, here);
        }
        if (here != null && now == here.toMicros() / Tries.MINUTE) {
            leave(now, here);
        }
        if (channelKnown && reading == null && now >= standsUntil) {
            // Known up to the very end of the hold, if something is read then.
            channelKnown = false;
            for (Map.Entry<Measure, Standing> each : measures.entrySet()) {
                if (!(each.getKey() instanceof Measure.Missing) && each.getValue().known) {
                    each.getValue().known = false;
                    each.getValue().unknownSince = now;
                }
            }
            for (Slot slot : slots) {
                for (Timer timer : slot.timers) {
                    if (timer.condition.measure() instanceof Measure.Missing && watches(timer, now)) {
                        begin(timer, now);
                    }
                }
                settle(slot, now);
            }
        }
        if (reading != null) {
            next++;
            read(now, reading.value());
        }
        for (Slot slot : slots) {
            for (Timer timer : slot.timers) {
                Standing standing = measures.get(timer.condition.measure());
                boolean counts = timer.condition.measure() instanceof Measure.Missing
                        ? !channelKnown
                        : Objects.requireNonNull(standing).known;
                if (timer.running && counts) {
                    timer.counted++;
                    timer.countedIn = now;
                }
            }
        }
    }

    private boolean watches(Timer timer, long now) {
        List<Schedule.Window> windows = timer.condition.schedule().windows();
        if (windows.isEmpty()) {
            return true;
        }
        ChannelPlan.Segment here = Objects.requireNonNull(segment);
        Instant instant = Instant.ofEpochSecond(now * 60);
        LocalDate today = instant.atZone(here.traits().zone()).toLocalDate();
        for (LocalDate day = today.minusDays(2); !day.isAfter(today); day = day.plusDays(1)) {
            for (Schedule.Window window : windows) {
                DayOfWeek weekday = day.getDayOfWeek();
                long to = window.toMinute() <= window.fromMinute() ? window.toMinute() + 1440 : window.toMinute();
                if (window.days().contains(weekday)
                        && !instant.isBefore(wall(day, window.fromMinute(), here))
                        && instant.isBefore(wall(day, to, here))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Instant wall(LocalDate day, long minutes, ChannelPlan.Segment here) {
        return ZonedDateTime.of(
                        day.plusDays(minutes / 1440).atStartOfDay().plusMinutes(minutes % 1440),
                        here.traits().zone())
                .toInstant();
    }

    /** Delays that ran out up to now; then what ends and begins with a period or a window. */
    private void turn(long now, ChannelPlan.Segment here) {
        for (Map.Entry<Measure, Standing> each : measures.entrySet()) {
            if (each.getKey() instanceof Measure.DegreeMinutes sum
                    && !Double.isNaN(each.getValue().value)
                    && !samePeriod(now - 1, now, sum.per(), here.traits())) {
                each.getValue().value = 0;
            }
        }
        for (Slot slot : slots) {
            if (slot.level == null) {
                slot.timers.stream().filter(Timer::holds).findFirst().ifPresent(mildest -> start(slot, mildest, now));
            }
            settle(slot, now);
            var again = new ArrayList<Timer>();
            for (Timer timer : slot.timers) {
                Period per = timer.condition.per();
                boolean turned = per != null && !samePeriod(now - 1, now, per, here.traits());
                boolean ran = timer.running;
                if (turned) {
                    timer.counted = 0;
                }
                boolean watchedBefore = watches(timer, now - 1);
                boolean watched = watches(timer, now);
                if (ran && (turned || !watched)) {
                    stop(timer);
                }
                if (watched && ((ran && turned) || !watchedBefore)) {
                    again.add(timer);
                }
                double value = value(timer);
                if (timer.running
                        && timer.condition.measure() instanceof Measure.DegreeMinutes sum
                        && !samePeriod(now - 1, now, sum.per(), here.traits())
                        && (timer.holds() ? timer.condition.clears(value) : !timer.condition.breaches(value))) {
                    stop(timer);
                }
            }
            settle(slot, now);
            for (Timer timer : again) {
                beginFromStanding(timer, now);
            }
            settle(slot, now);
        }
    }

    private double value(Timer timer) {
        return Objects.requireNonNull(measures.get(timer.condition.measure())).value;
    }

    private void beginFromStanding(Timer timer, long now) {
        Standing standing = Objects.requireNonNull(measures.get(timer.condition.measure()));
        boolean breached = timer.condition.measure() instanceof Measure.Missing
                ? !channelKnown
                : standing.known && timer.condition.breaches(standing.value);
        if (breached && !timer.running && watches(timer, now)) {
            begin(timer, now);
        }
    }

    private void begin(Timer timer, long now) {
        Period per = timer.condition.per();
        ChannelPlan.Segment here = Objects.requireNonNull(segment);
        if (per != null && timer.countedIn != Long.MIN_VALUE && !samePeriod(timer.countedIn, now, per, here.traits())) {
            timer.counted = 0;
        }
        timer.running = true;
        timer.since = now;
        if (timer.condition.measure() instanceof Measure.Product
                && per == null
                && timer.condition.schedule().windows().isEmpty()) {
            timer.counted = Math.min(timer.condition.delay().toMinutes(), early(timer, here));
        }
    }

    /** For how many known minutes at a stretch, back from the last reading, goods that follow at once have been beyond already. */
    private long early(Timer timer, ChannelPlan.Segment here) {
        List<Seen> seen = Objects.requireNonNull(measures.get(timer.condition.measure())).seen;
        List<Double> early = MeasuresByDefinition.early(here.traits(), seen);
        long limit = Math.max(30, timer.condition.delay().toMinutes());
        long minutes = 0;
        for (int i = seen.size() - 1; i >= 0 && timer.condition.breaches(early.get(i)); i--) {
            if (i + 1 < seen.size()) {
                if (seen.get(i + 1).minute() - seen.get(i).standsUntil() > limit) {
                    break;
                }
                long until = Math.min(seen.get(i).standsUntil(), seen.get(i + 1).minute());
                minutes += Math.max(0, until - Math.max(seen.get(i).minute(), timer.from));
            }
        }
        return minutes;
    }

    private static void stop(Timer timer) {
        timer.running = false;
        if (timer.condition.per() == null) {
            timer.counted = 0;
        }
    }

    private void leave(long now, ChannelPlan.Segment here) {
        ChannelPlan.Segment after = plan.at(now * Tries.MINUTE);
        if (after == null || !after.unit().equals(here.unit())) {
            for (Slot slot : slots) {
                slot.timers.forEach(MinuteWalk::stop);
                settle(slot, now);
            }
            segment = null;
            slots = new ArrayList<>();
            measures = new HashMap<>();
            return;
        }
        Map<Measure, Standing> before = measures;
        List<Slot> slotsBefore = slots;
        segment = after;
        measures = new HashMap<>();
        for (SlotRules rules : after.slots()) {
            for (Condition condition : rules.levels()) {
                Measure measure = condition.measure();
                boolean lagged = measure instanceof Measure.Product && lagged(here, after);
                if (before.containsKey(measure) && !lagged) {
                    measures.put(measure, Objects.requireNonNull(before.get(measure)));
                } else if (!measures.containsKey(measure)) {
                    var fresh = new Standing();
                    if (channelKnown) {
                        Tries.Point standing = points.get(next - 1);
                        fresh.seen.add(new Seen(now, standing.second() / 60, standsUntil, standing.value()));
                        take(measure, fresh, now);
                    } else if (measure instanceof Measure.Missing) {
                        fresh.value = 0;
                        fresh.known = true;
                    }
                    measures.put(measure, fresh);
                }
            }
        }
        slots = new ArrayList<>();
        for (Slot old : slotsBefore) {
            if (after.slots().stream().noneMatch(rules -> same(rules, old, here, after))) {
                old.timers.forEach(MinuteWalk::stop);
                settle(old, now);
            }
        }
        for (SlotRules rules : after.slots()) {
            Slot same = slotsBefore.stream()
                    .filter(old -> same(rules, old, here, after))
                    .findFirst()
                    .orElse(null);
            Slot slot = same == null ? new Slot(rules, now) : same;
            slots.add(slot);
            if (same == null) {
                slot.timers.forEach(timer -> beginFromStanding(timer, now));
                settle(slot, now);
            }
        }
    }

    private static boolean same(SlotRules rules, Slot old, ChannelPlan.Segment before, ChannelPlan.Segment after) {
        boolean lagged = rules.levels().stream().anyMatch(level -> level.measure() instanceof Measure.Product)
                && lagged(before, after);
        return rules.equals(old.rules) && !lagged;
    }

    /** Whether another product is meant by the same readings. */
    private static boolean lagged(ChannelPlan.Segment before, ChannelPlan.Segment after) {
        return !before.traits().productLag().equals(after.traits().productLag())
                || !before.traits().probeLag().equals(after.traits().probeLag());
    }

    private void take(Measure measure, Standing standing, long now) {
        ChannelPlan.Segment here = Objects.requireNonNull(segment);
        standing.value = MeasuresByDefinition.at(measure, here.traits(), standing.seen);
        boolean known = !Double.isNaN(standing.value);
        if (!known && standing.known) {
            standing.unknownSince = now;
        }
        standing.known = known;
    }

    private void read(long now, double value) {
        if (segment == null) {
            segment = plan.at(now * Tries.MINUTE);
            if (segment != null) {
                for (SlotRules rules : segment.slots()) {
                    slots.add(new Slot(rules, now));
                    rules.levels().forEach(level -> measures.putIfAbsent(level.measure(), new Standing()));
                }
            }
        }
        channelKnown = true;
        standsUntil = now + hold;
        Map<Measure, Long> gaps = new HashMap<>();
        measures.forEach((measure, standing) -> {
            long since = standing.unknownSince;
            boolean wasKnown = standing.known;
            standing.seen.add(new Seen(now, now, now + hold, value));
            take(measure, standing, now);
            gaps.put(measure, !wasKnown && standing.known && since != Long.MAX_VALUE ? now - since : 0L);
        });
        for (Slot slot : slots) {
            for (Timer timer : slot.timers) {
                long limit = Math.max(30, timer.condition.delay().toMinutes());
                if (timer.running && Objects.requireNonNull(gaps.get(timer.condition.measure())) > limit) {
                    stop(timer);
                }
            }
            Level before = slot.level;
            if (slot.timers.stream().noneMatch(timer -> timer.running)) {
                settle(slot, now);
            }
            Level ended = slot.level == null ? before : null;
            for (Timer timer : slot.timers) {
                double measured = value(timer);
                if (Double.isNaN(measured)) {
                    continue;
                }
                if (timer.running) {
                    if (timer.condition.measure() instanceof Measure.Missing
                            || (timer.holds()
                                    ? timer.condition.clears(measured)
                                    : !timer.condition.breaches(measured))) {
                        stop(timer);
                    }
                } else if (!(timer.condition.measure() instanceof Measure.Missing)) {
                    beginFromStanding(timer, now);
                }
            }
            if (ended != null) {
                // It held before the gap, and what is still so after it needs no delay.
                slot.timers.stream()
                        .filter(timer -> timer.running
                                && timer.condition.per() == null
                                && timer.condition.level().compareTo(ended) <= 0)
                        .reduce((milder, worse) -> worse)
                        .ifPresent(
                                timer -> timer.counted = timer.condition.delay().toMinutes());
            }
            settle(slot, now);
        }
    }

    private void start(Slot slot, Timer timer, long now) {
        slot.level = timer.condition.level();
        long since = slot.timers.stream()
                .filter(running -> running.running)
                .mapToLong(running -> running.since)
                .min()
                .orElseThrow();
        told.add(slot.rules.slot() + " STARTED " + slot.level + " @" + now + " since " + since);
    }

    private void settle(Slot slot, long now) {
        Timer highest = null;
        for (Timer timer : slot.timers) {
            highest = timer.holds() ? timer : highest;
        }
        for (int i = slot.timers.size() - 1; highest == null && slot.level != null && i >= 0; i--) {
            Timer timer = slot.timers.get(i);
            if (timer.condition.level().compareTo(slot.level) <= 0 && timer.running) {
                if (timer.condition.per() == null) {
                    timer.counted = timer.condition.delay().toMinutes();
                    highest = timer;
                }
            }
        }
        Level level = highest == null ? null : highest.condition.level();
        Level before = slot.level;
        boolean worsePending = before != null
                && slot.timers.stream()
                        .anyMatch(timer -> timer.running
                                && timer.condition.per() == null
                                && timer.condition.level().compareTo(before) > 0);
        if (level == slot.level || (highest == null && worsePending)) {
            return;
        }
        if (highest == null) {
            told.add(slot.rules.slot() + " ENDED null @" + now);
            slot.timers.forEach(timer -> timer.since = now);
        } else if (slot.level == null) {
            start(slot, highest, now);
        } else {
            told.add(slot.rules.slot() + " LEVEL_CHANGED " + level + " @" + now);
        }
        slot.level = level;
    }
}
