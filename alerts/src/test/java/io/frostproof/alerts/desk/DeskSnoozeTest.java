package io.frostproof.alerts.desk;

import static io.frostproof.alerts.condition.Tries.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.condition.Tries;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.stock.Stay;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A minute above 8 degrees is a warning, any value above 20 critical. Machines hear everything; people, what a snooze lets through. */
class DeskSnoozeTest {

    private static final long MINUTE = 60 * SECOND;
    private static final Condition[] CONDITIONS = {
        Tries.above8(Level.WARNING, 60), Tries.condition(Level.CRITICAL, Operator.ABOVE, 20, 0, 0)
    };
    private static final Instant BEGIN = Instant.parse("2026-11-21T23:00:00Z");
    private static final Instant LATER = BEGIN.plus(Duration.ofHours(1));

    private final MemoryDesk store =
            new MemoryDesk(new StorageProfile("fridge", "Fridge", 2.0, 8.0, List.of(CONDITIONS), "invented"));
    private Instant now = BEGIN;
    private Desk desk = desk();
    private int told;

    private Desk desk() {
        return new Desk(store, "north", new NoticeTargets(List.of("webhook"), List.of("email")), () -> now);
    }

    /** Everything the channel has said, minutes and degrees, and what the desk makes of it. */
    private void readings(String series) {
        var all = new ArrayList<Transition>();
        var monitor = new ChannelMonitor(Tries.plan(600, CONDITIONS));
        Tries.series(series).forEach(point -> monitor.accept(point.second() * MINUTE, point.value(), all::add));
        all.removeIf(transition -> transition.slot().equals(Transition.DATA));
        store.transitions.put(1, all);
        store.queue.add(new DeskTransaction.Work(1, 0));
        desk.work();
    }

    private void at(Instant instant) {
        now = instant;
        desk.work();
    }

    private Incident only() {
        assertThat(store.incidents).hasSize(1);
        return store.incidents.values().iterator().next();
    }

    private void snooze() {
        store.snoozes.put(only().id(), LATER);
    }

    /** Sent since the last call. */
    private List<String> sent() {
        List<String> sent = store.outbox.entrySet().stream()
                .skip(told)
                .map(entry -> entry.getValue().kind().id()
                        + entry.getKey().substring(entry.getKey().indexOf(" -> ") + 3))
                .toList();
        told = store.outbox.size();
        return sent;
    }

    private List<String> history() {
        return store.history.getOrDefault(only().id(), List.of());
    }

    @Test
    void recoveryOfASnoozedIncidentIsToldToMachinesOnly() {
        readings("0:5 10:9 12:9");
        assertThat(sent()).containsExactly("incident_opened webhook", "incident_opened email");
        snooze();
        readings("0:5 10:9 12:9 14:5");
        assertThat(only().state()).isEqualTo(IncidentState.RECOVERED);
        assertThat(sent()).containsExactly("incident_recovered webhook");
    }

    @Test
    void whatBeginsAgainWhileSnoozedWakesNobody() {
        readings("0:5 10:9 12:9");
        snooze();
        readings("0:5 10:9 12:9 14:5 16:9 18:9");
        assertThat(only().state()).isEqualTo(IncidentState.OPEN);
        assertThat(sent())
                .contains("incident_opened webhook")
                .filteredOn(line -> line.endsWith("email"))
                .containsExactly("incident_opened email");
    }

    @Test
    void aWorseningToCriticalEndsTheSnoozeAndWakesPeople() {
        readings("0:5 10:9 12:9");
        sent();
        snooze();
        readings("0:5 10:9 12:9 13:25");
        assertThat(sent()).containsExactly("incident_worsened webhook", "incident_worsened email");
        assertThat(store.snoozes).isEmpty();
        assertThat(history()).contains("snooze_broken_off");
        readings("0:5 10:9 12:9 13:25 14:5");
        assertThat(sent()).containsExactly("incident_recovered webhook", "incident_recovered email");
        at(LATER);
        assertThat(sent()).isEmpty();
    }

    @Test
    void aCriticalOneThatStaysCriticalDoesNotBreakItsSnooze() {
        readings("0:5 10:25 12:25");
        sent();
        snooze();
        readings("0:5 10:25 12:25 13:30 15:5");
        readings("0:5 10:25 12:25 13:30 15:5 17:25");
        assertThat(only().level()).isEqualTo(Level.CRITICAL);
        assertThat(sent()).containsExactly("incident_recovered webhook", "incident_opened webhook");
        assertThat(store.snoozes).isNotEmpty();
    }

    @Test
    void aProposalAboutStockIsToldInSpiteOfASnooze() {
        readings("0:5 10:9 12:9");
        sent();
        snooze();
        store.stays.put(
                "u1",
                List.of(new Stay(
                        new Notice.Stock("hu1", "L1", "Vaccine", BigDecimal.TEN, "vials"), 11 * MINUTE, null)));
        store.queue.add(new DeskTransaction.Work(1, Long.MIN_VALUE));
        desk.work();
        assertThat(sent()).containsExactly("decision_proposed webhook", "decision_proposed email");
    }

    @Test
    void aProposalThatWouldHaveComeWithTheNoticeOfABeginningComesByItself() {
        readings("0:5 10:9 12:9 14:5");
        sent();
        snooze();
        store.stays.put(
                "u1",
                List.of(new Stay(
                        new Notice.Stock("hu1", "L1", "Vaccine", BigDecimal.TEN, "vials"), 15 * MINUTE, null)));
        readings("0:5 10:9 12:9 14:5 16:9 18:9");
        assertThat(sent())
                .containsExactly("incident_opened webhook", "decision_proposed webhook", "decision_proposed email");
    }

    @Test
    void peopleAreToldOnceWhenASnoozeEndsAndItLasts() {
        readings("0:5 10:9 12:9");
        sent();
        snooze();
        at(LATER.minusSeconds(1));
        assertThat(sent()).isEmpty();
        at(LATER);
        assertThat(sent()).containsExactly("snooze_ended webhook", "snooze_ended email");
        assertThat(history()).containsOnlyOnce("snooze_ended");
        Notice notice = store.outbox.get("incident:" + only().id() + ":snoozed:" + LATER.toEpochMilli() + " -> email");
        assertThat(notice).isNotNull();
        assertThat(notice.endedAt()).isNull();
        at(LATER.plusSeconds(10));
        assertThat(sent()).isEmpty();
    }

    @Test
    void aDeskThatComesToASnoozeTwiceTellsOnce() {
        readings("0:5 10:9 12:9");
        sent();
        snooze();
        at(LATER);
        // The commit was lost with the server, or memory had told people while the database was away.
        store.snoozes.put(only().id(), LATER);
        desk = desk();
        at(LATER.plus(Duration.ofMinutes(7)));
        assertThat(sent()).containsExactly("snooze_ended webhook", "snooze_ended email");
        assertThat(store.snoozes).isEmpty();
    }

    @Test
    void aServerThatWasAwayAtTheEndOfASnoozeTellsWhenItIsBack() {
        readings("0:5 10:9 12:9");
        sent();
        snooze();
        desk = desk();
        at(LATER.plus(Duration.ofHours(3)));
        assertThat(sent()).containsExactly("snooze_ended webhook", "snooze_ended email");
    }

    @Test
    void aSnoozeOfWhatIsOverEndsWithoutAWord() {
        readings("0:5 10:9 12:9");
        snooze();
        readings("0:5 10:9 12:9 14:5");
        sent();
        at(LATER);
        assertThat(sent()).isEmpty();
        assertThat(store.snoozes).isEmpty();
        assertThat(history()).endsWith("snooze_ended");
    }

    @Test
    void anIncidentPeopleClosedIsNotBroughtUpAgain() {
        readings("0:5 10:9 12:9");
        snooze();
        Incident closed = only().withState(IncidentState.RESOLVED);
        store.incidents.putAll(Map.of(closed.id(), closed));
        sent();
        at(LATER);
        assertThat(sent()).isEmpty();
    }

    @Test
    void workDoesNotHaveToWaitForASnoozeThatCannotBeEnded() {
        readings("0:5 10:9 12:9");
        store.snoozes.put(new java.util.UUID(0, 1), BEGIN);
        now = LATER;
        store.queue.add(new DeskTransaction.Work(1, 0));
        try {
            desk.work();
        } catch (NullPointerException noSuchIncident) {
            assertThat(store.queue).isEmpty();
            return;
        }
        throw new AssertionError("expected the snooze of an unknown incident to fail");
    }
}
