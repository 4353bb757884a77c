package io.frostproof.server.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.server.score.Matching.Verdict;
import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.truth.TruthState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Minutes stand for times; devices report every five of them, and warmth and cold have ten minutes of delay. */
class MatchingTest {

    private final Story story = new Story();

    @Test
    void findsAnEventThatAPageFollowsWhileItLasts() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 100, 160)
                .opened("i1", "a", "too_warm", 113, 102)
                .recovered("i1", 165, 163);

        Numbers numbers = story.numbers(ScoredCondition.TOO_WARM);

        assertThat(numbers.trueEvents()).isEqualTo(1);
        assertThat(numbers.detectedPercent()).hasValue(100);
        assertThat(numbers.detect().median()).hasValue(3 * 60);
        assertThat(numbers.clear().median()).hasValue(5 * 60);
        assertThat(numbers.startError().median()).hasValue(2 * 60);
        assertThat(numbers.endError().median()).hasValue(3 * 60);
        assertThat(numbers.falsePages()).isZero();
    }

    @Test
    void countsOnlyWhatOutlastsTheDelayByTwoMinutes() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 100, 111.9).state(TruthState.PRODUCT_ABOVE, "a", 200, 212);

        assertThat(story.events())
                .extracting(event -> Story.minute(event.state().startMillis()))
                .containsExactly(200.0);
    }

    @Test
    void callsAPageAboutNothingFalse() {
        story.opened("i1", "a", "too_warm", 50, 40).worsened("i1", "a", "too_warm", 60, 40);

        Numbers numbers = story.numbers(ScoredCondition.TOO_WARM);

        assertThat(numbers.pages()).isEqualTo(2);
        assertThat(numbers.falsePages()).isEqualTo(2);
        assertThat(numbers.trueEvents()).isZero();
        assertThat(numbers.detectedPercent()).isEmpty();
    }

    @Test
    void callsAPageOfAnotherUnitFalseAndTheEventMissed() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 100, 160).opened("i1", "b", "too_warm", 113, 102);

        Numbers numbers = story.numbers(ScoredCondition.TOO_WARM);

        assertThat(numbers.detected()).isZero();
        assertThat(numbers.falsePages()).isEqualTo(1);
    }

    @Test
    void callsAPageOfAnotherConditionFalseAndTheEventMissed() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 100, 160).opened("i1", "a", "too_cold", 113, 102);

        assertThat(story.numbers(ScoredCondition.TOO_WARM).detected()).isZero();
        assertThat(story.numbers(ScoredCondition.TOO_COLD).falsePages()).isEqualTo(1);
    }

    @Test
    void takesThePageOfARealFaultForAWarning() {
        story.fault(FaultKind.COMPRESSOR_FAILURE, "a", 90, 120).opened("i1", "a", "too_warm", 113, 102);
        story.fault(FaultKind.COMPRESSOR_FAILURE, "b", 90, 120).opened("i2", "b", "too_warm", 190, 185);

        assertThat(story.verdicts()).containsExactly(Verdict.EARLY, Verdict.FALSE);
    }

    @Test
    void takesTheFaultOfADeviceForOneOfEveryUnitThatItMeasures() {
        story.fault(FaultKind.CLOCK_STEP, "a-s", "a", 90, 200).opened("i1", "g", "silence", 113, 102);
        story.fault(FaultKind.CLOCK_STEP, "b-s", "b", 290, 400).opened("i2", "g", "silence", 313, 302);

        assertThat(story.verdicts()).containsExactly(Verdict.EARLY, Verdict.FALSE);
    }

    @Test
    void takesNoFaultOfAnotherKindForAnExplanation() {
        story.fault(FaultKind.COMPRESSOR_FAILURE, "a", 90, 120).opened("i1", "a", "too_cold", 113, 102);

        assertThat(story.verdicts()).containsExactly(Verdict.FALSE);
    }

    @Test
    void callsThePageOfABrokenProbeFalseThoughItSaysWhy() {
        story.fault(FaultKind.PROBE_DRIFT, "a", 0, 500).opened("i1", "a", "too_warm", 113, 102);

        assertThat(story.verdicts()).containsExactly(Verdict.MISNAMED);
        assertThat(story.numbers(ScoredCondition.TOO_WARM).falsePages()).isEqualTo(1);
    }

    @Test
    void knowsAnEventThatBeginsInAnIncidentThatIsOpen() {
        // The air was too warm for long before the product was.
        story.state(TruthState.PRODUCT_ABOVE, "a", 100, 160)
                .opened("i1", "a", "too_warm", 40, 30)
                .recovered("i1", 170, 165);

        assertThat(story.verdicts()).containsExactly(Verdict.TRUE);
        assertThat(story.numbers(ScoredCondition.TOO_WARM).detect().median()).hasValue(0);
    }

    @Test
    void doesNotKnowAnEventFromAnIncidentThatWasOverBeforeItWasDue() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 100, 160)
                .opened("i1", "a", "too_warm", 40, 30)
                .recovered("i1", 105, 100);

        assertThat(story.numbers(ScoredCondition.TOO_WARM).detected()).isZero();
        assertThat(story.verdicts()).containsExactly(Verdict.FALSE);
    }

    @Test
    void callsAnIncidentThatIsOpenedAgainForOneEventFalse() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 100, 300)
                .opened("i1", "a", "too_warm", 113, 102)
                .recovered("i1", 150, 149)
                .opened("i2", "a", "too_warm", 200, 190);

        Numbers numbers = story.numbers(ScoredCondition.TOO_WARM);

        assertThat(story.verdicts()).containsExactly(Verdict.TRUE, Verdict.AGAIN);
        assertThat(numbers.detected()).isEqualTo(1);
        assertThat(numbers.repeats()).isEqualTo(1);
        assertThat(numbers.falsePages()).isEqualTo(1);
        assertThat(numbers.startError().seconds())
                .as("two runs, so no interval is the one")
                .isEmpty();
    }

    @Test
    void callsAWorseLevelOfATrueEventARepeatAndNotFalse() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 100, 300)
                .opened("i1", "a", "too_warm", 113, 102)
                .worsened("i1", "a", "too_warm", 130, 102);

        Numbers numbers = story.numbers(ScoredCondition.TOO_WARM);

        assertThat(numbers.pages()).isEqualTo(2);
        assertThat(numbers.repeats()).isEqualTo(1);
        assertThat(numbers.falsePages()).isZero();
    }

    @Test
    void givesEachOfTwoEventsItsOwnPage() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 100, 120)
                .state(TruthState.PRODUCT_ABOVE, "a", 124, 160)
                .opened("i1", "a", "too_warm", 123, 102)
                .recovered("i1", 124, 121)
                .opened("i2", "a", "too_warm", 136, 125);

        assertThat(story.verdicts()).containsExactly(Verdict.TRUE, Verdict.TRUE);
        assertThat(story.numbers(ScoredCondition.TOO_WARM).detect().seconds()).containsExactly(2.0 * 60, 13.0 * 60);
    }

    @Test
    void acceptsOneIncidentOverEventsThatFlicker() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 100, 120)
                .state(TruthState.PRODUCT_ABOVE, "a", 190, 220)
                .opened("i1", "a", "too_warm", 113, 102)
                .recovered("i1", 230, 225);

        Numbers numbers = story.numbers(ScoredCondition.TOO_WARM);

        assertThat(numbers.detected()).isEqualTo(2);
        assertThat(numbers.pages()).isEqualTo(1);
    }

    @Test
    void missesWhatIsPagedAfterItsWindowWithoutCallingThePageFalse() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 100, 120).late("i1", "a", "too_warm", 133, 102, 119);

        assertThat(story.numbers(ScoredCondition.TOO_WARM).detected()).isZero();
        assertThat(story.verdicts()).containsExactly(Verdict.LATE);
    }

    @Test
    void countsWhatOnlyTheLogHasApartFromWhatPeopleWereToldOf() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 100, 120)
                .recorded("a", "too_warm", 101, 119)
                .state(TruthState.PRODUCT_ABOVE, "a", 300, 320)
                .recorded("a", "too_cold", 301, 319)
                .recorded("b", "too_warm", 301, 319);

        Numbers numbers = story.numbers(ScoredCondition.TOO_WARM);

        assertThat(numbers.trueEvents()).isEqualTo(2);
        assertThat(numbers.detected()).isZero();
        assertThat(numbers.recorded()).isEqualTo(1);
    }

    @Test
    void asksTheLogAloneForADoorThatWasClosedAgainBeforeAnybodyCouldHearOfIt() {
        story.state(TruthState.DOOR_OPEN, "a", 100, 160)
                .silent("a", "a-s", 90, 400)
                .recorded("a", "door_open", 101, 160);

        Numbers numbers = story.numbers(ScoredCondition.DOOR);

        assertThat(numbers.trueEvents()).isEqualTo(1);
        assertThat(numbers.detected()).isZero();
        assertThat(numbers.found()).isEqualTo(1);
        assertThat(numbers.foundPercent()).hasValue(100);
    }

    @Test
    void asksForAPageOfADoorThatStillStandsOpenWhenItsDeviceIsHeardAgain() {
        story.state(TruthState.DOOR_OPEN, "a", 100, 160)
                .silent("a", "a-s", 90, 159)
                .recorded("a", "door_open", 101, 160);
        story.state(TruthState.DOOR_OPEN, "a", 500, 560)
                .silent("a", "a-s", 550, 600)
                .recorded("a", "door_open", 501, 560);

        assertThat(story.numbers(ScoredCondition.DOOR).trueEvents()).isEqualTo(2);
        assertThat(story.numbers(ScoredCondition.DOOR).found()).isZero();
    }

    @Test
    void asksForAPageOfWhatHarmsStockHoweverLateItIsHeardOf() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 100, 160)
                .silent("a", "a-s", 90, 400)
                .recorded("a", "too_warm", 101, 160);

        assertThat(story.numbers(ScoredCondition.TOO_WARM).recorded()).isEqualTo(1);
        assertThat(story.numbers(ScoredCondition.TOO_WARM).found()).isZero();
    }

    @Test
    void doesNotFindInTheLogWhatIsNotThere() {
        story.state(TruthState.DOOR_OPEN, "a", 100, 160).silent("a", "a-s", 90, 400);

        assertThat(story.numbers(ScoredCondition.DOOR).trueEvents()).isEqualTo(1);
        assertThat(story.numbers(ScoredCondition.DOOR).found()).isZero();
    }

    @Test
    void waitsForWhatADeviceCouldNotSend() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 100, 120)
                .silent("a", "a-s", 90, 400)
                .late("i1", "a", "too_warm", 403, 102, 119);

        Numbers numbers = story.numbers(ScoredCondition.TOO_WARM);

        assertThat(numbers.detected()).isEqualTo(1);
        assertThat(numbers.detect().median()).as("people waited all the same").hasValue((403 - 110) * 60);
    }

    @Test
    void doesNotWaitWhenTheDeviceFellSilentAfterItWasDue() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 100, 120)
                .silent("a", "a-s", 111, 400)
                .late("i1", "a", "too_warm", 403, 102, 119);

        assertThat(story.numbers(ScoredCondition.TOO_WARM).detected()).isZero();
    }

    @Test
    void leavesPagesAboutStatesOfJustTheDelayAlone() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 100, 109).opened("i1", "a", "too_warm", 112, 101);
        story.state(TruthState.PRODUCT_ABOVE, "b", 100, 104).opened("i2", "b", "too_warm", 112, 101);

        assertThat(story.verdicts()).containsExactly(Verdict.BRIEF, Verdict.FALSE);
    }

    @Test
    void leavesOutWhatCouldNotBeKnownByTheEnd() {
        story.state(TruthState.PRODUCT_ABOVE, "a", 970, 1000);
        story.state(TruthState.PRODUCT_ABOVE, "b", 985, 1000).opened("i1", "b", "too_warm", 999, 985);

        assertThat(story.events()).extracting(TrueEvent::place).containsExactly("a");
        assertThat(story.verdicts()).containsExactly(Verdict.BRIEF);
    }

    @Test
    void takesMainsOfANodeForOneEventThatAnyOfItsUnitsMayPage() {
        story.state(TruthState.MAINS_ABSENT, "a", 100, 160)
                .state(TruthState.MAINS_ABSENT, "g", 101, 160)
                .opened("i1", "g", "mains_lost", 102, 100);

        assertThat(story.numbers(ScoredCondition.POWER).trueEvents()).isEqualTo(1);
        assertThat(story.numbers(ScoredCondition.POWER).detected()).isEqualTo(1);
    }

    @Test
    void listsEventsThatNoRuleWatchesApart() {
        story.probeWrong("a", "a-s", 100, 200).probeWrong("b", "b-s", 100, 150);

        assertThat(story.events()).isEmpty();
        assertThat(story.trueEvents().unwatched())
                .extracting(TrueEvent::place)
                .as("an hour and two minutes")
                .containsExactly("a-s");
        assertThat(story.numbers(ScoredCondition.PROBE).detectedPercent()).isEmpty();
        assertThat(story.numbers(ScoredCondition.PROBE).unwatched()).isEqualTo(1);
    }

    @Test
    void callsAPageAboutAnEventThatNobodyAskedForNeitherFalseNorADetection() {
        story.probeWrong("a", "a-s", 100, 200).opened("i1", "a", "probe_off", 170, 105);

        assertThat(story.verdicts()).containsExactly(Verdict.UNASKED);
        assertThat(story.numbers(ScoredCondition.PROBE).falsePages()).isZero();
        assertThat(story.numbers(ScoredCondition.PROBE).detected()).isZero();
    }

    @Test
    void countsTheDelayOfARuleOfMissingDataFromWhenTheLastReadingStoppedToStand() {
        story.silent("d", "d-s", 100, 200).silent("d", "d-s", 300, 331).opened("i1", "d", "no_data", 128, 107);

        assertThat(story.events()).singleElement().satisfies(event -> {
            assertThat(event.place()).isEqualTo("d-s");
            assertThat(Story.minute(event.dueMillis())).as("10 min and 20 min").isEqualTo(130);
        });
        assertThat(story.verdicts()).containsExactly(Verdict.TRUE);
    }

    @Test
    void takesARuleOfAnotherDeviceOfTheUnitForNoWatch() {
        story.silent("d", "d-door", 100, 200);

        assertThat(story.events()).isEmpty();
        assertThat(story.trueEvents().unwatched()).extracting(TrueEvent::place).containsExactly("d-door");
    }

    @Test
    void asksForAStuckProbeWhenTheWindowOfItsRuleIsOver() {
        story.probeWrong("d", "d-s", 100, 200)
                .fault(FaultKind.PROBE_STUCK, "d-s/t", "d", 100, 200)
                .opened("i1", "d", "probe_stuck", 163, 160);

        assertThat(story.events()).singleElement().satisfies(event -> {
            assertThat(event.condition()).isEqualTo(ScoredCondition.PROBE_STUCK);
            assertThat(Story.minute(event.dueMillis())).isEqualTo(160);
        });
        assertThat(story.trueEvents().unwatched())
                .as("it is wrong for no other reason")
                .isEmpty();
        assertThat(story.verdicts()).containsExactly(Verdict.TRUE);
    }

    @Test
    void doesNotAskForWhatADeadOrWrongSensorHides() {
        story.state(TruthState.PRODUCT_ABOVE, "d", 100, 160)
                .fault(FaultKind.DEVICE_DEAD, "d-s", "d", 90, 155)
                .state(TruthState.PRODUCT_ABOVE, "b", 100, 160)
                .fault(FaultKind.PROBE_DRIFT, "b-s/t", "b", 0, 400)
                .probeWrong("b", "b-s", 90, 400);

        assertThat(story.events())
                .filteredOn(event -> event.condition() == ScoredCondition.TOO_WARM)
                .isEmpty();
        assertThat(story.trueEvents().unseen())
                .filteredOn(event -> event.condition() == ScoredCondition.TOO_WARM)
                .extracting(TrueEvent::place)
                .containsExactly("b", "d");
        assertThat(story.numbers(ScoredCondition.TOO_WARM).unseen()).isEqualTo(2);
    }

    /** What is only offline sends later, battery or not. */
    @Test
    void doesNotAskForWhatAnEmptyBatteryHidesAndAsksForWhatALostNetworkDoes() {
        story.state(TruthState.PRODUCT_ABOVE, "d", 100, 160)
                .fault(FaultKind.BATTERY_WEAK, "d-s", "d", 0, 400)
                .silent("d", "d-s", 90, 155)
                .state(TruthState.PRODUCT_ABOVE, "b", 100, 160)
                .fault(FaultKind.BATTERY_WEAK, "b-s", "b", 0, 400)
                .fault(FaultKind.NETWORK_LOSS, "node", "b", 90, 155)
                .silent("b", "b-s", 90, 155);

        assertThat(story.events())
                .filteredOn(event -> event.condition() == ScoredCondition.TOO_WARM)
                .extracting(TrueEvent::place)
                .containsExactly("b");
        assertThat(story.trueEvents().unseen())
                .filteredOn(event -> event.condition() == ScoredCondition.TOO_WARM)
                .extracting(TrueEvent::place)
                .containsExactly("d");
    }

    @Test
    void asksForAnEventThatOutlastsTheFaultOfItsSensor() {
        story.state(TruthState.PRODUCT_ABOVE, "d", 100, 200).fault(FaultKind.DEVICE_DEAD, "d-s", "d", 90, 155);

        assertThat(story.events())
                .filteredOn(event -> event.condition() == ScoredCondition.TOO_WARM)
                .singleElement()
                .satisfies(event -> assertThat(Story.minute(event.dueMillis())).isEqualTo(165));
    }

    @Test
    void asksForAnEventThatADriftOfLessThanAKelvinHides() {
        story.state(TruthState.PRODUCT_ABOVE, "d", 100, 160).fault(FaultKind.PROBE_DRIFT, "d-s/t", "d", 0, 400);

        assertThat(story.events()).extracting(TrueEvent::place).containsExactly("d");
    }

    @Test
    void doesNotAskAProbeInTheAirForGoodsThatCameWarm() {
        story.state(TruthState.PRODUCT_ABOVE, "d", 100, 160)
                .arrived("d", 100)
                .air("d", 95, 5)
                .air("d", 160, 5);

        assertThat(story.events()).isEmpty();
        assertThat(story.trueEvents().unseen()).extracting(TrueEvent::place).containsExactly("d");
    }

    @Test
    void asksForGoodsThatCameWarmWhereTheAirWasWarmAsWell() {
        story.state(TruthState.PRODUCT_ABOVE, "d", 100, 160)
                .arrived("d", 100)
                .air("d", 95, 12)
                .air("d", 160, 12);

        assertThat(story.events()).extracting(TrueEvent::place).containsExactly("d");
    }

    @Test
    void asksForGoodsThatWereThereBeforeTheyWereWarm() {
        story.state(TruthState.PRODUCT_ABOVE, "d", 100, 160)
                .arrived("d", 99)
                .air("d", 95, 5)
                .air("d", 160, 5);

        assertThat(story.events()).extracting(TrueEvent::place).containsExactly("d");
    }

    @Test
    void doesNotAskForWhatNoDeviceMeasures() {
        story.state(TruthState.DOOR_OPEN, "b", 100, 200);

        assertThat(story.events()).as("b has no door contact").isEmpty();
    }

    @Test
    void countsSilenceOfADeviceOnceWhateverItMeasures() {
        story.silent("a", "a-s", 100, 200).silent("g", "a-s", 100, 200);

        assertThat(story.trueEvents().unwatched())
                .singleElement()
                .satisfies(event -> assertThat(Story.minute(event.dueMillis())).isEqualTo(110));
    }

    @Test
    void computesTheStateOfAThresholdThatIsNotTheEndOfTheBand() {
        // The rule of unit c is 12 °C for 10 minutes, its band ends at 9 °C.
        story.state(TruthState.PRODUCT_ABOVE, "c", 100, 200)
                .contents("c", 100, 9)
                .contents("c", 110, 13)
                .contents("c", 150, 13)
                .contents("c", 160, 11);

        assertThat(story.events()).singleElement().satisfies(event -> {
            assertThat(Story.minute(event.state().startMillis())).isEqualTo(107.5);
            assertThat(Story.minute(event.state().endMillis())).isEqualTo(155);
        });
    }

    @Test
    void endsAnIncidentThatWasRetractedWithTheNextOneOfItsSlot() {
        story.opened("i1", "a", "too_warm", 50, 40).opened("i2", "a", "too_warm", 80, 70);

        assertThat(story.runs())
                .extracting(run -> Story.minute(run.recoveredMillis()))
                .first()
                .isEqualTo(80.0);
    }

    @Test
    void tellsRunsOfOneIncidentApart() {
        story.opened("i1", "a", "too_warm", 50, 40)
                .recovered("i1", 60, 58)
                .opened("i1", "a", "too_warm", 75, 70)
                .recovered("i1", 90, 88);

        assertThat(story.runs())
                .extracting(run -> Story.minute(run.openedMillis()))
                .isEqualTo(List.of(50.0, 75.0));
    }

    @Test
    void findsAnEventOfAMemberWhenANoticeNamesItsUnitAndCountsNoPageForIt() {
        story.opened("i1", "b", "too_warm", 50, 40).widened("i1", "i2", "a", "too_warm", 55, 42);

        assertThat(story.runs())
                .extracting(run -> run.unit() + " " + run.pages() + " " + Story.minute(run.openedMillis()))
                .containsExactly("b 1 50.0", "a 0 55.0");
    }

    @Test
    void countsNoPageForWhatIsMeantForMachinesAlone() {
        story.opened("i1", "a", "too_warm", 50, 40)
                .widened("i1", "i1", "a", "too_warm", 60, 40)
                .recovered("i1", 70, 69);

        assertThat(story.runs()).extracting(IncidentRun::pages).containsExactly(1);
    }
}
