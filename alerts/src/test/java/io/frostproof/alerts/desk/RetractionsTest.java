package io.frostproof.alerts.desk;

import static io.frostproof.alerts.condition.Tries.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.condition.Tries;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.incident.Told;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.NoticeText;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Channel n measures unit n. Above 8 is a warning, and so is no data for 15 min. Times in minutes after 9 o'clock. */
class RetractionsTest {

    private static final Instant BEGIN = Instant.parse("2026-11-21T09:00:00Z");
    private static final String WARM = Tries.SLOT;
    private static final String SILENT = "silent";
    private static final Condition SILENCE = new Condition(
            SILENT,
            Level.WARNING,
            Quantity.TEMPERATURE,
            new Measure.Missing(),
            Operator.ABOVE,
            0,
            Duration.ofMinutes(15),
            0,
            null,
            Schedule.ALWAYS);

    private final MemoryDesk store = new MemoryDesk(new StorageProfile(
            "fridge", "Fridge", 2.0, 8.0, List.of(Tries.above8(Level.WARNING, 0), SILENCE), "invented"));
    private final Desk desk = new Desk(
            store,
            "north",
            new NoticeTargets(List.of("webhook"), List.of("email")),
            InstantSource.fixed(BEGIN.plus(Duration.ofHours(1))));
    private int seen;

    private static long micros(long minute) {
        return BEGIN.getEpochSecond() * SECOND + minute * 60 * SECOND;
    }

    private void starts(int unit, String slot, long minute) {
        var told = new ArrayList<>(store.transitions.getOrDefault(channel(unit), List.of()));
        told.add(new Transition(
                slot, "u" + unit, Transition.Kind.STARTED, Level.WARNING, micros(minute), micros(minute), 9));
        says(unit, told);
    }

    private void ends(int unit, String slot, long minute) {
        var told = new ArrayList<>(store.transitions.getOrDefault(channel(unit), List.of()));
        told.add(new Transition(slot, "u" + unit, Transition.Kind.ENDED, null, micros(minute), micros(minute), 9));
        says(unit, told);
    }

    /** The channel has said nothing, as it turns out. */
    private void saidNothing(int unit) {
        says(unit, List.of());
    }

    private void says(int unit, List<Transition> transitions) {
        store.transitions.put(channel(unit), List.copyOf(transitions));
        store.queue.add(new DeskTransaction.Work(channel(unit), 0));
    }

    /** There is no channel 0. */
    private static int channel(int unit) {
        return unit + 1;
    }

    private void work() {
        while (desk.work()) {
            assertThat(store.queue).isNotNull();
        }
    }

    /** Sent since the last call: {@code "incident_opened u1 to email"}, with how many units and whether it is quiet. */
    private List<String> sent() {
        List<String> sent = store.outbox.entrySet().stream()
                .skip(seen)
                .map(entry -> entry.getValue().kind().id() + " "
                        + entry.getValue().unitId() + " to"
                        + entry.getKey().substring(entry.getKey().indexOf(" -> ") + 3)
                        + (entry.getValue().group() == null
                                ? ""
                                : " "
                                        + Objects.requireNonNull(
                                                        entry.getValue().group())
                                                .units())
                        + (entry.getValue().quiet() ? " quietly" : ""))
                .toList();
        seen = store.outbox.size();
        return sent;
    }

    private Incident of(int unit) {
        return store.incidents.values().stream()
                .filter(one -> one.unit().equals("u" + unit))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoWasToldHearsThatThereWasNothing() {
        starts(1, WARM, 0);
        work();
        assertThat(sent()).containsExactly("incident_opened u1 to webhook", "incident_opened u1 to email");

        saidNothing(1);
        work();

        assertThat(sent())
                .containsExactly("incident_retracted u1 to webhook quietly", "incident_retracted u1 to email");
        assertThat(store.history.get(of(1).id())).endsWith("excursion_retracted", "incident_retracted");
        assertThat(of(1).told()).isEqualTo(Told.RETRACTED);
        Notice notice = List.copyOf(store.outbox.values()).getLast();
        assertThat(NoticeText.of(notice, null).subject())
                .isEqualTo("TAKEN BACK: Fridge 1, Riga, nothing was wrong: too warm");
    }

    @Test
    void repeatedWorkTellsItOnce() {
        starts(1, WARM, 0);
        work();
        saidNothing(1);
        work();
        sent();
        saidNothing(1);
        work();
        assertThat(sent()).isEmpty();
    }

    @Test
    void whoWasToldThatItRecoveredHearsItToo() {
        starts(1, WARM, 0);
        work();
        ends(1, WARM, 5);
        work();
        sent();
        saidNothing(1);
        work();
        assertThat(sent())
                .containsExactly("incident_retracted u1 to webhook quietly", "incident_retracted u1 to email");
    }

    @Test
    void whatNobodyWasToldOfIsTakenBackWithoutAWord() {
        starts(1, WARM, 0);
        ends(1, WARM, 5);
        work();
        assertThat(sent()).isEmpty();
        saidNothing(1);
        work();
        assertThat(sent()).isEmpty();
        assertThat(of(1).state()).isEqualTo(IncidentState.RETRACTED);
    }

    @Test
    void whoWantsToHearNothingOfItHearsNothing() {
        starts(1, WARM, 0);
        work();
        sent();
        store.snoozes.put(of(1).id(), BEGIN.plus(Duration.ofHours(2)));
        saidNothing(1);
        work();
        assertThat(sent()).containsExactly("incident_retracted u1 to webhook quietly");
    }

    @Test
    void whatPeopleHaveClosedStaysTheirs() {
        starts(1, WARM, 0);
        work();
        sent();
        store.incidents.put(of(1).id(), of(1).withState(IncidentState.RESOLVED));
        saidNothing(1);
        work();
        assertThat(sent()).isEmpty();
    }

    @Test
    void whatIsFoundAnewIsToldAnew() {
        starts(1, WARM, 0);
        work();
        saidNothing(1);
        work();
        sent();
        starts(1, WARM, 0);
        work();
        assertThat(sent()).containsExactly("incident_opened u1 to webhook", "incident_opened u1 to email");
    }

    @Test
    void anEventThatWasNothingIsOneNotice() {
        for (int unit = 0; unit < 3; unit++) {
            starts(unit, SILENT, unit);
        }
        work();
        assertThat(sent()).containsExactly("incident_opened u0 to webhook 3", "incident_opened u0 to email 3");

        for (int unit = 0; unit < 3; unit++) {
            saidNothing(unit);
        }
        work();

        assertThat(sent())
                .containsExactly("incident_retracted u0 to webhook 3 quietly", "incident_retracted u0 to email 3");
    }

    @Test
    void peopleHearNothingOfOneUnitWhileOthersOfTheEventLast() {
        for (int unit = 0; unit < 3; unit++) {
            starts(unit, SILENT, unit);
        }
        work();
        sent();

        saidNothing(0);
        work();
        assertThat(sent())
                .containsExactly(
                        "incident_retracted u0 to webhook quietly", "incident_widened u1 to webhook 2 quietly");
        saidNothing(1);
        saidNothing(2);
        work();
        assertThat(sent())
                .containsExactly("incident_retracted u1 to webhook 2 quietly", "incident_retracted u1 to email 2");
    }

    @Test
    void anotherUnitWithTheSameTroubleIsAnotherMatter() {
        starts(1, WARM, 0);
        starts(2, WARM, 1);
        work();
        sent();
        saidNothing(1);
        saidNothing(2);
        work();
        assertThat(sent())
                .containsExactlyInAnyOrder(
                        "incident_retracted u1 to webhook quietly",
                        "incident_retracted u1 to email",
                        "incident_retracted u2 to webhook quietly",
                        "incident_retracted u2 to email");
        assertThat(Map.copyOf(store.incidents).values())
                .allMatch(one -> one.state() == IncidentState.RETRACTED && one.told() == Told.RETRACTED);
    }
}
