package io.frostproof.server.bench;

import java.util.List;
import java.util.Locale;

/**
 * One line of the table.
 *
 * @param limit the bar, in words; empty for a figure that only informs
 */
record Measured(String what, String figure, String limit, Verdict verdict) {

    enum Verdict {
        MET("met"),
        MISSED("MISSED"),
        NOT_MEASURED("NOT MEASURED"),
        INFORMS("");

        final String word;

        Verdict(String word) {
            this.word = word;
        }
    }

    static Measured atMost(String what, double value, double limit, String unit) {
        return new Measured(
                what,
                number(value) + " " + unit,
                "at most " + number(limit) + " " + unit,
                value <= limit ? Verdict.MET : Verdict.MISSED);
    }

    static Measured atLeast(String what, double value, double limit, String unit) {
        return new Measured(
                what,
                number(value) + " " + unit,
                "at least " + number(limit) + " " + unit,
                value >= limit ? Verdict.MET : Verdict.MISSED);
    }

    static Measured informs(String what, String figure) {
        return new Measured(what, figure, "", Verdict.INFORMS);
    }

    static Measured failed(String what, String why) {
        return new Measured(what, why, "", Verdict.NOT_MEASURED);
    }

    boolean good() {
        return verdict == Verdict.MET || verdict == Verdict.INFORMS;
    }

    static String number(double value) {
        return value >= 100 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    static String table(List<Measured> all) {
        int what = all.stream().mapToInt(one -> one.what().length()).max().orElse(0);
        int figure = all.stream().mapToInt(one -> one.figure().length()).max().orElse(0);
        int limit = all.stream().mapToInt(one -> one.limit().length()).max().orElse(0);
        var text = new StringBuilder();
        for (Measured one : all) {
            text.append(String.format(
                            Locale.ROOT,
                            "%-" + what + "s  %-" + Math.max(1, figure) + "s  %-" + Math.max(1, limit) + "s  %s",
                            one.what(),
                            one.figure(),
                            one.limit(),
                            one.verdict().word)
                    .stripTrailing());
            text.append('\n');
        }
        return text.toString();
    }
}
