package io.frostproof.alerts.desk.memory;

import static io.frostproof.alerts.condition.Tries.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.condition.Tries;
import io.frostproof.alerts.decision.Decision;
import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.DeskTransaction.UnitFacts;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.alerts.stock.Stay;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A minute above 8 degrees is a warning; a reading stands for 10 min. Channel 1 is in unit u1, which holds hu1. */
class MemoryDeskStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final List<Condition> CONDITIONS = List.of(Tries.above8(Level.WARNING, 60));
    private static final StorageProfile PROFILE =
            new StorageProfile("fridge", "Fridge", 2.0, 8.0, CONDITIONS, "invented");

    private final MemoryOutbox outbox = new MemoryOutbox();
    private final MemoryDeskStore store = new MemoryDeskStore(outbox, new MemoryDeskStore.Limits(3, 6));
    private final Desk desk =
            new Desk(store, "north", new NoticeTargets(List.of("webhook"), List.of()), InstantSource.fixed(NOW));

    private static DeskSeed seed(List<DeskSeed.KnownIncident> incidents, List<DeskSeed.KnownSlot> slots) {
        return seed(incidents, slots, List.of());
    }

    private static DeskSeed seed(
            List<DeskSeed.KnownIncident> incidents, List<DeskSeed.KnownSlot> slots, List<KeptNotice> announced) {
        var stock = new Notice.Stock("hu1", "L1", "Vaccine", BigDecimal.TEN, "vials");
        return new DeskSeed(
                Map.of(
                        "u1",
                        new UnitFacts(
                                "u1",
                                "Fridge 1",
                                "Riga",
                                "north",
                                "North",
                                ZoneId.of("Europe/Riga"),
                                UnitRules.always(PROFILE))),
                channel -> channel == 1 ? Quantity.TEMPERATURE : null,
                Map.of("u1", List.of(new Stay(stock, 0, null))),
                incidents,
                slots,
                List.of(),
                List.of(),
                List.of(),
                announced);
    }

    private static List<Transition> transitions(String readings) {
        return Tries.transitions(Tries.plan(600, CONDITIONS.toArray(Condition[]::new)), Tries.series(readings));
    }

    private void conclude(List<Transition> transitions) {
        assertThat(store.append("north", 1, transitions)).isTrue();
        while (desk.work()) {
            // until nothing waits
        }
    }

    private List<String> told() {
        return outbox.changedSince(0).stream()
                .map(kept -> kept.notice().kind().id())
                .toList();
    }

    private List<Incident> open() {
        return store.inTransaction(transaction -> transaction.incidents("u1", Tries.SLOT)).stream()
                .filter(incident -> incident.state().open())
                .toList();
    }

    @Test
    void anIncidentOfWhichAnEarlierRunHasToldKeepsItsName() {
        store.begin(seed(List.of(), List.of()));
        conclude(transitions("0:5 600:9 700:9"));
        List<KeptNotice> told = outbox.changedSince(0);
        UUID name = open().getFirst().id();

        var nextOutbox = new MemoryOutbox();
        var next = new MemoryDeskStore(nextOutbox, new MemoryDeskStore.Limits(3, 6));
        next.begin(seed(List.of(), List.of(), told));
        // What began at 600 s is in the spool; all that this run knows is later.
        assertThat(next.append("north", 1, transitions("640:9 760:9"))).isTrue();
        var itsDesk =
                new Desk(next, "north", new NoticeTargets(List.of("webhook"), List.of()), InstantSource.fixed(NOW));
        assertThat(itsDesk.work()).isFalse();

        assertThat(nextOutbox.changedSince(0))
                .extracting(kept -> kept.notice().incidentId())
                .containsOnly(name);
    }

    @Test
    void conclusionsThatComeTwiceChangeNothing() {
        store.begin(seed(List.of(), List.of()));
        List<Transition> warm = transitions("0:5 600:9 700:9");

        conclude(warm);
        conclude(warm);

        assertThat(open()).hasSize(1);
        assertThat(told()).containsExactly("incident_opened", "decision_proposed");
    }

    @Test
    void aTransactionThatThrowsLeavesEverythingAsItWas() {
        store.begin(seed(List.of(), List.of()));
        conclude(transitions("0:5 600:9 700:9"));
        Incident incident = open().getFirst();
        List<Object> before = everythingOf(incident.id());
        store.append("north", 1, transitions("0:5 600:9 700:9 800:5"));

        assertThatThrownBy(() -> store.inTransaction(transaction -> {
                    assertThat(transaction.takeWork("north", 50)).hasSize(1);
                    Excursion excursion = transaction.excursions(incident.id()).getFirst();
                    transaction.remove(excursion.id());
                    transaction.save(incident.withState(IncidentState.RETRACTED), "north", NOW);
                    Decision decision = transaction.decisions(incident.id()).getFirst();
                    transaction.save(decision.with(decision.state(), Set.of()), Map.of(), NOW);
                    transaction.save(Decision.propose(incident.id(), 2, Set.of("hu2")), Map.of(), NOW);
                    Notice known = outbox.changedSince(0).getFirst().notice();
                    transaction.send(known, "email", NOW);
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(everythingOf(incident.id())).isEqualTo(before);
        assertThat(told()).hasSize(2);
        assertThat(store.regionsWithWork()).containsExactly("north"); // its work is back in the queue
    }

    private List<Object> everythingOf(UUID incident) {
        return store.inTransaction(transaction -> {
            var everything = new ArrayList<Object>();
            everything.add(String.valueOf(transaction.incident(incident)));
            everything.add(transaction.incidents("u1", Tries.SLOT));
            everything.add(transaction.excursions(incident));
            everything.add(transaction.decisions(incident));
            everything.add(transaction.histories(1, 0).stream()
                    .map(history -> history.known())
                    .toList());
            return everything;
        });
    }

    @Test
    void anIncidentOfBeforeGoesOnUnderItsIdAndIsNotToldAgain() {
        List<Transition> warm = transitions("0:5 600:9 700:9");
        Excursion excursion = Tries.excursions(warm).getFirst();
        Incident incident = Incident.beginning(excursion);
        store.begin(seed(
                List.of(new DeskSeed.KnownIncident(
                        incident.withState(IncidentState.ACKNOWLEDGED),
                        "north",
                        List.of(excursion),
                        List.of(new DeskSeed.KnownDecision(Decision.propose(incident.id(), 1, Set.of("hu1")), NOW)))),
                List.of(new DeskSeed.KnownSlot(
                        1,
                        Tries.SLOT,
                        Long.MIN_VALUE,
                        warm.stream().filter(t -> t.slot().equals(Tries.SLOT)).toList()))));

        conclude(List.of(transitions("0:5 600:9 700:9 800:5").getLast()));

        assertThat(open()).isEmpty();
        assertThat(told()).containsExactly("incident_recovered");
    }

    @Test
    void aSnoozeThatTheDatabaseKnewHoldsAndIsEndedOnceFromMemory() {
        List<Transition> warm = transitions("0:5 600:9 700:9");
        Excursion excursion = Tries.excursions(warm).getFirst();
        Incident incident = Incident.beginning(excursion);
        Instant until = NOW.plusSeconds(60);
        store.begin(seed(
                List.of(new DeskSeed.KnownIncident(
                        incident,
                        "north",
                        List.of(excursion),
                        List.of(new DeskSeed.KnownDecision(Decision.propose(incident.id(), 1, Set.of("hu1")), NOW)),
                        until)),
                List.of()));

        assertThat(store.regionsWithSnoozesOver(NOW)).isEmpty();
        assertThat(store.regionsWithSnoozesOver(until)).containsExactly("north");
        for (int i = 0; i < 2; i++) {
            new Desk(store, "north", new NoticeTargets(List.of(), List.of("email")), InstantSource.fixed(until)).work();
        }

        assertThat(told()).containsExactly("snooze_ended");
        assertThat(store.regionsWithSnoozesOver(until)).isEmpty();
    }

    @Test
    void anIncidentThatWasOverBeforeIsNeitherRetractedNorToldAgain() {
        List<Transition> over = transitions("0:5 600:9 700:9 800:5");
        Excursion excursion = Tries.excursions(over).getFirst();
        Incident incident = Incident.beginning(excursion);
        store.begin(
                seed(List.of(new DeskSeed.KnownIncident(incident, "north", List.of(excursion), List.of())), List.of()));

        // The mirror has the excursion, and a lane said so after it was read.
        conclude(over);

        List<Incident> known = store.inTransaction(transaction -> transaction.incidents("u1", Tries.SLOT));
        assertThat(known).containsExactly(incident);
        assertThat(told()).isEmpty();
    }

    @Test
    void ofClosedIncidentsTheOldestLeaveAndTheOpenOneStays() {
        store.begin(seed(List.of(), List.of()));
        // An hour between them, so that each is an incident of its own; the last one goes on.
        var readings = new StringBuilder("0:5");
        for (int i = 1; i <= 10; i++) {
            readings.append(" %d:9 %d:9 %d:5".formatted(i * 7_200, i * 7_200 + 100, i * 7_200 + 200));
        }
        readings.append(" 90000:9 90100:9");
        var piece = new ArrayList<Transition>();
        for (Transition transition : transitions(readings.toString())) {
            piece.add(transition);
            if (transition.kind() == Transition.Kind.ENDED) {
                conclude(piece);
                piece.clear();
            }
        }
        conclude(piece);

        assertThat(store.counts().incidents()).isLessThanOrEqualTo(3 + 2);
        assertThat(open()).hasSize(1);
        // Work of long ago finds nothing to take back.
        List<String> before = told();
        conclude(transitions("0:5 7200:9 7300:9 7400:5"));
        assertThat(told()).isEqualTo(before);
    }

    @Test
    void ofABreachThatIsNowKnownAndNowNotItsStartAndItsLevelStay() {
        store.begin(seed(List.of(), List.of()));
        // A gap of 15 minutes each time, over which the breach survives.
        var readings = new StringBuilder("0:5 600:9 700:11");
        for (int i = 1; i <= 40; i++) {
            readings.append(" ").append(700 + i * 1_500).append(":9");
        }
        List<Transition> all = transitions(readings.toString());
        for (Transition transition : all) {
            conclude(List.of(transition));
        }
        conclude(List.of(all.getLast()));

        Incident incident = open().getFirst();
        Excursion excursion = store.inTransaction(transaction -> transaction.excursions(incident.id()))
                .getFirst();
        assertThat(excursion.startedMicros()).isEqualTo(600 * SECOND);
        assertThat(store.inTransaction(transaction -> transaction.histories(1, Long.MAX_VALUE))
                        .getFirst()
                        .transitions())
                .hasSizeLessThanOrEqualTo(7);
        assertThat(told()).containsExactly("incident_opened", "decision_proposed");
    }

    @Test
    void whatIsNotKnownIsNotTaken() {
        store.begin(seed(List.of(), List.of()));
        List<Transition> warm = transitions("0:5 600:9 700:9");

        assertThat(store.append("north", 2, warm)).isFalse();
        assertThat(store.append(
                        "north",
                        1,
                        List.of(new Transition(
                                Tries.SLOT,
                                "u2",
                                Transition.Kind.STARTED,
                                Level.WARNING,
                                700 * SECOND,
                                600 * SECOND,
                                9))))
                .isFalse();
        assertThat(store.regionsWithWork()).isEmpty();
    }

    @Test
    void atMostOneIncidentIsOpen() {
        store.begin(seed(List.of(), List.of()));
        conclude(transitions("0:5 600:9 700:9"));
        Incident other = open().getFirst();

        assertThatThrownBy(() -> store.inTransaction(transaction -> {
                    transaction.save(
                            new Incident(new UUID(1, 2), "u1", Tries.SLOT, Level.WARNING, IncidentState.OPEN, 0, null),
                            "north",
                            NOW);
                    return true;
                }))
                .hasMessageContaining("at most one incident");
        assertThat(open()).containsExactly(other);
    }

    @Test
    void noticesThatWaitedAreTakenOver() {
        store.begin(seed(List.of(), List.of()));
        conclude(transitions("0:5 600:9 700:9"));
        KeptNotice kept = outbox.changedSince(0).getFirst();
        var fresh = new MemoryOutbox();

        fresh.takeOver(new KeptNotice(
                kept.notice(), "webhook", NOW, KeptNotice.State.WAITING, 3, NOW.plusSeconds(8), List.of()));

        assertThat(fresh.due("webhook", NOW.plusSeconds(7), 10)).isEmpty();
        assertThat(fresh.due("webhook", NOW.plusSeconds(8), 10))
                .singleElement()
                .satisfies(message -> assertThat(message.attempts()).isEqualTo(3));
        assertThat(fresh.changedSince(0)).isEmpty();
    }
}
