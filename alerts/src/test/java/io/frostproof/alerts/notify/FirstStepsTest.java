package io.frostproof.alerts.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstStepsTest {

    @ParameterizedTest
    @CsvSource({
        "too_warm,door is shut",
        "too_cold,thermostat",
        "FREEZING,thermostat",
        "door_open,Shut the door",
        "mains_lost,generator runs",
        "humid,Look at the unit"
    })
    void startsWithWhatTheTroubleAsksFor(String slot, String words) {
        assertThat(FirstSteps.of(Notice.Kind.INCIDENT_OPENED, slot, Level.WARNING, false)
                        .getFirst())
                .contains(words);
    }

    @Test
    void movesStockAtOnceOnlyWhenCritical() {
        assertThat(FirstSteps.of(Notice.Kind.INCIDENT_OPENED, "too_warm", Level.CRITICAL, false))
                .anyMatch(step -> step.startsWith("Move the stock"));
        assertThat(FirstSteps.of(Notice.Kind.INCIDENT_OPENED, "too_warm", Level.WARNING, false))
                .noneMatch(step -> step.startsWith("Move the stock"));
    }

    @Test
    void asksForADecisionOnAProposal() {
        assertThat(FirstSteps.of(Notice.Kind.DECISION_PROPOSED, "too_warm", Level.CRITICAL, false)
                        .getFirst())
                .isEqualTo("Approve or reject the proposed quarantine.");
    }

    @Test
    void sendsNobodyToShutADoorWhenItIsOver() {
        assertThat(FirstSteps.of(Notice.Kind.INCIDENT_OPENED, "door_open", Level.CRITICAL, true))
                .noneMatch(step -> step.contains("Shut"));
    }
}
