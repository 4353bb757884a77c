package io.frostproof.alerts.condition;

import static io.frostproof.alerts.condition.Tries.SECOND;

import io.frostproof.alerts.excursion.Excursion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Excursions by walking over every single second. Slow and plain; shares no code with the monitor but the comparison of one
 * value with one threshold. Only for whole seconds.
 */
final class GridOracle {

    private final ChannelPlan.Segment segment;
    private final long hold;
    private final List<Tries.Point> points;
    private final List<Excursion> found = new ArrayList<>();

    private final List<Condition> levels;
    private final long[] since;
    private final long[] known;
    private final boolean[] running;
    private final boolean[] holds;

    private boolean open;
    private int announced;
    private Level peak = Level.WARNING;
    private long start;
    private long confirmed;
    private @Nullable Long critical;
    private long standsUntil;

    private GridOracle(ChannelPlan.Segment segment, long hold, List<Tries.Point> points) {
        this.segment = segment;
        this.hold = hold;
        this.points = points;
        levels = segment.slots().getFirst().levels();
        since = new long[levels.size()];
        known = new long[levels.size()];
        running = new boolean[levels.size()];
        holds = new boolean[levels.size()];
    }

    static List<Excursion> excursions(ChannelPlan plan, List<Tries.Point> points) {
        var all = new ArrayList<Excursion>();
        for (ChannelPlan.Segment segment : plan.segments()) {
            var inside = points.stream()
                    .filter(point -> point.second() * SECOND >= segment.fromMicros()
                            && point.second() * SECOND < segment.toMicros())
                    .toList();
            if (!inside.isEmpty()) {
                var oracle = new GridOracle(segment, plan.maxHoldMicros() / SECOND, inside);
                oracle.walk(points.getLast().second());
                all.addAll(oracle.found);
            }
        }
        return all;
    }

    private void walk(long lastSecond) {
        long end = segment.toMicros() / SECOND;
        int next = 0;
        standsUntil = points.getFirst().second();
        for (long t = points.getFirst().second(); t <= Math.min(end, lastSecond); t++) {
            for (int i = 0; i < levels.size(); i++) {
                if (running[i] && !holds[i] && t <= standsUntil) {
                    known[i]++;
                    holds[i] = known[i] >= levels.get(i).delay().toSeconds();
                    compare(t);
                }
            }
            if (t == end) {
                for (int i = 0; i < levels.size(); i++) {
                    stop(i);
                }
                compare(t);
            } else if (next < points.size() && points.get(next).second() == t) {
                read(t, points.get(next++).value());
            }
        }
        if (open) {
            add(null, Long.MAX_VALUE);
        }
    }

    private void read(long t, double value) {
        for (int i = 0; i < levels.size(); i++) {
            long limit = Math.max(1800, levels.get(i).delay().toSeconds());
            if (running[i] && t - standsUntil > limit) {
                stop(i);
            }
        }
        boolean anything = false;
        for (boolean runs : running) {
            anything |= runs;
        }
        boolean held = open;
        if (!anything) {
            compare(t);
        }
        for (int i = 0; i < levels.size(); i++) {
            Condition level = levels.get(i);
            boolean up = level.operator() == Operator.ABOVE || level.operator() == Operator.AT_OR_ABOVE;
            double margin = holds[i] ? level.clearMargin() : 0;
            boolean bad = level.operator().breaches(up ? value + margin : value - margin, level.threshold());
            if (!bad) {
                stop(i);
            } else if (!running[i]) {
                running[i] = true;
                since[i] = t;
                known[i] = 0;
                holds[i] = level.delay().isZero();
            }
        }
        // What held before a gap that was too long, and is still so after it, needs no delay.
        for (int i = announced; held && !open && i >= 0; i--) {
            if (running[i]) {
                holds[i] = true;
                break;
            }
        }
        compare(t);
        standsUntil = t + hold;
    }

    private void stop(int i) {
        running[i] = false;
        holds[i] = false;
    }

    private void compare(long t) {
        int highest = -1;
        for (int i = 0; i < levels.size(); i++) {
            highest = holds[i] ? i : highest;
        }
        // As long as any of its breaches runs, it goes on, at no worse a level than before.
        for (int i = announced; highest < 0 && open && i >= 0; i--) {
            if (running[i]) {
                holds[i] = true;
                highest = i;
            }
        }
        for (int i = announced + 1; highest < 0 && open && i < levels.size(); i++) {
            if (running[i]) {
                return;
            }
        }
        if (highest < 0) {
            if (open) {
                add(Math.min(t, standsUntil), t);
                open = false;
            }
            return;
        }
        announced = highest;
        Level level = levels.get(highest).level();
        if (!open) {
            open = true;
            start = Long.MAX_VALUE;
            for (int i = 0; i < levels.size(); i++) {
                start = running[i] ? Math.min(start, since[i]) : start;
            }
            confirmed = t;
            peak = level;
            critical = null;
        } else if (level.compareTo(peak) > 0) {
            peak = level;
        }
        if (level == Level.CRITICAL && critical == null) {
            critical = t;
        }
    }

    private void add(@Nullable Long end, long until) {
        boolean up = levels.getFirst().operator() == Operator.ABOVE
                || levels.getFirst().operator() == Operator.AT_OR_ABOVE;
        var values = points.stream()
                .filter(point -> point.second() >= start && point.second() < until)
                .mapToDouble(Tries.Point::value);
        double worst =
                end == null ? 0 : up ? values.max().orElseThrow() : values.min().orElseThrow();
        found.add(new Excursion(
                1,
                segment.unit(),
                Tries.SLOT,
                peak,
                start * SECOND,
                confirmed * SECOND,
                critical == null ? null : Long.valueOf(critical * SECOND),
                end == null ? null : Long.valueOf(end * SECOND),
                unknown(start, end == null ? Long.MAX_VALUE / SECOND : end) * SECOND,
                null,
                end == null || until == end ? null : Long.valueOf(until * SECOND),
                worst,
                null));
    }

    private long unknown(long from, long to) {
        long total = 0;
        for (int i = 1; i < points.size(); i++) {
            long begin = Math.max(from, points.get(i - 1).second() + hold);
            total += Math.max(0, Math.min(to, points.get(i).second()) - begin);
        }
        return total;
    }
}
