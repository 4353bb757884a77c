package io.frostproof.alerts.cross;

import io.frostproof.alerts.excursion.Excursion;
import java.util.List;
import java.util.Locale;

/** What is known of a device, or a date, over some days, and what a desk makes of it, as SVG. Readable on light and dark pages. Times are hours. */
final class SeriesPicture {

    private static final int WIDTH = 960;
    private static final int LEFT = 150;
    private static final int RIGHT = 20;
    private static final int TOP = 44;
    private static final int PLOT = 150;
    private static final int BOTTOM = TOP + PLOT + 30;
    private static final double MICROS_PER_HOUR = 3_600e6;

    private final String title;
    private final String unit;
    private final double until;
    private final double low;
    private final double high;
    private final StringBuilder out = new StringBuilder();

    /** A value and for how long it is known. */
    record Step(double from, double to, double value) {}

    /** @param low of the values, and {@code high}, at the edges of the panel */
    SeriesPicture(String title, String unit, double until, double low, double high) {
        this.title = title;
        this.unit = unit;
        this.until = until;
        this.low = low;
        this.high = high;
    }

    String svg(List<Step> steps, List<Double> thresholds, List<Excursion> excursions) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"system-ui, sans-serif\""
                        + " font-size=\"12\">",
                WIDTH, BOTTOM + 52);
        add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, BOTTOM + 52);
        add("<text x=\"%d\" y=\"24\" font-size=\"15\" font-weight=\"600\" fill=\"#212529\">%s</text>", LEFT, title);
        add(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#e9ecef\"/>",
                LEFT, TOP, WIDTH - RIGHT - LEFT, PLOT);
        for (double threshold : thresholds) {
            label(y(threshold), String.format(Locale.ROOT, "%.0f %s", threshold, unit));
            add(
                    "<line x1=\"%1$d\" x2=\"%2$d\" y1=\"%3$.1f\" y2=\"%3$.1f\" stroke=\"#c92a2a\" stroke-dasharray=\"5 4\"/>",
                    LEFT, WIDTH - RIGHT, y(threshold));
        }
        steps.forEach(step -> add(
                "<line x1=\"%1$.1f\" x2=\"%2$.1f\" y1=\"%3$.1f\" y2=\"%3$.1f\" stroke=\"#1864ab\" stroke-width=\"2.2\"/>",
                x(step.from()), x(step.to()), y(step.value())));
        label(BOTTOM + 9, "delay runs, holds");
        for (Excursion excursion : excursions) {
            Long ended = excursion.endedMicros();
            double end = ended == null ? until : ended / MICROS_PER_HOUR;
            double began = excursion.startedMicros() / MICROS_PER_HOUR;
            double confirmed = excursion.confirmedMicros() / MICROS_PER_HOUR;
            bar(began, confirmed, "#ffd43b");
            bar(confirmed, end, "#c92a2a");
            Long unknown = excursion.unknownSinceMicros();
            if (unknown != null) {
                bar(unknown / MICROS_PER_HOUR, until, "#adb5bd");
            }
            add("<path d=\"M%.1f %d l-5 -9 h10 z\" fill=\"#c92a2a\"/>", x(confirmed), BOTTOM + 1);
        }
        for (double hour = 0; hour <= until; hour += until / 8) {
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#495057\">%s</text>",
                    x(hour),
                    BOTTOM + 38,
                    until > 100
                            ? String.format(Locale.ROOT, "day %.0f", hour / 24)
                            : String.format(Locale.ROOT, "%.0f min", hour * 60));
        }
        return out.append("</svg>\n").toString();
    }

    private void label(double y, String text) {
        add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#495057\">%s</text>", LEFT - 8, y + 4, text);
    }

    private void bar(double from, double to, String colour) {
        if (to > from) {
            add(
                    "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"14\" fill=\"%s\"/>",
                    x(from), BOTTOM, x(to) - x(from), colour);
        }
    }

    private double y(double value) {
        return TOP + PLOT - 8 - (value - low) / (high - low) * (PLOT - 16);
    }

    private double x(double hour) {
        return LEFT + Math.min(hour, until) / until * (WIDTH - RIGHT - LEFT);
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is Error Prone's, on which this room does not depend
    private void add(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
