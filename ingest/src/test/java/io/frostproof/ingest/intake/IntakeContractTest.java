package io.frostproof.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.DeviceDirectory;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.protocol.DeviceKey;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.TelemetryEncoder;
import io.frostproof.testing.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What devices of the contract may say beyond a value and a time: both forms, units, qualities, time since start, signatures. */
class IntakeContractTest {

    private static final String TOPIC = "frostproof/1/hub/probe-1/telemetry";
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final long NOW_MICROS = Micros.of(NOW);
    private static final ChannelPlan PLAN = new ChannelPlan(120_000_000, List.of());
    private static final KnownDevice PROBE = new KnownDevice(
            "probe-1",
            "hub",
            "north",
            Map.of(
                    "t1", new KnownChannel(1, "t1", Quantity.TEMPERATURE, MeasureUnit.CELSIUS, PLAN),
                    "t2", new KnownChannel(2, "t2", Quantity.TEMPERATURE, MeasureUnit.FAHRENHEIT, PLAN),
                    "door", new KnownChannel(3, "door", Quantity.DOOR, MeasureUnit.ONE, PLAN)),
            0);

    private final FakeClock clock = FakeClock.at(NOW);
    private final Map<String, DeviceKey> keys = new HashMap<>();
    private final BootClocks bootClocks = new BootClocks();
    private final Intake intake =
            new Intake(new OneProbe(), keys::get, bootClocks, PlausibleTimes.DEFAULT, clock, new IngestCounters());

    private static final class OneProbe implements DeviceDirectory {
        @Override
        public @Nullable KnownDevice find(String deviceId) {
            return deviceId.equals(PROBE.id()) ? PROBE : null;
        }

        @Override
        public Collection<KnownDevice> all() {
            return List.of(PROBE);
        }
    }

    private Inbound judge(byte[] payload) {
        return intake.judge("test", TOPIC, payload, () -> {});
    }

    private Inbound judge(String payload) {
        return judge(payload.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static DeviceKey key(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return new DeviceKey(bytes);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void bothFormsBecomeTheSameReadings(Form form) {
        var telemetry = new Telemetry(
                new MessageId(7, 42),
                List.of(
                        new Sample("t1", NOW_MICROS - 60_000_000, 4.12),
                        new Sample("t1", NOW_MICROS, 4.13),
                        new Sample("door", NOW_MICROS - 30_000_000, 1)));
        Inbound inbound = judge(TelemetryEncoder.encode(telemetry, form, null));
        assertThat(inbound.id()).isEqualTo(new MessageId(7, 42));
        assertThat(inbound.readings())
                .containsExactly(
                        new Reading(1, NOW_MICROS - 60_000_000, 4.12, Reading.GOOD, NOW_MICROS, 7, 42),
                        new Reading(1, NOW_MICROS, 4.13, Reading.GOOD, NOW_MICROS, 7, 42),
                        new Reading(3, NOW_MICROS - 30_000_000, 1, Reading.GOOD, NOW_MICROS, 7, 42));
        assertThat(inbound.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"t1, Cel, 5, 5", "t1, [degF], 41, 5", "t1, K, 278.15, 5", "t2, Cel, 5, 5", "t2, , 41, 5"})
    void theUnitThatADeviceNamesGoesBeforeTheDeclaredOne(
            String channel, @Nullable String unit, double value, double celsius) {
        String named = unit == null ? "" : ",'u':'" + unit + "'";
        Inbound inbound = judge("{'readings':[{'ch':'" + channel + "','v':" + value + named + "}]}");
        assertThat(inbound.readings().getFirst().value()).isCloseTo(celsius, within(1e-9));
    }

    @Test
    void aUnitOfAnotherQuantityCostsThatReadingOnly() {
        Inbound inbound = judge("{'readings':[{'ch':'t1','v':41,'u':'%'},{'ch':'t1','v':5}]}");
        assertThat(inbound.readings()).extracting(Reading::value).containsExactly(5.0);
        assertThat(inbound.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("wrong_unit");
            assertThat(letter.detail()).isEqualTo("readings[0].u was '%', expected a unit of temperature, such as Cel");
        });
    }

    @Test
    void aFailedSensorIsSetApartWhateverItsValue() {
        Inbound inbound = judge("{'boot':7,'seq':42,'readings':[{'ch':'t1','t':'" + NOW + "','v':null,'q':['fault']},"
                + "{'ch':'t2','t':'" + NOW + "','v':-9999,'q':['fault','clock']},{'ch':'door','t':'" + NOW
                + "','v':1}]}");
        assertThat(inbound.suspects()).extracting(SuspectReading::reason).containsOnly("sensor_fault");
        assertThat(inbound.suspects())
                .extracting(suspect -> suspect.reading().channelId())
                .containsExactly(1, 2);
        assertThat(inbound.readings()).extracting(Reading::channelId).containsExactly(3);
        assertThat(inbound.deadLetters()).isEmpty();
    }

    @Test
    void whatADeviceDoubtsStaysWithTheReading() {
        Inbound inbound = judge("{'boot':7,'seq':42,'readings':[{'ch':'t1','t':'" + NOW + "','v':4,'q':['clock']},"
                + "{'ch':'door','t':'" + NOW + "','v':1,'q':['edge']},{'ch':'t2','v':40,'q':['clock','edge']}]}");
        assertThat(inbound.readings())
                .extracting(reading -> (int) reading.quality())
                .containsExactly(
                        (int) Reading.CLOCK_DOUBTED,
                        (int) Reading.EDGE,
                        Reading.RECEPTION_TIME | Reading.CLOCK_DOUBTED | Reading.EDGE);
    }

    private static String counted(int seq, long sentUp, long readUp) {
        return "{'boot':7,'seq':" + seq + ",'up':" + sentUp + ",'readings':[{'ch':'t1','up':" + readUp + ",'v':4}]}";
    }

    @Test
    void timeSinceStartIsMappedOnceForABootAndMarked() {
        Reading first = judge(counted(0, 60_000, 50_000)).readings().getFirst();
        assertThat(first.timeMicros()).isEqualTo(NOW_MICROS - 10_000_000);
        assertThat(first.quality()).isEqualTo(Reading.COUNTED_TIME);

        clock.advance(Duration.ofMinutes(10));
        // The same message, sent again much later: the same key, or it would be stored twice.
        assertThat(judge(counted(0, 660_000, 50_000)).readings().getFirst().timeMicros())
                .isEqualTo(first.timeMicros());
        assertThat(judge(counted(1, 660_500, 110_000)).readings().getFirst().timeMicros())
                .isEqualTo(first.timeMicros() + 60_000_000);
    }

    @Test
    void theClockOfABootTravelsWithItsReadingsUntilTheyAreStored() {
        Inbound first = judge(counted(0, 60_000, 50_000));
        var expected = new BootClock("probe-1", 7, NOW_MICROS - 60_000_000);
        assertThat(first.bootClock()).isEqualTo(expected);
        assertThat(judge(counted(1, 61_000, 51_000)).bootClock()).isEqualTo(expected);
        first.acknowledgement().stored();
        assertThat(judge(counted(2, 62_000, 52_000)).bootClock()).isNull();
    }

    @Test
    void withoutANumberTheStartOfAnUnnumberedMessageIsUnknown() {
        Inbound inbound = judge("{'up':60000,'readings':[{'ch':'t1','up':50000,'v':4}]}");
        assertThat(inbound.readings()).isEmpty();
        assertThat(inbound.deadLetters()).extracting(DeadLetter::reason).containsExactly("missing_field");
    }

    @Test
    void anImpossibleStartIsRefusedAndSpoilsNothingOfItsBoot() {
        long millennia = 250_000_000_000_000L; // milliseconds; before what a database can hold
        Inbound wrong = judge(counted(0, millennia, 50_000));
        assertThat(wrong.readings()).isEmpty();
        assertThat(wrong.suspects()).isEmpty();
        assertThat(wrong.deadLetters()).extracting(DeadLetter::reason).containsExactly("bad_time");
        assertThat(judge(counted(1, 60_000, 50_000)).readings().getFirst().timeMicros())
                .isEqualTo(NOW_MICROS - 10_000_000);
        // Known by now, so a wrong word about it changes nothing.
        assertThat(judge(counted(2, millennia, 55_000)).readings().getFirst().timeMicros())
                .isEqualTo(NOW_MICROS - 5_000_000);
    }

    @Test
    void aDeviceWithAKeyMustSign() {
        keys.put("probe-1", key(1));
        var telemetry = new Telemetry(new MessageId(7, 42), List.of(new Sample("t1", NOW_MICROS, 4.12)));
        assertThat(judge(TelemetryEncoder.encode(telemetry, Form.BINARY, key(1)))
                        .readings())
                .hasSize(1);
        assertThat(reasons(TelemetryEncoder.encode(telemetry, Form.BINARY, key(2))))
                .containsExactly("bad_signature");
        assertThat(reasons(TelemetryEncoder.encode(telemetry, Form.BINARY, null)))
                .containsExactly("unsigned");
        assertThat(reasons(TelemetryEncoder.encode(telemetry, Form.JSON, null))).containsExactly("unsigned");
    }

    private List<String> reasons(byte[] payload) {
        Inbound inbound = judge(payload);
        assertThat(inbound.readings()).isEmpty();
        return inbound.deadLetters().stream().map(DeadLetter::reason).toList();
    }
}
