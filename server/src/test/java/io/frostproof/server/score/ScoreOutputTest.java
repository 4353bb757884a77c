package io.frostproof.server.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.truth.TruthState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreOutputTest {

    private final Story story = new Story()
            .state(TruthState.PRODUCT_ABOVE, "a", 100, 160)
            .state(TruthState.PRODUCT_ABOVE, "a", 400, 500)
            .probeWrong("a", "a-s", 100, 200)
            .fault(FaultKind.COMPRESSOR_FAILURE, "a", 390, 500)
            .opened("i1", "a", "too_warm", 113, 102)
            .recovered("i1", 165, 163)
            .opened("i2", "b", "too_warm", 300, 290);

    private final Score score = new Score(
            "story",
            7,
            4,
            15,
            300,
            story.numbers(ScoredCondition.TOO_WARM),
            List.of(
                    new Score.OfCondition(ScoredCondition.TOO_WARM, true, story.numbers(ScoredCondition.TOO_WARM)),
                    new Score.OfCondition(ScoredCondition.PROBE, false, story.numbers(ScoredCondition.PROBE))),
            story.result(),
            story.faults(),
            new StockScore(100, 7, 1, 2, 3, 90, 9, 18, 0, 1000, 700, 120, Map.of("quarantine", 4), List.of()),
            new Score.Running(1, 1, 1, 1, 1, 1, 60, 1, 1, 0, 0, 0, 0));

    @Test
    void saysAllNumbersInJsonForTheWholeAndForEachCondition() throws Exception {
        JsonNode json = new ObjectMapper().readTree(ScoreJson.of(score));

        assertThat(json.get("scenario").asText()).isEqualTo("story");
        assertThat(json.get("seed").asLong()).isEqualTo(7);
        for (JsonNode numbers : List.of(json, json.get("conditions").get(0))) {
            assertThat(numbers.get("units").asInt()).isEqualTo(4);
            assertThat(numbers.get("days").asDouble()).isEqualTo(15);
            assertThat(numbers.get("true_events").asInt()).isEqualTo(2);
            assertThat(numbers.get("pages").asInt()).isEqualTo(2);
            assertThat(numbers.get("detected_pct").asDouble()).isEqualTo(50);
            assertThat(numbers.get("false_pages_per_unit_month").asDouble())
                    .as("one, in two unit-months")
                    .isEqualTo(0.5);
            assertThat(numbers.get("median_detect_s").asDouble()).isEqualTo(180);
            assertThat(numbers.get("p95_detect_s").asDouble()).isEqualTo(180);
            assertThat(numbers.get("reporting_interval_s").asInt()).isEqualTo(300);
        }
        assertThat(json.get("conditions").get(0).get("condition").asText()).isEqualTo("too_warm");
    }

    @Test
    void saysWhatBecameOfStock() throws Exception {
        JsonNode json = new ObjectMapper().readTree(ScoreJson.of(score));

        assertThat(json.get("harmed_released").asInt()).isEqualTo(1);
        assertThat(json.get("sound_discarded").asDouble()).isEqualTo(10);
        assertThat(json.get("saved_value_pct").asDouble()).isEqualTo(70);
        assertThat(json.get("stock").get("harmed_on_the_way").asInt()).isEqualTo(3);
        assertThat(json.get("stock").get("held_value").asDouble()).isEqualTo(120);
        assertThat(json.get("stock").get("decisions").get("quarantine").asInt()).isEqualTo(4);
        assertThat(ScoreTable.of(score)).contains("of 7 truly harmed 1 released, 2 held (3 more were harmed on");
    }

    @Test
    void saysNullForWhatNothingHasAndCountsWhatIsNotWatched() throws Exception {
        JsonNode probe = new ObjectMapper()
                .readTree(ScoreJson.of(score))
                .get("conditions")
                .get(1);

        assertThat(probe.get("watched").asBoolean()).isFalse();
        assertThat(probe.get("true_events").asInt()).isZero();
        assertThat(probe.get("not_watched_events").asInt()).isEqualTo(1);
        assertThat(probe.get("unseen_events").asInt()).isZero();
        assertThat(probe.get("detected_pct").isNull()).isTrue();
        assertThat(probe.get("median_detect_s").isNull()).isTrue();
    }

    @Test
    void printsOneRowPerConditionAndNamesWhatIsNotWatched() {
        String table = ScoreTable.of(score);

        assertThat(table.lines().filter(line -> line.startsWith("too_warm")))
                .singleElement()
                .satisfies(row -> assertThat(row).containsPattern("2 +1 +50\\.0 +2 +1"));
        assertThat(table).contains("not asked for, since no rule of the place watches for them: probe (1)");
        assertThat(table).contains("story, seed 7: 4 units, 15.0 days, a report every 5.0 min");
    }

    @Test
    void listsEveryEventAndEveryPage() {
        assertThat(ScoreDetails.of(score).lines().toList())
                .filteredOn(line -> line.contains("too_warm"))
                .containsExactly(
                        "event  too_warm  a  1970-01-01T01:40:00Z to 1970-01-01T02:40:00Z  found 180 s after it was due",
                        "event  too_warm  a  1970-01-01T06:40:00Z to 1970-01-01T08:20:00Z  MISSED"
                                + "  (compressor_failure of a from 1970-01-01T06:30:00Z to 1970-01-01T08:20:00Z)",
                        "page   too_warm  a  1970-01-01T01:53:00Z, about 1970-01-01T01:42:00Z to 1970-01-01T02:43:00Z  true",
                        "page   too_warm  b  1970-01-01T05:00:00Z, about 1970-01-01T04:50:00Z on  false");
    }

    @Test
    void takesQuantilesThatOccurred() {
        var samples = Samples.ofMillis(List.of(4000L, 1000L, 3000L, 2000L));

        assertThat(samples.median()).hasValue(2);
        assertThat(samples.quantile(0.95)).hasValue(4);
        assertThat(new Samples(List.of()).median()).isEmpty();
    }
}
