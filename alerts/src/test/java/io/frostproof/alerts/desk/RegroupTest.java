package io.frostproof.alerts.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Condition;
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
import io.frostproof.alerts.stock.Stay;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people have before them, or were told of, when late readings show that two incidents are one. Times in minutes. */
class RegroupTest {

    private static final long MINUTE = Tries.MINUTE;
    private static final List<Condition> CONDITIONS =
            List.of(Tries.above8(Level.WARNING, 60), Tries.condition(Level.CRITICAL, Operator.ABOVE, 20, 0, 0));
    /** A clock at the time of the readings: nothing has lasted for long. */
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH.plusSeconds(200 * 60));

    private static final String TWO_SPELLS = "0:5 20:9 22:9 25:5 90:5 95:9 97:9";
    private static final String TWO_SPELLS_OVER = TWO_SPELLS + " 100:5";
    private static final String BETWEEN = "50:5 52:9 54:9 56:9 58:9 60:9 62:9 64:9 66:9 68:9 70:5";

    private final MemoryDesk store =
            new MemoryDesk(new StorageProfile("fridge", "Fridge", 2.0, 8.0, CONDITIONS, "invented"));
    private final Desk desk = new Desk(store, "north", new NoticeTargets(List.of("webhook"), List.of("email")), CLOCK);
    private int told;

    @Test
    void anIncidentThatPeopleWorkOnTakesOnesThatWereOverInAndPagesNobody() {
        readings(1, "90:5 95:9 97:9");
        Incident open = only();
        store.incidents.put(open.id(), open.withState(IncidentState.ACKNOWLEDGED));
        assertThat(toPeople()).containsExactly("incident_opened");

        readings(1, TWO_SPELLS);
        assertThat(live()).hasSize(2);
        readings(2, BETWEEN);

        assertThat(live()).containsExactly(open.id() + " acknowledged 20.. of 3");
        assertThat(store.mergedInto.values()).containsOnly(open.id());
        assertThat(toPeople()).isEmpty();
    }

    @Test
    void anIncidentThatPeopleWereToldOfGoesOnRatherThanOneThatNobodyHeardOf() {
        readings(1, "90:5 95:9 97:9");
        Incident known = only();
        readings(1, TWO_SPELLS_OVER);
        assertThat(toPeople()).containsExactly("incident_opened", "incident_recovered");

        readings(2, BETWEEN);

        assertThat(live()).containsExactly(known.id() + " recovered 20..100 of 3");
        assertThat(toPeople()).isEmpty();
    }

    @Test
    void stockThatPeopleWereAskedAboutIsNotAskedAboutAgain() {
        store.stays.put(
                "u1",
                List.of(new Stay(new Notice.Stock("hu1", "L1", "Vaccine", BigDecimal.TEN, "vials"), 0, 40 * MINUTE)));
        readings(1, "0:5 20:9 22:9 25:5");
        Incident asked = only();
        assertThat(toPeople()).containsExactly("late_summary");
        readings(1, TWO_SPELLS);
        assertThat(toPeople()).containsExactly("incident_opened");

        readings(2, BETWEEN);

        assertThat(live()).hasSize(1).allMatch(one -> one.endsWith("open 20.. of 3"));
        assertThat(store.mergedInto).containsOnlyKeys(asked.id());
        assertThat(store.decisions.values())
                .extracting(Decision::state)
                .containsExactlyInAnyOrder(DecisionState.WITHDRAWN, DecisionState.PROPOSED);
        assertThat(toPeople()).isEmpty();
    }

    @Test
    void stockThatPeopleHaveDecidedAboutIsNotProposedAgain() {
        store.stays.put(
                "u1",
                List.of(new Stay(new Notice.Stock("hu1", "L1", "Vaccine", BigDecimal.TEN, "vials"), 0, 40 * MINUTE)));
        readings(1, "0:5 20:9 22:9 25:5");
        Incident decided = only();
        Decision proposal = store.decisions.values().iterator().next();
        store.decisions.put(proposal.id(), proposal.with(DecisionState.REJECTED, proposal.handlingUnits()));
        readings(1, TWO_SPELLS);
        toPeople();

        readings(2, BETWEEN);

        assertThat(store.mergedInto).containsOnlyKeys(decided.id());
        assertThat(store.decisions.values()).extracting(Decision::state).containsExactly(DecisionState.REJECTED);
        assertThat(toPeople()).isEmpty();
    }

    @Test
    void anIncidentWhoseExcursionsGoToSeveralOthersSaysToWhich() {
        readings(1, "0:9 5:5");
        Incident first = only();
        readings(1, "0:9 5:5 60:9 65:5 90:9 95:5");
        Incident between = other(first);
        readings(1, "0:9 5:5 60:9 65:5 90:9 95:5 150:9 152:9");
        Incident last = other(first, between);
        assertThat(live())
                .containsExactlyInAnyOrder(
                        first.id() + " recovered 0..5 of 1",
                        between.id() + " recovered 60..95 of 2",
                        last.id() + " open 150.. of 1");

        // What was near turns out to be too far apart, and another probe is near to what comes before and after.
        know(1, "0:9 5:5 60:9 62:5 93:9 95:5 150:9 152:9");
        know(2, "30:9 35:5 120:9 125:5");
        work();

        assertThat(live())
                .containsExactlyInAnyOrder(first.id() + " recovered 0..62 of 3", last.id() + " open 93.. of 3");
        assertThat(store.mergedInto).containsExactly(Map.entry(between.id(), last.id()));
        assertThat(store.splitInto).containsExactly(Map.entry(between.id(), List.of(first.id())));
    }

    private Incident other(Incident... known) {
        return store.incidents.values().stream()
                .filter(one -> Stream.of(known).noneMatch(other -> other.id().equals(one.id())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anIncidentThatTurnsOutToBeTwoStaysTheOneThatLasts() {
        readings(1, TWO_SPELLS);
        readings(2, BETWEEN);
        Incident one = store.incidents.values().stream()
                .filter(incident -> incident.state().open())
                .findFirst()
                .orElseThrow();
        toPeople();

        // What was between is corrected away.
        readings(2, "50:5 52:5");

        assertThat(live()).hasSize(2).contains(one.id() + " open 95.. of 1");
        assertThat(store.history.values().stream().flatMap(List::stream)).contains("split_from");
        assertThat(toPeople()).isEmpty();
    }

    /** What the channel has said up to now, in order of event time. */
    private void readings(int channel, String series) {
        know(channel, series);
        work();
    }

    private void know(int channel, String series) {
        var all = new ArrayList<Transition>();
        var monitor = new ChannelMonitor(Tries.plan(6_000, CONDITIONS.toArray(Condition[]::new)));
        for (Tries.Point point : Tries.series(series)) {
            monitor.accept(point.second() * MINUTE, point.value(), all::add);
        }
        all.removeIf(transition -> transition.slot().equals(Transition.DATA));
        store.transitions.put(channel, all);
        store.queue.add(new DeskTransaction.Work(channel, 0));
    }

    private void work() {
        while (desk.work()) {
            assertThat(store.queue).isNotNull();
        }
    }

    private Incident only() {
        assertThat(store.incidents).hasSize(1);
        return store.incidents.values().iterator().next();
    }

    private List<String> live() {
        return store.incidents.values().stream()
                .filter(incident -> incident.state() != IncidentState.RETRACTED)
                .map(incident -> {
                    Long over = incident.recoveredMicros();
                    return incident.id() + " " + incident.state().id() + " " + incident.startedMicros() / MINUTE + ".."
                            + (over == null ? "" : over / MINUTE) + " of "
                            + store.excursions(incident.id()).size();
                })
                .toList();
    }

    /** Sent to people since the last call. */
    private List<String> toPeople() {
        List<String> sent = store.outbox.entrySet().stream()
                .skip(told)
                .filter(one -> one.getKey().endsWith(" -> email"))
                .map(Map.Entry::getValue)
                .map(notice -> Objects.requireNonNull(notice).kind().id())
                .toList();
        told = store.outbox.size();
        return sent;
    }
}
