package io.frostproof.alerts.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.condition.Tries;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.alerts.stock.Stay;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A sensor that says that something is wrong, is silent for hours, and then says the same, or that it is well. Times in minutes. */
class SilenceInBetweenTest {

    private static final long MINUTE = Tries.MINUTE;
    private static final Condition FIVE_MINUTES = Tries.above8(Level.WARNING, 300);
    private static final String BEFORE = "0:5 10:9 20:9 30:9";
    /** Unknown from 40 on. */
    private static final String STILL = BEFORE + " 330:9";

    private MemoryDesk store = store(FIVE_MINUTES);
    private Instant now = Instant.EPOCH;
    private int told;

    private static MemoryDesk store(Condition condition) {
        return new MemoryDesk(new StorageProfile("fridge", "Fridge", 2.0, 8.0, List.of(condition), "invented"));
    }

    @Test
    void whatIsStillSoIsTheSameIncidentAndPagesNobody() {
        readings(BEFORE);
        Incident open = only();
        assertThat(toPeople()).containsExactly("incident_opened");

        readings(STILL);
        assertThat(toPeople()).as("at the first reading").isEmpty();
        readings(STILL + " 340:9 350:9 380:9 400:9");
        assertThat(toPeople()).as("when it has lasted").isEmpty();
        assertThat(only().id()).isEqualTo(open.id());
        assertThat(only().state()).isEqualTo(IncidentState.OPEN);
        assertThat(only().timesOpened()).isEqualTo(1);
        assertThat(intervals()).as("what is unknown is no part of either").containsExactly("10..40", "330..");

        readings(STILL + " 340:9 350:9 380:9 400:9 410:5");
        assertThat(toPeople()).containsExactly("incident_recovered");
        assertThat(only().recoveredMicros()).isEqualTo(410 * MINUTE);
        assertThat(only().unknownUntilMicros()).isNull();
    }

    @Test
    void whatIsWellAgainEndedWhenItWasLastKnown() {
        readings(BEFORE);
        readings(BEFORE + " 330:5");

        assertThat(toPeople()).containsExactly("incident_opened", "incident_recovered");
        assertThat(only().recoveredMicros()).isEqualTo(40 * MINUTE);
        assertThat(only().unknownUntilMicros()).isEqualTo(330 * MINUTE);
    }

    @Test
    void whatBeginsAgainSoonAfterItWasWellIsTheSameIncident() {
        readings(BEFORE + " 330:5 350:9 356:9");

        assertThat(only().timesOpened()).isEqualTo(2);
        readings(BEFORE + " 330:5 350:9 356:9 357:5 400:9 406:9");
        assertThat(store.incidents).as("and what begins later is not").hasSize(2);
    }

    @Test
    void whatPeopleClosedInTheMeantimePagesAgainAtTheFirstReading() {
        readings(BEFORE);
        toPeople();
        Incident closed = only().withState(IncidentState.RESOLVED);
        store.incidents.put(closed.id(), closed);

        readings(STILL);

        assertThat(toPeople()).containsExactly("incident_opened");
        assertThat(store.incidents).hasSize(2);
    }

    @Test
    void whatComesLateShowsThatItWentOnOrThatItWasWell() {
        readings(STILL);
        toPeople();
        Incident open = only();

        var wentOn = new StringBuilder(BEFORE);
        for (int minute = 40; minute <= 330; minute += 10) {
            wentOn.append(" ").append(minute).append(":9");
        }
        readings(wentOn.toString());
        assertThat(intervals()).containsExactly("10..");
        assertThat(only().id()).isEqualTo(open.id());

        readings(BEFORE + " 60:5 330:9 336:9");
        assertThat(store.incidents.values())
                .filteredOn(one -> one.state() != IncidentState.RETRACTED)
                .as("two, with hours of which nothing is known after a reading that was well")
                .hasSize(2);
    }

    @Test
    void stockThatWasThereOnlyWhileNothingWasKnownIsNotHarmed() {
        store.stays.put(
                "u1",
                List.of(
                        new Stay(stock("before"), 0, 45 * MINUTE),
                        new Stay(stock("meanwhile"), 100 * MINUTE, 200 * MINUTE),
                        new Stay(stock("after"), 300 * MINUTE, null)));

        readings(STILL);

        assertThat(store.decisions.values().stream().flatMap(decision -> decision.handlingUnits().stream()))
                .containsExactlyInAnyOrder("before", "after");
    }

    @Test
    void aWindowThatHasToFillFirstIsUnknownTimeToo() {
        // A probe that always says the same: what is known of it again is known when the window is full.
        store = store(new Condition(
                Tries.SLOT,
                Level.WARNING,
                Quantity.TEMPERATURE,
                new Measure.Spread(Duration.ofHours(1)),
                Operator.BELOW,
                0.05,
                Duration.ofMinutes(20),
                0,
                null,
                Schedule.ALWAYS));
        var flat = new StringBuilder("0:4");
        for (int minute = 10; minute <= 120; minute += 10) {
            flat.append(" ").append(minute).append(":4");
        }
        readings(flat.toString());
        assertThat(toPeople()).containsExactly("incident_opened");

        for (int minute = 420; minute <= 600; minute += 10) {
            flat.append(" ").append(minute).append(":4");
            readings(flat.toString());
        }

        assertThat(toPeople()).isEmpty();
        assertThat(only().state()).isEqualTo(IncidentState.OPEN);
        assertThat(intervals()).hasSize(2);
    }

    private static Notice.Stock stock(String handlingUnit) {
        return new Notice.Stock(handlingUnit, "L1", "Vaccine", BigDecimal.TEN, "vials");
    }

    /** What the channel has said up to now, in order of event time; a reading stands for ten minutes. The clock is at the newest. */
    private void readings(String series) {
        var all = new ArrayList<Transition>();
        var monitor = new ChannelMonitor(
                Tries.plan(600, store.rules.stretches().getFirst().conditions().toArray(Condition[]::new)));
        for (Tries.Point point : Tries.series(series)) {
            monitor.accept(point.second() * MINUTE, point.value(), all::add);
            now = Instant.EPOCH.plusSeconds(point.second() * 60);
        }
        all.removeIf(transition -> transition.slot().equals(Transition.DATA));
        store.transitions.put(1, all);
        store.queue.add(new DeskTransaction.Work(1, 0));
        var desk = new Desk(
                store, "north", new NoticeTargets(List.of("webhook"), List.of("email")), InstantSource.fixed(now));
        while (desk.work()) {
            assertThat(store.queue).isNotNull();
        }
    }

    private Incident only() {
        assertThat(store.incidents).hasSize(1);
        return store.incidents.values().iterator().next();
    }

    private List<String> intervals() {
        return store.excursions(only().id()).stream()
                .map(one -> {
                    Long ended = one.endedMicros();
                    return one.startedMicros() / MINUTE + ".." + (ended == null ? "" : ended / MINUTE);
                })
                .toList();
    }

    /** Sent to people since the last call. */
    private List<String> toPeople() {
        List<String> sent = store.outbox.entrySet().stream()
                .skip(told)
                .filter(one -> one.getKey().endsWith(" -> email"))
                .map(Map.Entry::getValue)
                .map(notice -> notice.kind().id())
                .toList();
        told = store.outbox.size();
        return sent;
    }
}
