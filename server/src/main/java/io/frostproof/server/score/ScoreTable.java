package io.frostproof.server.score;

import io.frostproof.server.score.Matching.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** A score for people. */
public final class ScoreTable {

    private static final List<String> HEAD = List.of(
            "condition",
            "events",
            "found",
            "%",
            "pages",
            "false",
            "early",
            "brief",
            "late",
            "again",
            "detect",
            "p95",
            "clear");

    private ScoreTable() {}

    public static String of(Score score) {
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        score.conditions().forEach(of -> rows.add(row(of.condition().id(), of.numbers())));
        rows.add(row("all", score.all()));
        var text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s, seed %d: %d units, %.1f days, a report every %s%n%n",
                score.scenario(),
                score.seed(),
                score.units(),
                score.days(),
                duration((double) score.reportingIntervalSeconds())));
        for (List<String> row : rows) {
            text.append(line(row, rows)).append(System.lineSeparator());
        }
        text.append(String.format(
                Locale.ROOT,
                "%n%.3f false pages per unit and month, %d of %d with a sensor, clock or device at fault%n",
                score.falsePagesPerUnitMonth(score.all()),
                score.all().pagesOf(Verdict.MISNAMED),
                score.all().falsePages()));
        apart(
                text,
                "found in the log, as they were over before anybody could hear of them: ",
                score,
                Numbers::inTheLog);
        apart(text, "missed, though the log has them: ", score, Numbers::missedThoughRecorded);
        apart(text, "not asked for, since no rule of the place watches for them: ", score, Numbers::unwatched);
        apart(text, "not asked for, since no sensor of the place could show them: ", score, Numbers::unseen);
        StockScore stock = score.stock();
        if (stock != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "stock: %d handling units; of %d truly harmed %d released, %d held (%d more were harmed on their way here); of %d truly sound %d"
                            + " discarded, %d held; decisions %s; %s %% of the value saved%n",
                    stock.handlingUnits(),
                    stock.harmed(),
                    stock.harmedReleased(),
                    stock.harmedHeld(),
                    stock.harmedOnTheWay(),
                    stock.sound(),
                    stock.soundDiscarded(),
                    stock.soundHeld(),
                    stock.decisions(),
                    number(stock.savedPercent())));
        }
        return text.toString();
    }

    private static void apart(StringBuilder text, String why, Score score, ToIntFunction<Numbers> count) {
        String which = score.conditions().stream()
                .filter(of -> count.applyAsInt(of.numbers()) > 0)
                .map(of -> of.condition().id() + " (" + count.applyAsInt(of.numbers()) + ")")
                .collect(Collectors.joining(", "));
        if (!which.isEmpty()) {
            text.append(why).append(which).append(System.lineSeparator());
        }
    }

    /** How long it took, and where the time went. */
    public static String running(Score score) {
        Score.Running running = score.running();
        return String.format(
                Locale.ROOT,
                "%d steps of %d s in %.1f s: %.1f s for the server (%.1f s of commits, %.1f s of movements), %.1f s for the simulation beside it;"
                        + " %d messages, %d readings, %d movements, %d re-evaluations",
                running.steps(),
                running.stepSeconds(),
                running.seconds(),
                running.serverSeconds(),
                running.commitSeconds(),
                running.movementSeconds(),
                running.simulationSeconds(),
                running.messages(),
                running.stored(),
                running.movements(),
                running.reevaluations());
    }

    private static List<String> row(String name, Numbers numbers) {
        return List.of(
                name,
                Integer.toString(numbers.trueEvents()),
                Integer.toString(numbers.detected()),
                number(numbers.detectedPercent()),
                Integer.toString(numbers.pages()),
                Integer.toString(numbers.falsePages()),
                Integer.toString(numbers.pagesOf(Verdict.EARLY)),
                Integer.toString(numbers.pagesOf(Verdict.BRIEF)),
                Integer.toString(numbers.pagesOf(Verdict.LATE)),
                Integer.toString(numbers.repeats()),
                duration(numbers.detect().median()),
                duration(numbers.detect().quantile(0.95)),
                duration(numbers.clear().median()));
    }

    private static String line(List<String> row, List<List<String>> rows) {
        var line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            int column = i;
            int width =
                    rows.stream().mapToInt(of -> of.get(column).length()).max().orElse(0);
            String padding = " ".repeat(width - row.get(i).length());
            line.append(i == 0 ? row.get(i) + padding : "  " + padding + row.get(i));
        }
        return line.toString().stripTrailing();
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.1f", value.getAsDouble()) : "-";
    }

    private static String duration(OptionalDouble seconds) {
        return seconds.isPresent() ? duration(seconds.getAsDouble()) : "-";
    }

    private static String duration(double seconds) {
        if (Math.abs(seconds) < 120) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        return Math.abs(seconds) < 7200
                ? String.format(Locale.ROOT, "%.1f min", seconds / 60)
                : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }
}
