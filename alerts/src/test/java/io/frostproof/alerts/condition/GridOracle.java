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
    private long lastEnd = Long.MIN_VALUE;
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
        boolean survives = !open;
        for (boolean held : holds) {
            survives |= held;
        }
        for (int i = 0; i < levels.size(); i++) {
            if (!survives && running[i] && since[i] == start) {
                stop(i);
            }
        }
        compare(t);
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
        // A breach that is known by its beginning and is only milder now goes on.
        for (int i = announced - 1; highest < 0 && open && i >= 0; i--) {
            if (running[i] && since[i] == start) {
                holds[i] = true;
                highest = i;
            }
        }
        if (highest < 0) {
            if (open) {
                add(Math.min(t, standsUntil), t);
                open = false;
                lastEnd = t;
            }
            return;
        }
        announced = highest;
        Level level = levels.get(highest).level();
        if (!open) {
            open = true;
            start = since[highest];
            confirmed = t;
            peak = level;
        } else if (level.compareTo(peak) > 0) {
            peak = level;
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
                end == null ? null : Long.valueOf(end * SECOND),
                unknown(Math.max(start, lastEnd), end == null ? Long.MAX_VALUE / SECOND : end) * SECOND,
                null,
                worst));
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
