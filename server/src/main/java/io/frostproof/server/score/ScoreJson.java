package io.frostproof.server.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.server.score.Matching.Verdict;
import java.util.OptionalDouble;

/** A score as one JSON object; docs/scoring.md, Output. */
public final class ScoreJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ScoreJson() {}

    public static String of(Score score) {
        ObjectNode top = JSON.createObjectNode();
        top.put("scenario", score.scenario());
        top.put("seed", score.seed());
        numbers(top, score, score.all());
        StockScore stock = score.stock();
        if (stock != null) {
            stock(top, stock);
        }
        ArrayNode conditions = top.putArray("conditions");
        for (Score.OfCondition of : score.conditions()) {
            ObjectNode one = conditions.addObject();
            one.put("condition", of.condition().id());
            one.put("watched", of.watched());
            numbers(one, score, of.numbers());
        }
        Score.Running running = score.running();
        top.putObject("run")
                .put("seconds", rounded(running.seconds()))
                .put("simulation_s", rounded(running.simulationSeconds()))
                .put("server_s", rounded(running.serverSeconds()))
                .put("commit_s", rounded(running.commitSeconds()))
                .put("movements_s", rounded(running.movementSeconds()))
                .put("steps", running.steps())
                .put("step_s", running.stepSeconds())
                .put("messages", running.messages())
                .put("readings_stored", running.stored())
                .put("dead_letters", running.deadLetters())
                .put("reevaluations", running.reevaluations())
                .put("movements", running.movements())
                .put("movements_refused", running.movementsRefused());
        try {
            return JSON.writeValueAsString(top);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can be written", e);
        }
    }

    private static void stock(ObjectNode into, StockScore stock) {
        into.put("harmed_released", stock.harmedReleased());
        put(into, "sound_discarded", stock.soundDiscardedPercent());
        put(into, "saved_value_pct", stock.savedPercent());
        ObjectNode counts = into.putObject("stock")
                .put("handling_units", stock.handlingUnits())
                .put("harmed", stock.harmed())
                .put("harmed_held", stock.harmedHeld())
                .put("harmed_on_the_way", stock.harmedOnTheWay())
                .put("sound", stock.sound())
                .put("sound_discarded", stock.soundDiscarded())
                .put("sound_held", stock.soundHeld())
                .put("expired", stock.expired())
                .put("value", rounded(stock.value()))
                .put("saved_value", rounded(stock.savedValue()))
                .put("held_value", rounded(stock.heldValue()));
        ObjectNode decisions = counts.putObject("decisions");
        stock.decisions().forEach(decisions::put);
    }

    private static void numbers(ObjectNode into, Score score, Numbers numbers) {
        into.put("units", score.units());
        into.put("days", rounded(score.days()));
        into.put("true_events", numbers.trueEvents());
        into.put("pages", numbers.pages());
        into.put("detected", numbers.detected());
        put(into, "detected_pct", numbers.detectedPercent());
        into.put("recorded_events", numbers.recorded());
        into.put("found", numbers.found());
        put(into, "found_pct", numbers.foundPercent());
        into.put("unseen_events", numbers.unseen());
        into.put("not_watched_events", numbers.unwatched());
        into.put("false_pages", numbers.falsePages());
        into.put("false_pages_per_unit_month", Math.round(score.falsePagesPerUnitMonth(numbers) * 10_000) / 10_000.0);
        into.put("misnamed_pages", numbers.pagesOf(Verdict.MISNAMED));
        into.put("early_pages", numbers.pagesOf(Verdict.EARLY));
        into.put("brief_pages", numbers.pagesOf(Verdict.BRIEF));
        into.put("late_pages", numbers.pagesOf(Verdict.LATE));
        into.put("unasked_pages", numbers.pagesOf(Verdict.UNASKED));
        into.put("repeat_pages", numbers.repeats());
        put(into, "median_detect_s", numbers.detect().median());
        put(into, "p95_detect_s", numbers.detect().quantile(0.95));
        put(into, "median_clear_s", numbers.clear().median());
        put(into, "median_start_error_s", numbers.startError().median());
        put(into, "median_end_error_s", numbers.endError().median());
        into.put("reporting_interval_s", score.reportingIntervalSeconds());
    }

    private static void put(ObjectNode into, String name, OptionalDouble value) {
        if (value.isPresent()) {
            into.put(name, rounded(value.getAsDouble()));
        } else {
            into.putNull(name);
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
