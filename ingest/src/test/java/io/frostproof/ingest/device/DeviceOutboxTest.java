package io.frostproof.ingest.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.DeviceDirectory;
import io.frostproof.ingest.directory.DeviceKeys;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.protocol.Control;
import io.frostproof.protocol.ControlCodec;
import io.frostproof.protocol.ControlResult;
import io.frostproof.protocol.DeviceCommand;
import io.frostproof.protocol.DeviceConfig;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.Unit;
import io.frostproof.testing.FakeClock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From what is on record to the broker. */
class DeviceOutboxTest {

    private static final KnownDevice PROBE = new KnownDevice("probe-1", "hub", "north", Map.of(), 0);

    private final FakeClock clock = FakeClock.at("2026-11-21T12:00:00Z");
    private final MemoryDeviceStore store = new MemoryDeviceStore();
    private final MemoryDownlink down = new MemoryDownlink();
    private final DeviceOutbox outbox = new DeviceOutbox(
            new DeviceDirectory() {
                @Override
                public @Nullable KnownDevice find(String deviceId) {
                    return switch (deviceId) {
                        case "probe-1" -> PROBE;
                        // Nothing in the network file forbids it, but no topic can hold it.
                        case "probe/2" -> new KnownDevice("probe/2", "hub", "north", Map.of(), 0);
                        default -> null;
                    };
                }

                @Override
                public Collection<KnownDevice> all() {
                    return List.of(PROBE);
                }
            },
            DeviceKeys.NONE,
            store,
            down,
            clock,
            new IngestCounters());

    private static Order.Configuration config(boolean binary, List<SentUnit> channels) {
        return new Order.Configuration("probe-1", binary, 1, 5, 300, 60, channels);
    }

    private Order.Command identify() {
        return new Order.Command(
                "probe-1",
                false,
                1,
                "c81",
                new Order.Task.Identify(30),
                clock.instant().plus(Duration.ofHours(1)));
    }

    private static Control decoded(Control.Type type, Downlink.Message message) {
        return ((ControlResult.Decoded) ControlCodec.decode(type, message.payload(), null)).control();
    }

    @Test
    void aConfigurationIsRetainedAndACommandExpires() throws Exception {
        store.wanted.add(config(false, List.of(new SentUnit("t1", "[degF]"))));
        store.wanted.add(identify());
        outbox.round(true);
        Downlink.Message config = down.messages.getFirst();
        assertThat(config.topic()).isEqualTo("frostproof/1/hub/probe-1/down/config");
        assertThat(config.retained()).isTrue();
        assertThat(config.expiry()).isNull();
        assertThat(decoded(Control.Type.CONFIG, config))
                .isEqualTo(new DeviceConfig(5, 300, 60, List.of(new Control.ChannelUnit("t1", Unit.FAHRENHEIT))));
        Downlink.Message command = down.messages.get(1);
        assertThat(command.topic()).isEqualTo("frostproof/1/hub/probe-1/down/command");
        assertThat(command.retained()).isFalse();
        assertThat(command.qos()).isEqualTo(1);
        assertThat(command.expiry()).isEqualTo(Duration.ofHours(1));
        assertThat(decoded(Control.Type.COMMAND, command)).isEqualTo(new DeviceCommand.Identify("c81", 30));
        assertThat(store.sent).containsExactlyElementsOf(store.wanted);
    }

    @Test
    void aDeviceIsSpokenToInItsOwnForm() throws Exception {
        store.wanted.add(config(true, List.of()));
        outbox.round(true);
        assertThat(Form.of(down.messages.getFirst().payload())).isEqualTo(Form.BINARY);
    }

    @Test
    void whatTheBrokerDoesNotTakeStaysWanted() throws Exception {
        store.wanted.add(identify());
        down.takes = false;
        outbox.round(true);
        assertThat(store.sent).isEmpty();
        down.takes = true;
        clock.advance(Duration.ofSeconds(5));
        outbox.round(false);
        assertThat(store.sent).hasSize(1);
    }

    @Test
    void nothingIsSentWithoutAConnectionButLifetimesEnd() throws Exception {
        store.wanted.add(identify());
        down.connection = 0;
        outbox.round(true);
        assertThat(down.messages).isEmpty();
        assertThat(store.expirations).isEqualTo(1);
    }

    @Test
    void everyConnectionAsksForEverythingAgainOnce() throws Exception {
        outbox.round(false);
        outbox.round(true);
        assertThat(store.repeats).isEqualTo(1);
        down.connection = 2;
        outbox.round(false);
        assertThat(store.repeats).isEqualTo(2);
    }

    @Test
    void itLooksByItselfNowAndThen() throws Exception {
        outbox.round(false);
        outbox.round(false);
        assertThat(store.expirations).as("it is not time yet").isEqualTo(1);
        clock.advance(Duration.ofSeconds(5));
        outbox.round(false);
        assertThat(store.expirations).isEqualTo(2);
    }

    @Test
    void aConfigurationThatWouldNotFitGoesWithoutUnits() throws Exception {
        store.wanted.add(config(
                false,
                IntStream.range(0, 60)
                        .mapToObj(i -> new SentUnit("c" + i + "x".repeat(60), "Cel"))
                        .toList()));
        outbox.round(true);
        assertThat(decoded(Control.Type.CONFIG, down.messages.getFirst()))
                .isEqualTo(new DeviceConfig(5, 300, 60, List.of()));
    }

    @Test
    void aDeviceThatHasLeftTheNetworkIsSentNothing() throws Exception {
        store.wanted.add(new Order.Command(
                "probe-9",
                false,
                1,
                "c1",
                new Order.Task.Report(),
                clock.instant().plusSeconds(60)));
        outbox.round(true);
        assertThat(down.messages).isEmpty();
        assertThat(store.sent).isEmpty();
    }

    @Test
    void oneOrderThatFitsIntoNoMessageDoesNotStopTheOthers() throws Exception {
        store.wanted.add(new Order.Configuration("probe/2", false, 1, 5, 300, 60, List.of()));
        store.wanted.add(config(false, List.of(new SentUnit("no id", "Cel"))));
        outbox.round(true);
        assertThat(decoded(Control.Type.CONFIG, down.messages.getFirst()))
                .isEqualTo(new DeviceConfig(5, 300, 60, List.of()));
        assertThat(store.sent).hasSize(1);
    }
}
