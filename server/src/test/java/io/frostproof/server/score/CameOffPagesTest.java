package io.frostproof.server.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.server.score.Matching.Verdict;
import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.truth.TruthState;
import org.junit.jupiter.api.Test;

/** Pages of a temperature that say that it is probably the probe. Minutes stand for times. */
class CameOffPagesTest {

    private final Story story = new Story();

    @Test
    void areAboutTheProbe() {
        story.fault(FaultKind.PROBE_DETACHED, "a-s/t", "a", 100, 300)
                .probeWrong("a", "a-s", 100, 300)
                .cameOff("i1", "a", "too_warm", 150, 110);

        assertThat(story.verdicts()).as("no rule promises it").containsExactly(Verdict.UNASKED);
        assertThat(story.numbers(ScoredCondition.TOO_WARM).pages()).isZero();
        assertThat(story.numbers(ScoredCondition.PROBE).falsePages()).isZero();
    }

    @Test
    void areFalseWhenNothingIsWrongWithTheProbeAndFindNoUnitThatIsWarm() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 100, 200).cameOff("i1", "a", "too_warm", 112, 100);

        assertThat(story.verdicts()).containsExactly(Verdict.FALSE);
        assertThat(story.numbers(ScoredCondition.TOO_WARM).detected()).isZero();
    }

    @Test
    void areOverWhenTheNextPageOfTheIncidentSaysOtherwise() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 190, 300)
                .fault(FaultKind.PROBE_DETACHED, "a-s/t", "a", 100, 300)
                .probeWrong("a", "a-s", 100, 300)
                .cameOff("i1", "a", "too_warm", 150, 110)
                .worsened("i1", "a", "too_warm", 203, 110);

        assertThat(story.runs())
                .extracting(IncidentRun::condition)
                .containsExactly(ScoredCondition.PROBE, ScoredCondition.TOO_WARM);
        assertThat(story.runs()).extracting(IncidentRun::pages).containsExactly(1, 1);
    }
}
