package io.frostproof.alerts.desk;

import static io.frostproof.alerts.condition.Tries.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.condition.Tries;
import io.frostproof.alerts.decision.Decision;
import io.frostproof.alerts.decision.DecisionState;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.stock.Exposure;
import io.frostproof.alerts.stock.Stay;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A minute above 8 degrees is a warning, any value above 20 critical; a reading stands for 10 min. Times in minutes. */
class DeskTest {

    private static final long MINUTE = 60 * SECOND;
    private static final List<io.frostproof.alerts.condition.Condition> CONDITIONS =
            List.of(Tries.above8(Level.WARNING, 60), Tries.condition(Level.CRITICAL, Operator.ABOVE, 20, 0, 0));
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));

    private final MemoryDesk store =
            new MemoryDesk(new StorageProfile("fridge", "Fridge", 2.0, 8.0, CONDITIONS, "invented"));
    private final Desk desk = new Desk(store, "north", new NoticeTargets(List.of("webhook"), List.of("email")), CLOCK);

    /** What the channel has said up to now, in order of event time: {@code "0:5 10:9"}, minutes and degrees. */
    private void readings(int channel, String series) {
        var all = new ArrayList<Transition>();
        var monitor = new ChannelMonitor(
                Tries.plan(600, CONDITIONS.toArray(io.frostproof.alerts.condition.Condition[]::new)));
        for (Tries.Point point : Tries.series(series)) {
            monitor.accept(point.second() * MINUTE, point.value(), all::add);
        }
        all.removeIf(transition -> transition.slot().equals(Transition.DATA));
        List<Transition> before = store.transitions.getOrDefault(channel, List.of());
        int same = 0;
        while (same < Math.min(all.size(), before.size()) && all.get(same).equals(before.get(same))) {
            same++;
        }
        var differing = new ArrayList<>(all.subList(same, all.size()));
        differing.addAll(before.subList(same, before.size()));
        store.transitions.put(channel, all);
        differing.stream()
                .mapToLong(Transition::timeMicros)
                .min()
                .ifPresent(from -> store.queue.add(new DeskTransaction.Work(channel, from)));
        work();
    }

    private void work() {
        while (desk.work()) {
            assertThat(store.queue).isNotNull();
        }
    }

    private void stock(String handlingUnit, long fromMinute, @Nullable Long toMinute) {
        store.stays
                .computeIfAbsent("u1", unit -> new ArrayList<>())
                .add(new Stay(
                        new Notice.Stock(handlingUnit, "L1", "Vaccine", BigDecimal.TEN, "vials"),
                        fromMinute * MINUTE,
                        toMinute == null ? null : Long.valueOf(toMinute * MINUTE)));
    }

    /** As the network file does it when stock has moved: every channel of the unit, from the beginning of time. */
    private void stockMoved() {
        store.transitions
                .keySet()
                .forEach(channel -> store.queue.add(new DeskTransaction.Work(
                        channel, Instant.parse("0001-01-01T00:00:00Z").getEpochSecond() * SECOND)));
        work();
    }

    /** Sent since the last call, as {@code "incident_opened webhook"}. */
    private List<String> sent() {
        var sent = store.outbox.entrySet().stream()
                .skip(told)
                .map(entry -> entry.getValue().kind().id()
                        + (entry.getValue().late() ? " late" : "")
                        + entry.getKey().substring(entry.getKey().indexOf(" -> ") + 3))
                .toList();
        told = store.outbox.size();
        return sent;
    }

    private int told;

    private List<String> incidents() {
        return store.incidents.values().stream()
                .map(i -> i.state().id() + " " + i.level().id() + " " + i.startedMicros() / MINUTE + ".."
                        + (i.recoveredMicros() == null ? "" : i.recoveredMicros() / MINUTE) + " of "
                        + store.excursions(i.id()).size())
                .toList();
    }

    private Incident only() {
        assertThat(store.incidents).hasSize(1);
        return store.incidents.values().iterator().next();
    }

    private void people(Incident incident, IncidentState state) {
        store.incidents.put(incident.id(), incident.withState(state));
    }

    private List<String> decisions() {
        return store.decisions.values().stream()
                .map(d -> d.state().id() + " "
                        + d.handlingUnits().stream().sorted().toList())
                .toList();
    }

    @Test
    void opensOneIncidentExposesProposesAndTells() {
        stock("hu1", 5, null);
        readings(1, "0:5 10:9 15:9");

        assertThat(incidents()).containsExactly("open warning 10.. of 1");
        assertThat(store.exposures.values())
                .containsExactly(List.of(new Exposure(
                        store.excursions.keySet().iterator().next(),
                        store.stays("u1", 0, null).getFirst().stock(),
                        10 * MINUTE,
                        null)));
        assertThat(decisions()).containsExactly("proposed [hu1]");
        Incident incident = only();
        Decision decision = store.decisions.values().iterator().next();
        assertThat(store.outbox)
                .containsOnlyKeys(
                        "incident:" + incident.id() + ":opened -> webhook",
                        "incident:" + incident.id() + ":opened -> email",
                        "decision:" + decision.id() + ":proposed -> webhook");
        Notice notice = Objects.requireNonNull(store.outbox.get("incident:" + incident.id() + ":opened -> email"));
        assertThat(notice.decisionId()).isEqualTo(decision.id());
        assertThat(notice.rule()).isEqualTo("> 8 °C for 1 min (fridge)");
        assertThat(notice.stock()).hasSize(1);
        assertThat(notice.endedAt()).isNull();
    }

    @Test
    void changesAndSendsNothingWhenTheSameWorkComesTwice() {
        stock("hu1", 5, null);
        readings(1, "0:5 10:9 15:9 20:25 30:5 35:9 40:9");
        List<Object> before = store.everything();

        for (long minute : new long[] {0, 11, 20, 30, 36}) {
            store.queue.add(new DeskTransaction.Work(1, minute * MINUTE));
            work();
        }
        stockMoved();

        assertThat(store.everything()).isEqualTo(before);
    }

    @Test
    void worsensThenRecovers() {
        readings(1, "0:5 10:9 15:9");
        sent();
        readings(1, "0:5 10:9 15:9 20:25");
        assertThat(sent()).containsExactly("incident_worsened webhook", "incident_worsened email");
        readings(1, "0:5 10:9 15:9 20:25 25:5");
        assertThat(incidents()).containsExactly("recovered critical 10..25 of 1");
        assertThat(sent()).containsExactly("incident_recovered webhook", "incident_recovered email");
        assertThat(store.history.get(only().id()))
                .containsExactly("excursion_found", "excursion_corrected", "excursion_ended");
    }

    @Test
    void joinsAndReopensUpToHalfAnHourLater() {
        readings(1, "0:9 5:9 10:5");
        sent();
        readings(1, "0:9 5:9 10:5 20:5 30:5 40:9 45:9");
        assertThat(incidents()).containsExactly("open warning 0.. of 2");
        assertThat(sent()).containsExactly("incident_opened webhook", "incident_opened email");
        readings(1, "0:9 5:9 10:5 20:5 30:5 40:9 45:9 50:5");
        assertThat(incidents()).containsExactly("recovered warning 0..50 of 2");
        assertThat(sent()).containsExactly("incident_recovered webhook", "incident_recovered email");
    }

    @Test
    void opensANewIncidentAfterThat() {
        readings(1, "0:9 5:9 10:5 20:5 30:5 41:9 45:9");
        assertThat(incidents()).containsExactly("recovered warning 0..10 of 1", "open warning 41.. of 1");
    }

    /** Found by killing a server during a replay: the desk then learns of the end of one and the start of the next at once. */
    @Test
    void opensANewIncidentAlsoWhenItLearnsOfTheEndOfTheOldOneInTheSameBreath() {
        readings(1, "0:9 5:9");
        sent();
        readings(1, "0:9 5:9 10:5 20:5 30:5 41:9 45:9");
        assertThat(incidents()).containsExactly("recovered warning 0..10 of 1", "open warning 41.. of 1");
        assertThat(sent())
                .containsExactly(
                        "incident_recovered webhook",
                        "incident_recovered email",
                        "incident_opened webhook",
                        "incident_opened email");
    }

    @Test
    void joinsWhatItLearnsOfInTheSameBreathUpToHalfAnHourLater() {
        readings(1, "0:9 5:9 10:5 20:5 30:5 40:9 45:9 50:5");
        assertThat(incidents()).containsExactly("recovered warning 0..50 of 2");
    }

    @Test
    void sharesOneIncidentBetweenTwoProbesOfAUnit() {
        readings(1, "0:9 5:9");
        readings(2, "1:9 7:9");
        assertThat(incidents()).containsExactly("open warning 0.. of 2");
        assertThat(sent()).containsExactly("incident_opened webhook", "incident_opened email");
        readings(1, "0:9 5:9 10:5");
        assertThat(sent()).as("the other probe is still out").isEmpty();
        readings(2, "1:9 7:9 12:5");
        assertThat(incidents()).containsExactly("recovered warning 0..12 of 2");
        assertThat(sent()).containsExactly("incident_recovered webhook", "incident_recovered email");
    }

    @Test
    void describesTheExcursionThatLasts() {
        readings(1, "0:9 5:9");
        readings(2, "1:9 7:9 8:5");
        readings(1, "0:9 5:9 10:30");
        Notice last = List.copyOf(store.outbox.values()).getLast();
        assertThat(last.kind()).isEqualTo(Notice.Kind.INCIDENT_WORSENED);
        assertThat(last.endedAt()).isNull();
        assertThat(last.worstValue()).isEqualTo(30);
        assertThat(last.rule()).isEqualTo("> 20 °C (fridge)");
    }

    @Test
    void keepsTheIncidentWhenACorrectionMovesItsStart() {
        readings(1, "0:5 10:9 15:9");
        Incident before = only();
        readings(1, "0:5 8:9 10:9 15:9");
        assertThat(only().id()).isEqualTo(before.id());
        assertThat(incidents()).containsExactly("open warning 8.. of 1");
        assertThat(store.history.get(before.id())).containsExactly("excursion_found", "excursion_corrected");
        assertThat(sent()).containsExactly("incident_opened webhook", "incident_opened email");
    }

    @Test
    void withdrawsTheProposalOfWhatLateReadingsRefute() {
        stock("hu1", 0, null);
        readings(1, "0:5 10:9 12:9");
        readings(1, "0:5 10:5 12:9");
        assertThat(incidents()).containsExactly("retracted warning 10.. of 0");
        assertThat(decisions()).containsExactly("withdrawn [hu1]");
        assertThat(store.exposures).isEmpty();
    }

    @Test
    void mergesIntoTheIncidentThatIsOpenAndAcknowledged() {
        stock("hu1", 0, null);
        readings(1, "0:9 5:9 10:5 20:5 30:5 40:5 50:9 55:9");
        Incident second = List.copyOf(store.incidents.values()).getLast();
        people(second, IncidentState.ACKNOWLEDGED);
        sent();

        readings(1, "0:9 5:9 10:9 20:9 30:9 40:9 50:9 55:9");

        assertThat(incidents()).containsExactly("retracted warning 0.. of 0", "acknowledged warning 0.. of 1");
        assertThat(sent()).isEmpty();
        assertThat(decisions()).containsExactly("withdrawn [hu1]", "proposed [hu1]");
    }

    @Test
    void extendsTheProposalByStockThatCameLater() {
        readings(1, "0:9 5:9");
        stock("hu1", 6, null);
        stockMoved();
        assertThat(decisions()).containsExactly("proposed [hu1]");
        stock("hu2", 7, null);
        stockMoved();
        assertThat(decisions()).containsExactly("proposed [hu1, hu2]");
        assertThat(store.exposures.values().iterator().next()).hasSize(2);
    }

    @Test
    void leavesDecidedProposalsAndMakesASecondOneForNewStock() {
        stock("hu1", 0, null);
        readings(1, "0:9 5:9");
        Decision first = store.decisions.values().iterator().next();
        store.decisions.put(first.id(), first.with(DecisionState.APPROVED, first.handlingUnits()));
        stock("hu2", 6, null);
        sent();
        stockMoved();
        assertThat(decisions()).containsExactly("approved [hu1]", "proposed [hu2]");
        assertThat(sent()).containsExactly("decision_proposed webhook", "decision_proposed email");
    }

    @Test
    void tellsNobodyOfLateTroubleThatTouchedNoStock() {
        readings(1, "0:9 5:9 10:5");
        assertThat(incidents()).containsExactly("recovered warning 0..10 of 1");
        assertThat(sent()).isEmpty();
    }

    @Test
    void tellsOnceAndAsLateOfTroubleThatTouchedStock() {
        stock("hu1", 2, 8L);
        readings(1, "0:9 5:9 10:5");
        assertThat(sent())
                .containsExactly(
                        "decision_proposed late webhook", "late_summary late webhook", "late_summary late email");
    }

    @Test
    void marksAsLateWhatJoinsARecoveredIncident() {
        readings(1, "0:9 5:9 10:5");
        stock("hu1", 20, 30L);
        readings(2, "19:9 25:9 30:5");
        assertThat(incidents()).containsExactly("recovered warning 0..30 of 2");
        assertThat(sent())
                .containsExactly(
                        "decision_proposed late webhook", "late_summary late webhook", "late_summary late email");
    }

    @Test
    void mailsPeopleOncePerEvent() {
        readings(1, "0:9 5:9");
        sent();
        stock("hu1", 6, null);
        readings(1, "0:9 5:9 10:25");
        assertThat(sent())
                .containsExactly("incident_worsened webhook", "incident_worsened email", "decision_proposed webhook");
        stock("hu2", 11, null);
        Decision first = store.decisions.values().iterator().next();
        store.decisions.put(first.id(), first.with(DecisionState.REJECTED, Set.of("hu1")));
        readings(1, "0:9 5:9 10:25 15:5");
        assertThat(sent())
                .containsExactly("incident_recovered webhook", "decision_proposed webhook", "decision_proposed email");
    }

    @Test
    void tellsOfEveryRecoveryOfAnExcursionThatACorrectionReopened() {
        readings(1, "0:9 5:9 10:5");
        readings(1, "0:9 5:9 10:9");
        assertThat(sent()).containsExactly("incident_opened webhook", "incident_opened email");
        readings(1, "0:9 5:9 10:9 15:5");
        assertThat(sent()).containsExactly("incident_recovered webhook", "incident_recovered email");
        readings(1, "0:9 5:9 10:9 15:9");
        assertThat(sent()).containsExactly("incident_opened webhook", "incident_opened email");
        readings(1, "0:9 5:9 10:9 15:9 20:5");
        assertThat(sent()).containsExactly("incident_recovered webhook", "incident_recovered email");
    }

    @Test
    void opensANewIncidentForNewTroubleAfterPeopleClosedAnOngoingOne() {
        readings(1, "0:9 5:9");
        people(only(), IncidentState.RESOLVED);
        sent();
        readings(2, "6:9 10:9");
        assertThat(incidents()).containsExactly("resolved warning 0.. of 1", "open warning 6.. of 1");
        assertThat(sent()).containsExactly("incident_opened webhook", "incident_opened email");
        readings(1, "0:9 5:9 10:5");
        assertThat(incidents()).containsExactly("resolved warning 0..10 of 1", "open warning 6.. of 1");
        assertThat(sent()).isEmpty();
    }

    @Test
    void opensANewIncidentEvenWhenTheNewTroubleBeganAtTheInstantOfTheClosedOne() {
        readings(1, "0:9 5:9");
        people(only(), IncidentState.RESOLVED);
        readings(2, "0:9 5:9");
        assertThat(incidents()).containsExactly("resolved warning 0.. of 1", "open warning 0.. of 1");
    }

    @Test
    void tellsWhenTroubleThatPeopleClosedWorsens() {
        readings(1, "0:9 5:9");
        people(only(), IncidentState.RESOLVED);
        sent();
        readings(1, "0:9 5:9 10:25");
        assertThat(incidents()).containsExactly("resolved critical 0.. of 1");
        assertThat(sent()).containsExactly("incident_worsened webhook", "incident_worsened email");
        readings(1, "0:9 5:9 10:25 15:5");
        assertThat(sent()).as("closed already").isEmpty();
    }

    @Test
    void opensANewIncidentWhenWhatPeopleClosedAsOverGoesOn() {
        readings(1, "0:9 5:9 10:5");
        Incident closed = only();
        people(closed, IncidentState.RESOLVED);
        sent();
        readings(1, "0:9 5:9 10:9");
        assertThat(incidents()).containsExactly("resolved warning 0..10 of 0", "open warning 0.. of 1");
        assertThat(store.history.get(closed.id())).endsWith("excursion_left");
        assertThat(sent()).containsExactly("incident_opened webhook", "incident_opened email");
    }

    @Test
    void keepsTheOpenIncidentWhenItTurnsOutToBeWhatPeopleClosed() {
        readings(1, "0:9 5:9 10:5 20:5 30:5 40:5 50:9 55:9");
        people(List.copyOf(store.incidents.values()).getFirst(), IncidentState.RESOLVED);
        sent();
        readings(1, "0:9 5:9 10:9 20:9 30:9 40:9 50:9 55:9");
        assertThat(incidents()).containsExactly("resolved warning 0..10 of 0", "open warning 0.. of 1");
        assertThat(sent()).isEmpty();
    }

    @Test
    void endsAnExcursionThatBeganAtTheInstantTheOneBeforeEnded() {
        // The hold ends at 15, the gap of more than half an hour ends the first; 25 degrees start the next at once.
        readings(1, "0:9 5:25 60:25");
        readings(1, "0:9 5:25 60:25 65:5");
        assertThat(store.excursions.values())
                .extracting(filed -> Tries.say(filed.excursion()))
                .containsExactly(
                        "critical 0..900 confirmed 60 unknown 0 worst 25.0",
                        "critical 3600..3900 confirmed 3600 unknown 0 worst 25.0");
    }
}
