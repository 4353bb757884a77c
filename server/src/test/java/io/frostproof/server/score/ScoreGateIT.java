package io.frostproof.server.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.simulator.scenario.Scenario;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Detection may become better and not worse: some days of the mixed month, with a fixed seed, against the floors that stand in a file. The whole
 * month is {@code ./frostproof score mixed-month}.
 */
class ScoreGateIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Rounding of the output. */
    private static final double ALIKE = 0.005;

    @TempDir
    private Path folder;

    @Test
    void detectionIsNoWorseThanItsFloors() throws Exception {
        JsonNode floors = floors();
        Scenario scenario = Scenario.read(floors.get("scenario").asText())
                .lasting(Duration.ofDays(floors.get("days").asLong()));
        var simulation = new ScenarioSimulation(scenario, floors.get("seed").asLong());

        String json = ScoreJson.of(ScoreRun.run(simulation, folder, Duration.ofSeconds(60), (step, of) -> {}));

        JsonNode score = JSON.readTree(json);
        assertThat(worse(floors, score))
                .as("worse than the floors in score/score-floors.json; the score is %s", json)
                .isEmpty();
    }

    private static List<String> worse(JsonNode floors, JsonNode score) {
        var worse = new ArrayList<String>();
        compare("all", floors.get("all"), score, worse);
        stock(floors.get("stock"), score, worse);
        floors.get("conditions").properties().forEach(of -> {
            JsonNode numbers = condition(score, of.getKey());
            if (numbers == null) {
                worse.add(of.getKey()
                        + ": neither events nor pages, so the scenario is another one than that of the floors");
            } else {
                compare(of.getKey(), of.getValue(), numbers, worse);
            }
        });
        return worse;
    }

    /** Nothing that is harmed is released, and hardly anything that is sound is discarded. What is true of stock no server changes, but for what it holds back. */
    private static void stock(JsonNode floor, JsonNode score, List<String> worse) {
        for (String most : List.of("harmed_released", "sound_discarded")) {
            if (score.get(most).asDouble() > floor.get(most).asDouble()) {
                worse.add("stock." + most + " is " + score.get(most) + ", and may be " + floor.get(most));
            }
        }
        if (score.get("saved_value_pct").asDouble()
                < floor.get("saved_value_pct").asDouble() - ALIKE) {
            worse.add("stock.saved_value_pct is " + score.get("saved_value_pct") + ", and was "
                    + floor.get("saved_value_pct"));
        }
        for (String truth : List.of("handling_units", "harmed_on_the_way")) {
            if (score.get("stock").get(truth).asInt() != floor.get(truth).asInt()) {
                worse.add("stock." + truth + " is " + score.get("stock").get(truth) + ", and was " + floor.get(truth));
            }
        }
        // Without goods that come to harm, the numbers above would say nothing.
        if (score.get("stock").get("harmed").asInt()
                < floor.get("harmed_at_least").asInt()) {
            worse.add("stock.harmed is " + score.get("stock").get("harmed") + ", and was at least "
                    + floor.get("harmed_at_least"));
        }
    }

    private static @Nullable JsonNode condition(JsonNode score, String name) {
        for (JsonNode condition : score.get("conditions")) {
            if (condition.get("condition").asText().equals(name)) {
                return condition;
            }
        }
        return null;
    }

    private static void compare(String what, JsonNode floor, JsonNode score, List<String> worse) {
        floor.properties().forEach(number -> {
            String name = number.getKey();
            JsonNode is = score.get(name);
            boolean less = is.isNull() || is.asDouble() < number.getValue().asDouble() - ALIKE;
            boolean more = is.isNull() || is.asDouble() > number.getValue().asDouble() + ALIKE;
            boolean bad = switch (name) {
                case "detected_pct" -> less;
                // The truth, which no server changes, and what is asked of it: nobody moves an event out of the way.
                case "true_events", "unseen_events", "not_watched_events" -> less || more;
                case "false_pages_per_unit_month", "median_detect_s", "p95_detect_s" -> more;
                default -> throw new IllegalArgumentException("no floor is known for " + name);
            };
            if (bad) {
                worse.add(what + "." + name + " is " + is + ", and was " + number.getValue());
            }
        });
    }

    private static JsonNode floors() throws Exception {
        try (InputStream file = ScoreGateIT.class.getResourceAsStream("/score/score-floors.json")) {
            return JSON.readTree(Objects.requireNonNull(file, "score/score-floors.json"));
        }
    }
}
