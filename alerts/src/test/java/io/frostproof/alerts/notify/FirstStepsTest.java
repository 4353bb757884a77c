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
        assertThat(FirstSteps.of(Notice.Kind.INCIDENT_OPENED, slot, null, Level.WARNING, false)
                        .getFirst())
                .contains(words);
    }

    @ParameterizedTest
    @CsvSource({
        "mains_silent,mains,missing,connection",
        "too_warm_silent,temperature,missing,connection",
        "generator_no_data,generator,missing,connection",
        "air,temperature,spread,second thermometer",
        "ajar,door,value,Shut the door",
        "away,mains,value,generator runs",
        "mains_lost,mains,value,generator runs",
        "low,battery,value,battery"
    })
    void goesByWhatIsMeasuredBeforeTheNameOfTheSlot(String slot, String quantity, String measure, String words) {
        var measured = new Notice.Measured(quantity, measure);
        assertThat(FirstSteps.of(Notice.Kind.INCIDENT_OPENED, slot, measured, Level.WARNING, false)
                        .getFirst())
                .contains(words);
    }

    @Test
    void movesStockAtOnceOnlyWhenCritical() {
        assertThat(FirstSteps.of(Notice.Kind.INCIDENT_OPENED, "too_warm", null, Level.CRITICAL, false))
                .anyMatch(step -> step.startsWith("Move the stock"));
        assertThat(FirstSteps.of(Notice.Kind.INCIDENT_OPENED, "too_warm", null, Level.WARNING, false))
                .noneMatch(step -> step.startsWith("Move the stock"));
    }

    @Test
    void asksForADecisionOnAProposal() {
        assertThat(FirstSteps.of(Notice.Kind.DECISION_PROPOSED, "too_warm", null, Level.CRITICAL, false)
                        .getFirst())
                .isEqualTo("Approve or reject the proposed quarantine.");
    }

    @Test
    void sendsNobodyToShutADoorWhenItIsOver() {
        assertThat(FirstSteps.of(Notice.Kind.INCIDENT_OPENED, "door_open", null, Level.CRITICAL, true))
                .noneMatch(step -> step.contains("Shut"));
    }
}
