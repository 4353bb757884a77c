package io.frostproof.alerts.condition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One condition over some hours as SVG: readings, what it compares, its threshold, and what it did. Readable on light and dark pages. */
final class ConditionPicture {

    private static final int WIDTH = 960;
    private static final int LEFT = 150;
    private static final int RIGHT = 20;
    private static final int TOP = 44;
    private static final int PLOT = 190;
    private static final int GAP = 34;
    private static final long HOUR = 60 * Tries.MINUTE;

    private final String title;
    private final ChannelPlan plan;
    private final List<Tries.Point> points;
    private final Condition condition;
    private final String unit;
    private final long from;
    private final long to;
    private final StringBuilder out = new StringBuilder();

    /** @param unit of the measure; the same as that of the readings when both share a panel */
    ConditionPicture(String title, ChannelPlan plan, List<Tries.Point> points, String unit) {
        this.title = title;
        this.plan = plan;
        this.points = points;
        condition = plan.segments().getFirst().slots().getFirst().levels().getFirst();
        this.unit = unit;
        from = points.getFirst().second() * Tries.SECOND;
        to = points.getLast().second() * Tries.SECOND;
    }

    private record Sample(long time, double value, long until) {}

    String svg() {
        List<Sample> air = samples(Measure.VALUE, false);
        List<Sample> measured = samples(condition.measure(), false);
        String sign = condition.quantity().canonicalUnit().symbol();
        boolean own = !unit.equals("°C");
        boolean missing = condition.measure() instanceof Measure.Missing;
        int plots = own && !missing ? 2 : 1;
        int rows = TOP + plots * (PLOT + GAP);
        int height = rows + 62;
        out.append("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="system-ui, sans-serif" font-size="12">
                <rect width="%d" height="%d" fill="#ffffff"/>
                <text x="%d" y="24" font-size="15" font-weight="600" fill="#212529">%s</text>
                """.formatted(WIDTH, height, WIDTH, height, LEFT, escaped(title)));
        var panel = new ArrayList<Sample>(air);
        if (plots == 1 && !missing) {
            panel.addAll(measured);
        }
        Scale readings = scale(panel, TOP, plots == 1 && !missing);
        grid(readings, sign);
        curve(air, readings, "#4dabf7", 1.3);
        if (plots == 2) {
            Scale second = scale(measured, TOP + PLOT + GAP, true);
            grid(second, unit);
            threshold(second);
            curve(measured, second, "#1864ab", 2.2);
        } else if (!missing) {
            threshold(readings);
            if (!(condition.measure() instanceof Measure.Value)) {
                curve(measured, readings, "#1864ab", 2.2);
            }
            if (!plan.segments().getFirst().traits().probeLag().isZero()) {
                curve(samples(condition.measure(), true), readings, "#2b8a3e", 1);
            }
        }
        rows(rows);
        return out.append("</svg>\n").toString();
    }

    private List<Sample> samples(Measure measure, boolean early) {
        ChannelPlan.Segment segment = plan.segments().getFirst();
        Gauge gauge = Gauge.of(measure, segment.traits(), 0);
        var cells = new long[gauge.cells()];
        gauge.clear(cells);
        var samples = new ArrayList<Sample>();
        long last = from;
        double lastValue = Double.NaN;
        for (int i = 0; i < points.size(); i++) {
            long time = points.get(i).second() * Tries.SECOND;
            double value = points.get(i).value();
            long stood = Math.min(time, last + plan.maxHoldMicros());
            if (i > 0) {
                gauge.stood(cells, last, stood, lastValue);
            }
            gauge.setValue(cells, gauge.read(cells, time, value, last, lastValue, time - stood));
            long next = i + 1 < points.size() ? points.get(i + 1).second() * Tries.SECOND : time;
            samples.add(new Sample(
                    time,
                    early ? gauge.early(cells) : gauge.value(cells),
                    Math.min(next, time + plan.maxHoldMicros())));
            last = time;
            lastValue = value;
        }
        return samples;
    }

    private record Scale(double low, double high, int top) {
        double y(double value) {
            return top + PLOT - (value - low) / (high - low) * PLOT;
        }
    }

    private Scale scale(List<Sample> samples, int top, boolean withThreshold) {
        double low = withThreshold ? condition.threshold() : Double.MAX_VALUE;
        double high = withThreshold ? condition.threshold() : -Double.MAX_VALUE;
        for (Sample sample : samples) {
            if (!Double.isNaN(sample.value())) {
                low = Math.min(low, sample.value());
                high = Math.max(high, sample.value());
            }
        }
        double room = (high - low) * 0.08 + 0.1;
        return new Scale(low - room, high + room, top);
    }

    private void grid(Scale scale, String of) {
        double step = Math.pow(10, Math.floor(Math.log10((scale.high() - scale.low()) / 2)));
        step *= (scale.high() - scale.low()) / step > 8 ? 5 : (scale.high() - scale.low()) / step > 5 ? 2 : 1;
        for (double value = Math.ceil(scale.low() / step) * step + 0.0; value <= scale.high(); value += step) {
            add(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#e9ecef\"/>",
                    LEFT, WIDTH - RIGHT, scale.y(value), scale.y(value));
            add(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#495057\">%s %s</text>",
                    LEFT - 8,
                    scale.y(value) + 4,
                    step < 1 ? String.format(Locale.ROOT, "%.1f", value) : String.format(Locale.ROOT, "%.0f", value),
                    escaped(of));
        }
        long every = to - from > 30 * HOUR ? 6 : to - from > 12 * HOUR ? 3 : 1;
        for (long at = Math.ceilDiv(from, HOUR) * HOUR; at <= to; at += HOUR) {
            if (at / HOUR % every == 0) {
                add(
                        "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"#f1f3f5\"/>",
                        x(at), scale.top(), scale.top() + PLOT);
                add(
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#495057\">%s</text>",
                        x(at),
                        scale.top() + PLOT + 18,
                        Instant.ofEpochSecond(at / Tries.SECOND).toString().substring(11, 16));
            }
        }
    }

    private void threshold(Scale scale) {
        add(
                "<line x1=\"%1$d\" x2=\"%2$d\" y1=\"%3$.1f\" y2=\"%3$.1f\" stroke=\"#c92a2a\" stroke-dasharray=\"5 4\"/>",
                LEFT, WIDTH - RIGHT, scale.y(condition.threshold()));
    }

    /** A line from reading to reading, broken where nothing was known. */
    private void curve(List<Sample> samples, Scale scale, String colour, double width) {
        var line = new StringBuilder();
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            boolean broken = Double.isNaN(sample.value());
            if (!broken) {
                line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(sample.time()), scale.y(sample.value())));
            }
            boolean gap = i + 1 < samples.size() && samples.get(i + 1).time() > sample.until();
            if ((broken || gap || i + 1 == samples.size()) && !line.isEmpty()) {
                add(
                        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" points=\"%s\"/>",
                        colour, width, line.toString().strip());
                line.setLength(0);
            }
        }
    }

    private void rows(int y) {
        row(y, "delay runs, holds");
        row(y + 22, "unknown");
        long began = to;
        long unknown = to;
        boolean holds = false;
        for (Transition transition : Tries.transitions(plan, points)) {
            if (transition.slot().equals(Transition.DATA)) {
                if (transition.kind() == Transition.Kind.UNKNOWN) {
                    unknown = transition.timeMicros();
                } else {
                    bar(y + 22, unknown, transition.timeMicros(), "#adb5bd");
                }
            } else if (transition.kind() == Transition.Kind.STARTED) {
                bar(y, transition.sinceMicros(), transition.timeMicros(), "#ffd43b");
                add("<path d=\"M%.1f %d l-5 -9 h10 z\" fill=\"#c92a2a\"/>", x(transition.timeMicros()), y + 1);
                began = transition.timeMicros();
                holds = true;
            } else if (transition.kind() == Transition.Kind.ENDED) {
                bar(y, began, transition.timeMicros(), "#c92a2a");
                holds = false;
            }
        }
        if (holds) {
            bar(y, began, to, "#c92a2a");
        }
    }

    private void row(int y, String name) {
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#495057\">%s</text>", LEFT - 8, y + 12, name);
        add("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"14\" fill=\"#f8f9fa\"/>", LEFT, y + 2, WIDTH - LEFT - RIGHT);
    }

    private void bar(int y, long begin, long end, String colour) {
        add(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"14\" fill=\"%s\"/>",
                x(begin), y + 2, Math.max(1.5, x(end) - x(begin)), colour);
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is Error Prone's, on which this room does not depend
    private void add(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private double x(long micros) {
        return LEFT + (double) (micros - from) / (to - from) * (WIDTH - LEFT - RIGHT);
    }
}
