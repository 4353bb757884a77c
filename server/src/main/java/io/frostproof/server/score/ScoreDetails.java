package io.frostproof.server.score;

import io.frostproof.server.score.Matching.Judged;
import io.frostproof.server.score.Matching.JudgedRun;
import io.frostproof.server.score.Matching.Verdict;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Every event and every page of a score, one line each. */
public final class ScoreDetails {

    private ScoreDetails() {}

    public static String of(Score score) {
        var text = new StringBuilder();
        for (Judged judged : score.result().events()) {
            String became = judged.detectMillis()
                    .map(late -> late == 0 ? "known when it was due" : "found " + late / 1000 + " s after it was due")
                    .orElse(
                            judged.inTheLog()
                                    ? "in the log; over before anybody could hear of it"
                                    : judged.recorded() ? "MISSED, though the log has it" : "MISSED");
            event(text, score, judged.event(), became, judged.found() == null);
        }
        score.result().truth().unseen().forEach(event -> event(text, score, event, "no sensor could show it", true));
        score.result().truth().unwatched().forEach(event -> event(text, score, event, "not watched", false));
        for (JudgedRun judged : score.result().runs()) {
            IncidentRun run = judged.run();
            text.append("page   ").append(run.condition().id()).append("  ").append(run.unit());
            text.append("  ").append(at(run.openedMillis())).append(", about ").append(at(run.startedMillis()));
            Long ended = run.endedMillis();
            text.append(ended == null ? " on" : " to " + at(ended));
            text.append(run.pages() == 1 ? "" : ", " + run.pages() + " pages");
            text.append("  ")
                    .append(judged.verdict().name().toLowerCase(Locale.ROOT))
                    .append(judged.verdict() == Verdict.TRUE ? "" : beside(score, Set.of(run.unit()), run.stated()))
                    .append('\n');
        }
        StockScore stock = score.stock();
        if (stock != null) {
            stock.wrong().forEach(wrong -> stock(text, score, wrong));
        }
        return text.toString();
    }

    private static void stock(StringBuilder text, Score score, StockScore.Wrong wrong) {
        Long harmed = wrong.truth().harmedMillis();
        text.append("stock  ")
                .append(wrong.handlingUnit())
                .append("  ")
                .append(wrong.fate().unit());
        text.append("  ").append(harmed == null ? "sound" : "harmed " + at(harmed));
        text.append(", ").append(wrong.fate().end().name().toLowerCase(Locale.ROOT));
        text.append(" ").append(at(wrong.fate().atMillis())).append(": ").append(wrong.said());
        text.append(beside(
                score, Set.of(wrong.fate().unit()), new Interval(0, wrong.fate().atMillis())));
        text.append('\n');
    }

    private static void event(StringBuilder text, Score score, TrueEvent event, String became, boolean why) {
        text.append("event  ").append(event.condition().id()).append("  ").append(event.place());
        text.append("  ").append(at(event.state().startMillis()));
        text.append(" to ").append(at(event.state().endMillis())).append("  ").append(became);
        text.append(why ? beside(score, event.units(), event.state()) : "").append('\n');
    }

    /** Faults of these units that lasted then, or had ended less than an hour before. */
    private static String beside(Score score, Set<String> units, Interval when) {
        String faults = score.faults().stream()
                .filter(fault -> fault.startMillis() <= when.endMillis()
                        && fault.endMillis() + Tolerances.AFTERMATH_MILLIS >= when.startMillis()
                        && fault.units().stream().anyMatch(units::contains))
                .map(fault -> fault.kind().word() + " of " + fault.target() + " from " + at(fault.startMillis())
                        + " to " + at(fault.endMillis()))
                .collect(Collectors.joining("; "));
        return faults.isEmpty() ? "" : "  (" + faults + ")";
    }

    private static String at(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
