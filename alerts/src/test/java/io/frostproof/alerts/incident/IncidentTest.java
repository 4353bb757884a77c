package io.frostproof.alerts.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.excursion.Excursion;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncidentTest {

    private static final long MINUTE = 60_000_000;
    private static final long REGROUP = 30 * MINUTE;

    private static Excursion excursion(Level level, long start, @Nullable Long end) {
        return new Excursion(1, "u1", "too_warm", level, start, start, null, end, 0, null, 9);
    }

    private static Incident incident(IncidentState state, @Nullable Long recovered) {
        return Incident.beginning(excursion(Level.WARNING, 100 * MINUTE, recovered))
                .withState(state);
    }

    @Test
    void beginsAsItsFirstExcursionStands() {
        assertThat(Incident.beginning(excursion(Level.WARNING, 5, null)).state())
                .isEqualTo(IncidentState.OPEN);
        assertThat(Incident.beginning(excursion(Level.WARNING, 5, 9L)).state()).isEqualTo(IncidentState.RECOVERED);
    }

    @Test
    void isNamedByUnitSlotAndStart() {
        Excursion first = excursion(Level.WARNING, 5, null);
        assertThat(Incident.idFor(first))
                .isEqualTo(Incident.idFor(excursion(Level.CRITICAL, 5, 9L)))
                .isEqualTo(Incident.idFor(first, 1))
                .isNotEqualTo(Incident.idFor(first, 2))
                .isNotEqualTo(Incident.idFor(excursion(Level.WARNING, 6, null)))
                // Fixed for good: rows and keys of notices carry it.
                .hasToString("d366ba11-7d1b-3961-be5b-83a3142e5079");
    }

    @ParameterizedTest(name = "{0} with an excursion that {1} becomes {2}")
    @CsvSource({
        "OPEN,lasts,OPEN", "OPEN,ended,RECOVERED", "OPEN,is gone,RETRACTED",
        "ACKNOWLEDGED,lasts,ACKNOWLEDGED", "ACKNOWLEDGED,ended,RECOVERED", "ACKNOWLEDGED,is gone,RETRACTED",
        "RECOVERED,lasts,OPEN", "RECOVERED,ended,RECOVERED", "RECOVERED,is gone,RETRACTED",
        "RESOLVED,lasts,RESOLVED", "RESOLVED,ended,RESOLVED", "RESOLVED,is gone,RESOLVED",
        "RETRACTED,lasts,OPEN", "RETRACTED,ended,RECOVERED", "RETRACTED,is gone,RETRACTED",
    })
    void followsItsExcursions(IncidentState state, String what, IncidentState expected) {
        List<Excursion> excursions = switch (what) {
            case "lasts" ->
                List.of(
                        excursion(Level.WARNING, 100 * MINUTE, 110 * MINUTE),
                        excursion(Level.WARNING, 105 * MINUTE, null));
            case "ended" -> List.of(excursion(Level.WARNING, 100 * MINUTE, 110 * MINUTE));
            default -> List.of();
        };
        assertThat(incident(state, null).with(excursions).state()).isEqualTo(expected);
    }

    @Test
    void spansItsExcursionsAtTheirHighestLevel() {
        Incident after = incident(IncidentState.OPEN, null)
                .with(List.of(
                        excursion(Level.CRITICAL, 90 * MINUTE, 200 * MINUTE),
                        excursion(Level.WARNING, 150 * MINUTE, 160 * MINUTE)));
        assertThat(after.startedMicros()).isEqualTo(90 * MINUTE);
        assertThat(after.recoveredMicros()).isEqualTo(200 * MINUTE);
        assertThat(after.level()).isEqualTo(Level.CRITICAL);
        assertThat(after.id()).isEqualTo(incident(IncidentState.OPEN, null).id());
    }

    @ParameterizedTest(name = "{0} takes {1}..{2} (minutes relative to 100..110): {3}")
    @CsvSource({
        // Recovered: at most half an hour between them, on either side.
        "RECOVERED,40,,true",
        "RECOVERED,41,,false",
        "RECOVERED,40,45,true",
        "RECOVERED,41,45,false",
        "RECOVERED,-50,-30,true",
        "RECOVERED,-50,-31,false",
        "RECOVERED,2,3,true",
        // Open: every one that lasts, and ended ones that are near.
        "OPEN,500,,true",
        "OPEN,-500,,true",
        "OPEN,-50,-30,true",
        "OPEN,-50,-31,false",
        "OPEN,500,510,true",
        "ACKNOWLEDGED,500,,true",
        "ACKNOWLEDGED,-50,-31,false",
        // Closed: none.
        "RESOLVED,2,3,false",
        "RESOLVED,2,,false",
        "RETRACTED,2,3,false",
        "RETRACTED,2,,false",
    })
    void takesWhatIsNear(IncidentState state, long from, @Nullable Long to, boolean takes) {
        Incident incident = incident(state, state.open() ? null : Long.valueOf(110 * MINUTE));
        Excursion excursion =
                excursion(Level.WARNING, (100 + from) * MINUTE, to == null ? null : Long.valueOf((100 + to) * MINUTE));
        assertThat(incident.takes(excursion)).isEqualTo(takes);
    }

    @Test
    void regroupsToTheMicrosecond() {
        Incident recovered = incident(IncidentState.RECOVERED, 110 * MINUTE);
        assertThat(recovered.takes(excursion(Level.WARNING, 110 * MINUTE + REGROUP, null)))
                .isTrue();
        assertThat(recovered.takes(excursion(Level.WARNING, 110 * MINUTE + REGROUP + 1, null)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"OPEN,true", "ACKNOWLEDGED,true", "RECOVERED,false", "RESOLVED,false", "RETRACTED,false"})
    void countsAsOpenWhileTheConditionLastsAndPeopleHaveNotClosedIt(IncidentState state, boolean open) {
        assertThat(state.open()).isEqualTo(open);
        assertThat(IncidentState.of(state.id())).isEqualTo(state);
    }

    /** Whatever was known first. */
    @Test
    void countsTheStretchesThatItsExcursionsMakeUp() {
        Incident incident = incident(IncidentState.OPEN, null);
        assertThat(incident.timesOpened()).isEqualTo(1);
        Excursion first = excursion(Level.WARNING, 100 * MINUTE, 110 * MINUTE);
        Excursion within = excursion(Level.WARNING, 105 * MINUTE, 108 * MINUTE);
        Excursion touching = excursion(Level.WARNING, 110 * MINUTE, 115 * MINUTE);
        Excursion apart = excursion(Level.WARNING, 120 * MINUTE, null);
        assertThat(incident.with(List.of(first, within, touching)).timesOpened())
                .isEqualTo(1);
        assertThat(incident.with(List.of(apart, touching, first)).timesOpened()).isEqualTo(2);
        assertThat(incident.with(List.of(first, apart)).with(List.of()).timesOpened())
                .isEqualTo(2);
    }

    @Test
    void belongsToNoGroupWhenItTurnsOutToBeNothing() {
        Incident member = incident(IncidentState.OPEN, null).withMemberOf(new java.util.UUID(1, 2));
        assertThat(member.withState(IncidentState.ACKNOWLEDGED).memberOf()).isNotNull();
        assertThat(member.with(List.of()).memberOf()).isNull();
        assertThat(member.withCause(null).memberOf()).isNull();
    }
}
