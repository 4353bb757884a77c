package io.frostproof.server.score;

import io.frostproof.server.score.Matching.Judged;
import io.frostproof.server.score.Matching.JudgedRun;
import java.time.Instant;
import java.util.Locale;

/** Every event and every page of a score, one line each. */
public final class ScoreDetails {

    private ScoreDetails() {}

    public static String of(Score score) {
        var text = new StringBuilder();
        for (Judged judged : score.result().events()) {
            TrueEvent event = judged.event();
            text.append("event  ").append(event.condition().id()).append("  ").append(event.place());
            text.append("  ").append(at(event.state().startMillis()));
            text.append(" to ").append(at(event.state().endMillis())).append("  ");
            text.append(judged.detectMillis()
                    .map(late -> late == 0 ? "known when it was due" : "found " + late / 1000 + " s after it was due")
                    .orElse("MISSED"));
            text.append('\n');
        }
        for (JudgedRun judged : score.result().runs()) {
            IncidentRun run = judged.run();
            text.append("page   ").append(run.condition().id()).append("  ").append(run.unit());
            text.append("  ").append(at(run.openedMillis())).append(", about ").append(at(run.startedMillis()));
            Long ended = run.endedMillis();
            text.append(ended == null ? " on" : " to " + at(ended));
            text.append(run.pages() == 1 ? "" : ", " + run.pages() + " pages");
            text.append("  ")
                    .append(judged.verdict().name().toLowerCase(Locale.ROOT))
                    .append('\n');
        }
        return text.toString();
    }

    private static String at(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
