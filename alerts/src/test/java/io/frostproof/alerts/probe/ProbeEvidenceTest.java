package io.frostproof.alerts.probe;

import static io.frostproof.alerts.probe.Traces.MINUTE;
import static io.frostproof.alerts.probe.Traces.air;
import static io.frostproof.alerts.probe.Traces.cameOffAt;
import static io.frostproof.alerts.probe.Traces.door;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/** A fridge that is to be below 8 °C, looked at after three hours. Channel 1 is what is judged. */
class ProbeEvidenceTest {

    private static final long NOW = 180;
    private static final Condition TOO_WARM = new Condition(
            "too_warm", Level.WARNING, Quantity.TEMPERATURE, Operator.ABOVE, 8, Duration.ofMinutes(45), 0);

    private static Optional<CameOff> found(Trace... traces) {
        return ProbeEvidence.of(1, List.of(traces), TOO_WARM, NOW * MINUTE);
    }

    private static double shut(long minute) {
        return 0;
    }

    private static Trace own(LongToDoubleFunction celsius) {
        return air(1, NOW, celsius);
    }

    @Test
    void findsAProbeThatJumpsToTheRoomBehindAClosedDoor() {
        assertThat(found(own(cameOffAt(100)), door(2, NOW, ProbeEvidenceTest::shut)))
                .hasValueSatisfying(off -> {
                    assertThat(off.channel()).isEqualTo("fridge-s/c1");
                    assertThat(off.beforeAt()).isEqualTo(Instant.EPOCH.plus(Duration.ofMinutes(100)));
                    assertThat(off.before()).isBetween(3.0, 5.0);
                    assertThat(off.after()).isBetween(19.8, 20.2);
                    assertThat(off.within()).isLessThan(0.3);
                    assertThat(off.doorClosed()).isTrue();
                    assertThat(off.other()).isNull();
                });
    }

    @Test
    void believesAUnitWhoseDoorWasOpenWhenItBegan() {
        assertThat(found(own(cameOffAt(100)), door(2, NOW, at -> at >= 102 && at <= 103 ? 1 : 0)))
                .isEmpty();
        assertThat(found(own(cameOffAt(100)), door(2, NOW, at -> at >= 90 ? 1 : 0)))
                .isEmpty();
    }

    @Test
    void believesAUnitWhoseDoorStandsOpenNow() {
        assertThat(found(own(cameOffAt(100)), door(2, NOW, at -> at >= 177 ? 1 : 0)))
                .as("somebody looks")
                .isPresent();
        assertThat(found(own(cameOffAt(100)), door(2, NOW, at -> at >= 120 ? 1 : 0)))
                .isEmpty();
    }

    @Test
    void believesAUnitWhoseDoorIsNotKnown() {
        Trace all = door(2, NOW, ProbeEvidenceTest::shut);
        Trace late = new Trace(
                2,
                "d",
                Quantity.DOOR,
                all.senses(),
                all.holdMicros(),
                all.points().stream()
                        .filter(point -> point.micros() > 101 * MINUTE)
                        .toList());

        assertThat(found(own(cameOffAt(100)), late)).isEmpty();
        assertThat(found(own(cameOffAt(100)), door(2, 150, ProbeEvidenceTest::shut)))
                .as("silent for half an hour")
                .isEmpty();
        assertThat(found(own(cameOffAt(100)))).as("no contact, no other probe").isEmpty();
    }

    @Test
    void believesAUnitThatWarmsAsUnitsDo() {
        // Two hours' time constant; and a small one, of half an hour.
        for (double minutes : new double[] {120, 30}) {
            assertThat(found(
                            own(at -> at <= 60 ? 4 : 20 - 16 * Math.exp(-(at - 60) / minutes)),
                            door(2, NOW, ProbeEvidenceTest::shut)))
                    .as("time constant %s min", minutes)
                    .isEmpty();
        }
    }

    @Test
    void believesAUnitThatGoesOnWarming() {
        assertThat(found(own(at -> at <= 100 ? 4 : 14 + (at - 100) / 10.0), door(2, NOW, ProbeEvidenceTest::shut)))
                .isEmpty();
    }

    @Test
    void believesWhatNoRoomIsLike() {
        Condition frozen = new Condition(
                "too_warm", Level.WARNING, Quantity.TEMPERATURE, Operator.ABOVE, -15, Duration.ofMinutes(45), 0);
        // A defrost that is stuck.
        assertThat(ProbeEvidence.of(
                        1,
                        List.of(own(at -> at <= 100 ? -20 : -2), door(2, NOW, ProbeEvidenceTest::shut)),
                        frozen,
                        NOW * MINUTE))
                .isEmpty();
        assertThat(ProbeEvidence.of(
                        1,
                        List.of(own(at -> at <= 100 ? -20 : 18), door(2, NOW, ProbeEvidenceTest::shut)),
                        frozen,
                        NOW * MINUTE))
                .isPresent();
    }

    @Test
    void waitsUntilItHasStayed() {
        assertThat(found(own(cameOffAt(150)), door(2, NOW, ProbeEvidenceTest::shut)))
                .isEmpty();
        assertThat(found(own(cameOffAt(140)), door(2, NOW, ProbeEvidenceTest::shut)))
                .isPresent();
    }

    @Test
    void believesTwoProbesThatAreWarm() {
        assertThat(found(own(cameOffAt(100)), air(3, NOW, cameOffAt(100)), door(2, NOW, ProbeEvidenceTest::shut)))
                .isEmpty();
        // The other one is within limits still, but follows.
        assertThat(found(
                        own(cameOffAt(100)),
                        air(3, NOW, at -> at <= 100 ? 4 : 7.5),
                        door(2, NOW, ProbeEvidenceTest::shut)))
                .isEmpty();
    }

    @Test
    void tellsWhatAnotherProbeSays() {
        assertThat(found(own(cameOffAt(100)), air(3, NOW, Traces::cold), door(2, NOW, ProbeEvidenceTest::shut)))
                .hasValueSatisfying(off -> assertThat(off.other()).isBetween(3.0, 5.0));
    }

    @Test
    void takesAnotherProbeForADoorContactIfItLives() {
        assertThat(found(own(cameOffAt(100)), air(3, NOW, Traces::cold)))
                .hasValueSatisfying(off -> assertThat(off.doorClosed()).isFalse());
        assertThat(found(own(cameOffAt(100)), air(3, NOW, at -> 4))).as("stuck").isEmpty();
        assertThat(found(own(cameOffAt(100)), air(3, 120, Traces::cold)))
                .as("silent")
                .isEmpty();
    }

    @Test
    void takesAnotherProbeForEnoughWhenTheDoorWasOpenForAMoment() {
        LongToDoubleFunction opened = at -> at >= 102 && at <= 103 ? 1 : 0;

        assertThat(found(own(cameOffAt(100)), air(3, NOW, Traces::cold), door(2, NOW, opened)))
                .hasValueSatisfying(off -> assertThat(off.doorClosed()).isFalse());
        assertThat(found(own(cameOffAt(100)), air(3, NOW, Traces::cold), door(2, NOW, at -> at >= 102 ? 1 : 0)))
                .as("a corner beside an open door may be warm")
                .isEmpty();
    }

    @Test
    void believesAProbeThatWasWarmBefore() {
        assertThat(found(own(at -> at <= 100 ? 9 : 20), door(2, NOW, ProbeEvidenceTest::shut)))
                .isEmpty();
    }

    @Test
    void saysNothingOfCold() {
        Condition cold = new Condition(
                "too_cold", Level.WARNING, Quantity.TEMPERATURE, Operator.BELOW, 30, Duration.ofMinutes(45), 0);

        assertThat(ProbeEvidence.of(
                        1, List.of(own(cameOffAt(100)), door(2, NOW, ProbeEvidenceTest::shut)), cold, NOW * MINUTE))
                .isEmpty();
    }
}
