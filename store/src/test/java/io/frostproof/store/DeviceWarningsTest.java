package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.ingest.device.DeviceState;
import io.frostproof.ingest.device.Presence;
import io.frostproof.ingest.device.SentUnit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a device says against what the network says. */
class DeviceWarningsTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static DeviceState state(
            @Nullable Integer reportS,
            @Nullable String clock,
            @Nullable Long lost,
            @Nullable Integer battery,
            SentUnit... channels) {
        return new DeviceState(
                Presence.ONLINE,
                NOON,
                NOON,
                7,
                3,
                false,
                null,
                clock,
                null,
                null,
                null,
                lost,
                null,
                reportS,
                null,
                null,
                null,
                null,
                battery,
                null,
                Set.of(),
                List.of(channels),
                new DeviceState.Ignored(NOON, 2, 1));
    }

    private static List<String> codes(DeviceState state, Map<String, String> declared) {
        return DeviceWarnings.of(state, declared, 60, DeviceOrders.Config.NONE).stream()
                .map(DeviceWarnings.Warning::code)
                .toList();
    }

    @Test
    void aDeviceThatSaysNothingIsNotWarnedOf() {
        assertThat(DeviceWarnings.of(null, Map.of("t1", "Cel"), 60, DeviceOrders.Config.NONE))
                .isEmpty();
    }

    @Test
    void channelsAreComparedOneByOne() {
        DeviceState state = state(
                60, "rtc", 0L, 90, new SentUnit("t1", "K"), new SentUnit("t2", "Cel"), new SentUnit("door", null));
        assertThat(codes(state, Map.of("t1", "Cel", "door", "1", "mains", "1")))
                .containsExactly("unit_mismatch", "unknown_channel", "missing_channel", "older_status");
    }

    @Test
    void aDeviceThatDoesNotSayWhatItMeasuresIsNotComparedToTheNetwork() {
        assertThat(codes(state(60, "rtc", 0L, 90), Map.of("t1", "Cel"))).containsExactly("older_status");
    }

    @Test
    void whatEndangersReadingsIsTold() {
        assertThat(codes(state(300, "none", 4L, 9), Map.of()))
                .containsExactly("report_interval", "lost_messages", "no_clock", "battery_low", "older_status");
    }

    @Test
    void bothSidesOfAnIntervalAreNamed() {
        assertThat(DeviceWarnings.of(state(300, null, null, null), Map.of(), 60, DeviceOrders.Config.NONE)
                        .getFirst()
                        .text())
                .isEqualTo(
                        "the device reports every 300 s, the network expects every 60 s: it may be taken for silent in"
                                + " between");
    }

    @Test
    void intervalsAreComparedToTheConfigurationOnlyWhenTheDeviceNamesItsVersion() {
        var applied = new DeviceOrders.Config(5, "applied", 300, 60, List.of(), "ada", NOON, NOON, 1, NOON, null, null);
        for (Long version : new Long[] {4L, 5L}) {
            var state = new DeviceState(
                    Presence.ONLINE,
                    NOON,
                    NOON,
                    7,
                    3,
                    false,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    version,
                    600,
                    60,
                    null,
                    null,
                    null,
                    null,
                    null,
                    Set.of(),
                    List.of(),
                    null);
            List<DeviceWarnings.Warning> warnings = DeviceWarnings.of(state, Map.of(), 600, applied);
            if (version == 4) {
                assertThat(warnings).isEmpty();
            } else {
                assertThat(warnings)
                        .singleElement()
                        .satisfies(warning -> assertThat(warning.text())
                                .isEqualTo("the device says report_s 600, version 5 of its configuration says 300"));
            }
        }
    }
}
