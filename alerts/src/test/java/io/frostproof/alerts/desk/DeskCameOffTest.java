package io.frostproof.alerts.desk;

import static io.frostproof.alerts.probe.Traces.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.condition.Tries;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.NoticeText;
import io.frostproof.alerts.probe.Trace;
import io.frostproof.alerts.probe.Traces;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/** A fridge above 8 °C for 45 minutes, whose probe, channel 1, hangs in the room from minute 100 on. Another one is channel 2, the door channel 3. */
class DeskCameOffTest {

    private static final Condition TOO_WARM = Tries.above8(Level.WARNING, 45 * 60);

    private final MemoryDesk store =
            new MemoryDesk(new StorageProfile("fridge", "Fridge", 2.0, 8.0, List.of(TOO_WARM), "invented"));
    private long minute;
    private final Desk desk = new Desk(
            store,
            "north",
            new NoticeTargets(List.of(), List.of("email")),
            () -> Instant.EPOCH.plus(Duration.ofMinutes(minute)));
    private LongToDoubleFunction door = at -> 0;

    private Trace probe(int channel, LongToDoubleFunction celsius) {
        return Traces.air(channel, minute, celsius);
    }

    /** What the probes have measured by a minute, and what the desk makes of it. */
    private void at(long now, LongToDoubleFunction first, LongToDoubleFunction second) {
        minute = now;
        store.traces = to -> List.of(
                Traces.air(1, to / MINUTE, first),
                Traces.air(2, to / MINUTE, second),
                Traces.door(3, to / MINUTE, door));
        for (Trace trace : List.of(probe(1, first), probe(2, second))) {
            var all = new ArrayList<Transition>();
            var monitor = new ChannelMonitor(Tries.plan(660, TOO_WARM));
            trace.points().forEach(point -> monitor.accept(point.micros(), point.value(), all::add));
            all.removeIf(transition -> transition.slot().equals(Transition.DATA));
            store.transitions.put(trace.channelId(), all);
            store.queue.add(new DeskTransaction.Work(trace.channelId(), 0));
        }
        desk.work();
    }

    private List<Notice> told() {
        return store.outbox.values().stream().filter(notice -> !notice.quiet()).toList();
    }

    private static final LongToDoubleFunction OFF = Traces.cameOffAt(100);

    @Test
    void saysThatItIsProbablyTheProbe() {
        at(155, OFF, Traces::cold);

        assertThat(told()).singleElement().satisfies(notice -> {
            assertThat(notice.cameOff()).isNotNull();
            NoticeText text = NoticeText.of(notice, null);
            assertThat(text.subject())
                    .startsWith("WARNING: Probe fridge-s/c1 of ")
                    .contains("has probably come off: it shows 20.1 °C like the room, another one there ");
            assertThat(text.body()).contains("with the door closed", "1. Look where the probe hangs");
        });
    }

    @Test
    void saysWhatItAlwaysDidWithoutEvidence() {
        door = at -> at >= 98 ? 1 : 0;
        at(155, OFF, Traces::cold);

        assertThat(told()).singleElement().satisfies(notice -> {
            assertThat(notice.cameOff()).isNull();
            assertThat(NoticeText.of(notice, null).subject()).contains("too warm");
        });
    }

    @Test
    void tellsPeopleAtOnceWhenAnotherProbeSaysThatItIsWarmAfterAll() {
        at(155, OFF, Traces::cold);
        LongToDoubleFunction warming = at -> at <= 160 ? Traces.cold(at) : 4 + (at - 160) / 10.0;
        at(245, OFF, warming);
        assertThat(told()).as("not for 45 minutes yet").hasSize(1);
        at(255, OFF, warming);
        at(265, OFF, warming);

        assertThat(store.incidents.values()).hasSize(1);
        assertThat(told()).hasSize(2);
        assertThat(told().getLast()).satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(Notice.Kind.INCIDENT_WORSENED);
            assertThat(notice.cameOff()).isNull();
        });
    }

    @Test
    void tellsNobodyTwiceThatTwoProbesAreWarm() {
        LongToDoubleFunction warming = at -> at <= 60 ? Traces.cold(at) : 4 + (at - 60) / 10.0;
        at(200, warming, at -> warming.applyAsDouble(Math.max(0, at - 20)));

        assertThat(store.incidents.values()).extracting(Incident::unit).hasSize(1);
        assertThat(told()).hasSize(1);
    }
}
