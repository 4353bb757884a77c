package io.frostproof.alerts.cross;

import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.excursion.Excursions;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Two channels and what a desk makes of them, as SVG. Readable on light and dark pages. */
final class CrossPicture {

    private static final int WIDTH = 960;
    private static final int LEFT = 150;
    private static final int RIGHT = 20;
    private static final int PANEL = 90;
    private static final int STEP = 10;
    private static final List<String> COLOURS = List.of("#4dabf7", "#f76707");

    private final String title;
    private final Site site;
    private final long until;
    private final List<Integer> channels;
    private final List<String> names;
    private final double low;
    private final double high;
    private final StringBuilder out = new StringBuilder();

    /** @param low of the values, and {@code high}, at the edges of the panel */
    CrossPicture(
            String title, Site site, long until, List<Integer> channels, List<String> names, double low, double high) {
        this.title = title;
        this.site = site;
        this.until = until;
        this.channels = channels;
        this.names = names;
        this.low = low;
        this.high = high;
    }

    String svg(List<Transition> concluded) {
        int bottom = 40 + channels.size() * (PANEL + 14);
        int height = bottom + 52;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"system-ui, sans-serif\""
                        + " font-size=\"12\">",
                WIDTH, height);
        add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height);
        add("<text x=\"%d\" y=\"24\" font-size=\"15\" font-weight=\"600\" fill=\"#212529\">%s</text>", LEFT, title);
        for (int i = 0; i < channels.size(); i++) {
            int top = 40 + i * (PANEL + 14);
            add(
                    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#e9ecef\"/>",
                    LEFT, top, WIDTH - RIGHT - LEFT, PANEL);
            label(top + PANEL / 2, names.get(i));
            curve(channels.get(i), top, COLOURS.get(i));
        }
        label(bottom + 12, "delay runs, holds");
        for (Excursion excursion : Excursions.of(1, concluded)) {
            Long ended = excursion.endedMicros();
            long end = ended == null ? until : ended / Site.SECOND;
            long began = excursion.startedMicros() / Site.SECOND;
            long confirmed = excursion.confirmedMicros() / Site.SECOND;
            bar(bottom, began, confirmed, "#ffd43b");
            bar(bottom, confirmed, end, "#c92a2a");
            add("<path d=\"M%.1f %d l-5 -9 h10 z\" fill=\"#c92a2a\"/>", x(confirmed), bottom + 1);
        }
        for (long second = 0; second <= until; second += until / 8) {
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#495057\">%s</text>",
                    x(second), bottom + 38, until > 7_200 ? second / 3_600 + " h" : second / 60 + " min");
        }
        return out.append("</svg>\n").toString();
    }

    private void label(int y, String text) {
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#495057\">%s</text>", LEFT - 8, y + 4, text);
    }

    /** Steps, broken where nothing is known. */
    private void curve(int channel, int top, String colour) {
        var line = new StringBuilder();
        @Nullable Double before = null;
        for (long second = 0; second <= until; second += STEP) {
            @Nullable Double value = site.at(channel, second);
            if (value != null) {
                double y = top + PANEL - 8 - (value - low) / (high - low) * (PANEL - 16);
                if (before != null && !before.equals(value)) {
                    double from = top + PANEL - 8 - (before - low) / (high - low) * (PANEL - 16);
                    line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(second), from));
                }
                if (before == null || !before.equals(value) || second + STEP > until) {
                    line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(second), y));
                }
            }
            if (before != null && (value == null || second + STEP > until)) {
                if (value == null) {
                    double from = top + PANEL - 8 - (before - low) / (high - low) * (PANEL - 16);
                    line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(second), from));
                }
                add(
                        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\" points=\"%s\"/>",
                        colour, line.toString().strip());
                line.setLength(0);
            }
            before = value;
        }
    }

    private void bar(int y, long from, long to, String colour) {
        if (to > from) {
            add(
                    "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"14\" fill=\"%s\"/>",
                    x(from), y, x(to) - x(from), colour);
        }
    }

    private double x(long second) {
        return LEFT + (double) second / until * (WIDTH - RIGHT - LEFT);
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is Error Prone's, on which this room does not depend
    private void add(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
