package io.frostproof.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LiveReadingsTest {

    private static final long MOVED = 10_000_000;

    /** Channel 1 measures {@code a} and then {@code b}, channel 2 {@code b}, channel 3 nothing. */
    private final LiveReadings live = new LiveReadings(List.of(new KnownDevice(
            "probe",
            "hub",
            "north",
            Map.of(
                    "t1",
                    channel(1, List.of(segment("a", 0, MOVED), segment("b", MOVED, ChannelPlan.OPEN_END))),
                    "t2",
                    channel(2, List.of(segment("b", 0, ChannelPlan.OPEN_END))),
                    "t3",
                    channel(3, List.of())),
            0)));

    private static ChannelPlan.Segment segment(String unit, long from, long to) {
        return new ChannelPlan.Segment(unit, from, to, List.of());
    }

    private static KnownChannel channel(int id, List<ChannelPlan.Segment> segments) {
        return new KnownChannel(
                id, "t" + id, Quantity.TEMPERATURE, MeasureUnit.CELSIUS, new ChannelPlan(1_000_000, segments));
    }

    private static Reading reading(int channel, long micros, double value) {
        return new Reading(channel, micros, value, Reading.GOOD, micros, 1, 1);
    }

    private Mailbox watcher(ReadingFilter filter) {
        var mailbox = new Mailbox();
        live.join(filter, mailbox);
        return mailbox;
    }

    /** Value by channel of the event that waits; empty when none does. */
    private static Map<String, Double> values(Mailbox mailbox) throws Exception {
        LiveReadings.Round round = mailbox.take(0).readings();
        var values = new TreeMap<String, Double>();
        if (round != null) {
            for (JsonNode item :
                    new ObjectMapper().readTree(round.texts().getFirst()).path("items")) {
                values.put(item.path("channel").asText(), item.path("v").asDouble());
            }
        }
        return values;
    }

    @Test
    void aRoundHasTheNewestValueOfEachChannelThatChanged() throws Exception {
        Mailbox all = watcher(ReadingFilter.ALL);
        live.stored(List.of(reading(1, 1_000, 4), reading(1, 2_000, 5), reading(3, 1_000, 6)));
        live.flush();
        assertThat(values(all)).containsExactlyInAnyOrderEntriesOf(Map.of("t1", 5.0, "t3", 6.0));
        live.flush();
        assertThat(values(all)).isEmpty();
    }

    @Test
    void saysWhatWhereAndWhen() throws Exception {
        Mailbox all = watcher(ReadingFilter.ALL);
        live.stored(List.of(reading(1, 2_000_999, 5)));
        live.flush();
        assertThat(Objects.requireNonNull(all.take(0).readings()).texts())
                .containsExactly(
                        "{\"items\":[{\"device\":\"probe\",\"channel\":\"t1\",\"unit\":\"a\",\"t\":2000,\"v\":5.0}]}");
        live.stored(List.of(reading(3, 1, 5)));
        live.flush();
        assertThat(Objects.requireNonNull(all.take(0).readings()).texts().getFirst())
                .contains("\"unit\":null");
    }

    @Test
    void aLateReadingAndTheLoserOfAKeyAreNoNews() throws Exception {
        Mailbox all = watcher(ReadingFilter.ALL);
        live.stored(List.of(reading(1, 2_000, 5)));
        live.flush();
        assertThat(values(all)).hasSize(1);
        live.stored(List.of(reading(1, 1_000, 9), reading(1, 2_000, 4)));
        live.flush();
        assertThat(values(all)).isEmpty();
        live.stored(List.of(reading(1, 2_000, 6)));
        live.flush();
        assertThat(values(all)).containsEntry("t1", 6.0);
    }

    @Test
    void aWatcherOfAUnitGetsWhatMeasuresItThen() throws Exception {
        Mailbox a = watcher(ReadingFilter.ofUnit("a"));
        Mailbox b = watcher(ReadingFilter.ofUnit("b"));
        live.stored(List.of(reading(1, 1_000, 4), reading(2, 1_000, 5), reading(3, 1_000, 6)));
        live.flush();
        assertThat(values(a)).containsOnlyKeys("t1");
        assertThat(values(b)).containsOnlyKeys("t2");
        live.stored(List.of(reading(1, MOVED, 7)));
        live.flush();
        assertThat(values(a)).isEmpty();
        assertThat(values(b)).containsOnlyKeys("t1");
    }

    @Test
    void watchersWithTheSameFilterShareOneText() throws Exception {
        var mailboxes = new ArrayList<Mailbox>();
        for (int i = 0; i < 100; i++) {
            mailboxes.add(watcher(ReadingFilter.ALL));
        }
        live.stored(List.of(reading(1, 1_000, 4)));
        live.flush();
        LiveReadings.Round first = mailboxes.getFirst().take(0).readings();
        for (Mailbox mailbox : mailboxes.subList(1, 100)) {
            assertThat(mailbox.take(0).readings()).isSameAs(first);
        }
    }

    @Test
    void whoHasLeftGetsNothing() throws Exception {
        Mailbox gone = watcher(ReadingFilter.ALL);
        live.leave(ReadingFilter.ALL, gone);
        live.stored(List.of(reading(1, 1_000, 4)));
        live.flush();
        assertThat(values(gone)).isEmpty();
    }

    @Test
    void veryManyChannelsComeInSeveralEvents() throws Exception {
        var channels = new HashMap<String, KnownChannel>();
        var readings = new ArrayList<Reading>();
        for (int id = 1; id <= 3_000; id++) {
            channels.put("t" + id, channel(id, List.of()));
            readings.add(reading(id, 1_000, id));
        }
        live.devicesChanged(List.of(new KnownDevice("probe", "hub", "north", channels, 0)));
        Mailbox all = watcher(ReadingFilter.ALL);
        live.stored(readings);
        live.flush();
        LiveReadings.Round round = Objects.requireNonNull(all.take(0).readings());
        assertThat(round.texts())
                .hasSizeGreaterThan(1)
                .allSatisfy(text -> assertThat(text.length()).isLessThan(70_000));
        int items = 0;
        for (String text : round.texts()) {
            items += new ObjectMapper().readTree(text).path("items").size();
        }
        assertThat(items).isEqualTo(3_000);
    }
}
