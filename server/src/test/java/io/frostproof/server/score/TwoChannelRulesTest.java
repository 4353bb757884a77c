package io.frostproof.server.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.server.score.Matching.Verdict;
import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.truth.TruthState;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked of rules that take two channels, or a date. Minutes stand for times. */
class TwoChannelRulesTest {

    private final Story story = new Story();

    @Test
    void asksForAGeneratorThatDoesNotTurnWhileTheMainsAreAway() {
        story.state(TruthState.GENERATOR_AT_REST, "h", 100, 103)
                .state(TruthState.GENERATOR_AT_REST, "h", 200, 260)
                .opened("i1", "h", "not_started", 202.5, 200);

        assertThat(story.events()).singleElement().satisfies(event -> {
            assertThat(event.condition()).isEqualTo(ScoredCondition.GENERATOR);
            assertThat(Story.minute(event.dueMillis())).isEqualTo(202);
        });
        assertThat(story.numbers(ScoredCondition.GENERATOR).detectedPercent()).hasValue(100);
        assertThat(story.numbers(ScoredCondition.GENERATOR).detect().median()).hasValue(30);
    }

    @Test
    void asksForNoStartThatFailedWhileMainsWereThere() {
        story.state(TruthState.GENERATOR_FAILED_TO_START, "h", 100, 160)
                .state(TruthState.GENERATOR_AT_REST, "h", 300, 360)
                .state(TruthState.GENERATOR_FAILED_TO_START, "h", 301.5, 360);

        assertThat(story.events())
                .extracting(event -> Story.minute(event.state().startMillis()))
                .containsExactly(300.0);
        assertThat(story.trueEvents().unwatched())
                .extracting(event -> Story.minute(event.state().startMillis()))
                .containsExactly(100.0);
    }

    @Test
    void tellsAGeneratorThatRunsOnFromOneThatRests() {
        story.state(TruthState.GENERATOR_OVER_RUN, "h", 100, 120)
                .state(TruthState.GENERATOR_OVER_RUN, "h", 200, 300)
                .opened("i1", "h", "over_run", 246, 200)
                .opened("i2", "h", "not_started", 247, 243);

        assertThat(story.events()).extracting(TrueEvent::condition).containsExactly(ScoredCondition.GENERATOR_OVER_RUN);
        assertThat(story.verdicts()).containsExactly(Verdict.TRUE, Verdict.FALSE);
    }

    @Test
    void asksForAProbeThatCameOffBesideAnother() {
        story.fault(FaultKind.PROBE_DETACHED, "e-s/t", "e", 100, 300)
                .probeWrong("e", "e-s", 100, 300)
                .opened("i1", "e", "probes_disagree", 150, 105);

        assertThat(story.events()).singleElement().satisfies(event -> {
            assertThat(event.condition()).isEqualTo(ScoredCondition.PROBE);
            assertThat(event.place()).isEqualTo("e-s");
            assertThat(Story.minute(event.dueMillis()))
                    .as("its window and its delay")
                    .isEqualTo(145);
        });
        assertThat(story.verdicts()).containsExactly(Verdict.TRUE);
    }

    @Test
    void asksForADriftFromTheThresholdOn() {
        story.fault(FaultKind.PROBE_DRIFT, "e-s/u", "e", 0, 500).probeWrong("e", "e-s", 150, 500);

        assertThat(story.events())
                .singleElement()
                .satisfies(event -> assertThat(
                                List.of(Story.minute(event.state().startMillis()), Story.minute(event.dueMillis())))
                        .as("1 K after 150 minutes, so 2 K after 300")
                        .isEqualTo(List.of(300.0, 345.0)));
    }

    @Test
    void asksForNothingOfAProbeThatHasNoOtherBesideIt() {
        story.fault(FaultKind.PROBE_DRIFT, "e-s/p", "e", 0, 500).probeWrong("e", "e-s", 150, 500);

        assertThat(story.events()).isEmpty();
        assertThat(story.trueEvents().unwatched()).singleElement().satisfies(event -> {
            assertThat(event.condition()).isEqualTo(ScoredCondition.PROBE);
            assertThat(Story.minute(event.state().startMillis())).isEqualTo(150);
        });
    }

    @Test
    void knowsThatADeadDeviceComparesNothing() {
        story.fault(FaultKind.PROBE_DETACHED, "e-s/t", "e", 100, 300)
                .probeWrong("e", "e-s", 100, 300)
                .fault(FaultKind.DEVICE_DEAD, "e-s", "e", 110, 290);

        assertThat(story.events()).isEmpty();
        assertThat(story.trueEvents().unseen()).extracting(TrueEvent::condition).containsExactly(ScoredCondition.PROBE);
    }

    @Test
    void takesAPageOfAStuckProbeForAWarning() {
        story.fault(FaultKind.PROBE_STUCK, "e-s/t", "e", 100, 300).opened("i1", "e", "probes_disagree", 200, 150);

        assertThat(story.verdicts()).containsExactly(Verdict.EARLY);
    }

    @Test
    void asksForACalibrationAtNineInTheMorning() {
        // Two weeks before it is over.
        Story story = new Story(LocalDate.of(1970, 1, 14)).opened("i1", "e", "calibration_due", 541, 540);

        assertThat(story.events()).singleElement().satisfies(event -> {
            assertThat(event.condition()).isEqualTo(ScoredCondition.CALIBRATION);
            assertThat(Story.minute(event.dueMillis())).isEqualTo(540);
        });
        assertThat(story.verdicts()).containsExactly(Verdict.TRUE);
    }
}
