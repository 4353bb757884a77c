package io.frostproof.server.browser;

import io.frostproof.simulator.truth.TruthRecord;
import io.frostproof.simulator.truth.TruthState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One unit over some hours as SVG: what its device said, what was true, what was wrong. Readable on light and dark pages. Not thread-safe. */
final class ScenarioPicture {

    private static final int WIDTH = 960;
    private static final int LEFT = 170;
    private static final int RIGHT = 20;
    private static final int TOP = 44;
    private static final int PLOT = 260;
    private static final int ROW = 20;
    private static final long HOUR = 3_600_000;

    private final String title;
    private final long from;
    private final long to;
    private final List<TruthRecord.Temperature> temperatures = new ArrayList<>();
    private final List<ScenarioPictures.Seen> readings = new ArrayList<>();
    private final Map<String, List<long[]>> rows = new LinkedHashMap<>();
    private final Map<String, String> colours = new LinkedHashMap<>();
    private final List<TruthRecord.Harm> harms = new ArrayList<>();

    ScenarioPicture(String title, long from, long to) {
        this.title = title;
        this.from = from;
        this.to = to;
    }

    void truly(TruthRecord.Temperature temperature) {
        if (inside(temperature.atMillis())) {
            temperatures.add(temperature);
        }
    }

    void reading(ScenarioPictures.Seen reading) {
        if (inside(reading.timeMillis())) {
            readings.add(reading);
        }
    }

    void fault(TruthRecord.FaultInterval fault) {
        row(
                "fault: " + fault.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                "#d9480f",
                fault.startMillis(),
                fault.endMillis());
    }

    void state(TruthRecord.StateInterval state) {
        boolean product = state.state() == TruthState.PRODUCT_ABOVE || state.state() == TruthState.PRODUCT_BELOW;
        row(
                state.state().word().replace('_', ' '),
                product ? "#c92a2a" : "#5c7cfa",
                state.startMillis(),
                state.endMillis());
    }

    void harm(TruthRecord.Harm harm) {
        if (inside(harm.atMillis())) {
            harms.add(harm);
        }
    }

    private void row(String name, String colour, long start, long end) {
        if (end > from && start < to) {
            rows.computeIfAbsent(name, key -> new ArrayList<>())
                    .add(new long[] {Math.max(start, from), Math.min(end, to)});
            colours.put(name, colour);
        }
    }

    private boolean inside(long millis) {
        return millis >= from && millis <= to;
    }

    String svg() {
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (TruthRecord.Temperature it : temperatures) {
            low = Math.min(low, Math.min(it.airCelsius(), it.contentsCelsius()));
            high = Math.max(high, Math.max(it.airCelsius(), it.contentsCelsius()));
        }
        low = Math.floor(low - 1);
        high = Math.ceil(high + 1);
        int height = TOP + PLOT + 34 + rows.size() * ROW + 40;
        var out = new StringBuilder();
        out.append("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="system-ui, sans-serif" font-size="12">
                <rect width="%d" height="%d" fill="#ffffff"/>
                <text x="%d" y="24" font-size="15" font-weight="600" fill="#212529">%s</text>
                """.formatted(WIDTH, height, WIDTH, height, LEFT, title));
        grid(out, low, high);
        for (ScenarioPictures.Seen it : readings) {
            out.append("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"1.8\" fill=\"%s\"/>\n"
                    .formatted(
                            x(it.timeMillis()),
                            y(clamped(it.value(), low, high), low, high),
                            it.late() ? "#f08c00" : "#868e96"));
        }
        curve(out, "#4dabf7", 1, low, high, false);
        curve(out, "#1864ab", 2.5, low, high, true);
        for (TruthRecord.Harm it : harms) {
            out.append(
                    "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"#c92a2a\" stroke-dasharray=\"4 3\"/>\n"
                            .formatted(x(it.atMillis()), TOP, TOP + PLOT));
        }
        int y = TOP + PLOT + 34;
        for (Map.Entry<String, List<long[]>> row : rows.entrySet()) {
            out.append("<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#495057\">%s</text>\n"
                    .formatted(LEFT - 8, y + 13, row.getKey()));
            for (long[] interval : row.getValue()) {
                out.append("<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"12\" rx=\"2\" fill=\"%s\"/>\n"
                        .formatted(
                                x(interval[0]),
                                y + 3,
                                Math.max(1.5, x(interval[1]) - x(interval[0])),
                                colours.get(row.getKey())));
            }
            y += ROW;
        }
        legend(out, y + 24);
        return out.append("</svg>\n").toString();
    }

    private void grid(StringBuilder out, double low, double high) {
        double step = high - low > 16 ? 5 : high - low > 8 ? 2 : 1;
        for (double value = Math.ceil(low / step) * step; value <= high; value += step) {
            out.append("""
                    <line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#e9ecef"/>
                    <text x="%d" y="%.1f" text-anchor="end" fill="#495057">%.0f °C</text>
                    """.formatted(
                            LEFT,
                            WIDTH - RIGHT,
                            y(value, low, high),
                            y(value, low, high),
                            LEFT - 8,
                            y(value, low, high) + 4,
                            value));
        }
        long hours = to - from > 24 * HOUR ? 6 : 2;
        for (long at = (from + HOUR - 1) / HOUR * HOUR; at <= to; at += HOUR) {
            if (at / HOUR % hours == 0) {
                out.append("""
                        <line x1="%1$.1f" x2="%1$.1f" y1="%2$d" y2="%3$d" stroke="#f1f3f5"/>
                        <text x="%1$.1f" y="%4$d" text-anchor="middle" fill="#495057">%5$s</text>
                        """.formatted(
                                x(at),
                                TOP,
                                TOP + PLOT,
                                TOP + PLOT + 18,
                                Instant.ofEpochMilli(at).toString().substring(11, 16)));
            }
        }
    }

    private void curve(StringBuilder out, String colour, double width, double low, double high, boolean contents) {
        var points = new StringBuilder();
        for (TruthRecord.Temperature it : temperatures) {
            points.append("%.1f,%.1f "
                    .formatted(x(it.atMillis()), y(contents ? it.contentsCelsius() : it.airCelsius(), low, high)));
        }
        out.append("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" points=\"%s\"/>\n"
                .formatted(colour, width, points.toString().strip()));
    }

    private static void legend(StringBuilder out, int y) {
        out.append("""
                <g fill="#495057">
                <line x1="170" x2="194" y1="%1$d" y2="%1$d" stroke="#1864ab" stroke-width="2.5"/><text x="200" y="%2$d">true temperature of the goods</text>
                <line x1="400" x2="424" y1="%1$d" y2="%1$d" stroke="#4dabf7"/><text x="430" y="%2$d">of the air</text>
                <circle cx="520" cy="%1$d" r="2.5" fill="#868e96"/><text x="530" y="%2$d">reading</text>
                <circle cx="600" cy="%1$d" r="2.5" fill="#f08c00"/><text x="610" y="%2$d">sent later than 20 min</text>
                <line x1="772" x2="772" y1="%3$d" y2="%2$d" stroke="#c92a2a" stroke-dasharray="4 3"/><text x="780" y="%2$d">stock harmed</text>
                </g>
                """.formatted(y, y + 4, y - 8));
    }

    private double x(long millis) {
        return LEFT + (double) (millis - from) / (to - from) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double low, double high) {
        return TOP + PLOT - (value - low) / (high - low) * PLOT;
    }

    private static double clamped(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
