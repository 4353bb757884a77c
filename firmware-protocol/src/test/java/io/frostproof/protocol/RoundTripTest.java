package io.frostproof.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.protocol.Control.ChannelUnit;
import io.frostproof.protocol.DecodeResult.Decoded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a message can say comes back from both forms, signed or not. */
class RoundTripTest {

    private static final int ROUNDS = 5_000;
    private static final DeviceKey KEY = new DeviceKey("sixteen bytes ok".getBytes(US_ASCII));

    private static Random random(String test) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("RoundTripTest." + test + " -Dseed=" + seed);
        return new Random(seed);
    }

    @Test
    void bringsTelemetryBackFromBothForms() {
        Random random = random("telemetry");
        for (int i = 0; i < ROUNDS; i++) {
            Telemetry telemetry = telemetry(random);
            var expected = new Decoded(telemetry, List.of());

            byte[] json = TelemetryEncoder.encode(telemetry, Form.JSON, null);
            byte[] frame = TelemetryEncoder.encode(telemetry, Form.BINARY, null);
            byte[] signed = TelemetryEncoder.encode(telemetry, Form.BINARY, KEY);

            assertThat(TelemetryDecoder.decode(json, null)).isEqualTo(expected);
            assertThat(TelemetryDecoder.decode(frame, null)).isEqualTo(expected);
            assertThat(TelemetryDecoder.decode(signed, KEY)).isEqualTo(expected);
            assertThat(Form.of(json)).isEqualTo(Form.JSON);
            assertThat(Form.of(frame)).isEqualTo(Form.BINARY);
        }
    }

    private static <T> T any(Random random, T[] constants) {
        return Arrays.asList(constants).get(random.nextInt(constants.length));
    }

    private static Telemetry telemetry(Random random) {
        boolean up = random.nextInt(4) == 0;
        List<Sample> samples = new ArrayList<>();
        int channels = 1 + random.nextInt(4);
        for (int channel = 0; channel < channels; channel++) {
            Unit unit = random.nextBoolean() ? null : any(random, Unit.values());
            long millis = up ? random.nextInt(1_000_000) : 1_795_226_400_000L - random.nextInt(1_000_000);
            long step = 1L + random.nextInt(900_000);
            int pace = random.nextInt(3);
            int decimals = random.nextInt(12);
            for (int i = 1 + random.nextInt(20); i > 0; i--) {
                double value = decimals > 10
                        ? random.nextGaussian() * 1e10
                        : Math.rint(random.nextGaussian() * 1000) / Math.pow(10, decimals);
                int quality = random.nextInt(3) == 0 ? random.nextInt(8) : 0;
                samples.add(new Sample("c" + channel, millis * 1000, value + 0.0, quality, unit));
                millis += switch (pace) {
                    case 0 -> step;
                    case 1 -> step + random.nextInt(2_000);
                    default -> random.nextInt(10) == 0 ? -millis / 2 : random.nextInt(1_000_000);
                };
            }
        }
        return new Telemetry(
                new MessageId(random.nextLong(MessageId.MAX + 1), random.nextLong(MessageId.MAX + 1)),
                samples,
                up ? random.nextLong(Timestamps.MAX_MILLIS + 1) : Telemetry.NO_UP,
                random.nextBoolean() ? 0 : 1 + random.nextInt(Telemetry.MAX_NEXT_SECONDS));
    }

    @Test
    void bringsEveryOtherMessageBackFromBothForms() {
        Random random = random("control");
        for (int i = 0; i < ROUNDS; i++) {
            Control control = control(random);
            var expected = new ControlResult.Decoded(control);

            for (Form form : Form.values()) {
                assertThat(ControlCodec.decode(control.type(), ControlCodec.encode(control, form, null), null))
                        .isEqualTo(expected);
            }
            assertThat(ControlCodec.decode(control.type(), ControlCodec.encode(control, Form.BINARY, KEY), KEY))
                    .isEqualTo(expected);
        }
    }

    private static Control control(Random random) {
        long any = random.nextLong(MessageId.MAX + 1);
        long small = random.nextInt(100);
        String id = "c" + random.nextInt(1000);
        return switch (random.nextInt(11)) {
            case 0 -> new Receipt(new MessageId(small, any), random.nextLong(any + 1));
            case 1 -> new DeviceConfig(1 + small, random.nextInt(3600), random.nextInt(3600), channels(random));
            case 2 -> new DeviceCommand.Identify(id, 1 + random.nextInt(3600));
            case 3 -> new DeviceCommand.Backlog(id, small, random.nextLong(any + 1), any);
            case 4 -> new DeviceCommand.Report(id);
            case 5 -> new DeviceTime(random.nextLong(Timestamps.MAX_MILLIS + 1), any);
            case 6 -> DeviceAnswer.toConfig(1 + small, DeviceAnswer.Result.DONE);
            case 7 ->
                new DeviceAnswer(
                        null, id, DeviceAnswer.Result.REFUSED, "for_s", "at most 60 \u00e9\u2103\ud83e\uddca", small);
            case 8 -> new DeviceCommand.Lock(id, random.nextInt(DeviceCommand.MAX_LOCK_SECONDS + 1));
            case 9 -> new DeviceCommand.Buzzer(id, random.nextInt(DeviceCommand.MAX_SOUND_SECONDS + 1));
            default -> status(random, small);
        };
    }

    private static DeviceStatus status(Random random, long small) {
        var status = DeviceStatus.builder(
                any(random, DeviceStatus.State.values()), small, random.nextLong(MessageId.MAX + 1));
        if (random.nextBoolean()) {
            status.seq(small).upMillis(small * 1000).clock(any(random, DeviceStatus.Clock.values()));
        }
        if (random.nextBoolean()) {
            status.kept(small).oldest(new MessageId(small, small)).lost(small).configVersion(small);
        }
        if (random.nextBoolean()) {
            status.reportSeconds(300).sampleSeconds(60).nextSeconds(1 + random.nextInt(Control.MAX_SECONDS));
        }
        if (random.nextBoolean()) {
            status.model("K\u00fchlbox")
                    .firmware("")
                    .batteryPercent(random.nextInt(101))
                    .rssiDbm(random.nextInt(401) - 200);
        }
        if (random.nextBoolean()) {
            status.abilities(Arrays.stream(DeviceStatus.Ability.values())
                    .filter(ability -> random.nextBoolean())
                    .collect(Collectors.toSet()));
        }
        return status.channels(channels(random)).build();
    }

    private static List<ChannelUnit> channels(Random random) {
        List<ChannelUnit> channels = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            channels.add(new ChannelUnit("c" + i, random.nextBoolean() ? null : any(random, Unit.values())));
        }
        return channels;
    }

    @Test
    void keepsTheOrderWithinAChannelAndGathersChannelsInAFrame() {
        List<Sample> mixed = List.of(
                new Sample("t1", 2_000_000, 1),
                new Sample("t2", 2_000_000, 2),
                new Sample("t1", 1_000_000, 3),
                new Sample("t2", 1_000_000, 4));
        Telemetry telemetry = new Telemetry(new MessageId(1, 2), mixed);

        var decoded = (Decoded) TelemetryDecoder.decode(TelemetryEncoder.encode(telemetry, Form.BINARY, null), null);

        assertThat(decoded.telemetry().samples())
                .containsExactly(mixed.get(0), mixed.get(2), mixed.get(1), mixed.get(3));
    }

    @Test
    void fillsALargestMessageInBothForms() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < JsonTelemetryDecoder.MAX_READINGS; i++) {
            samples.add(new Sample("a", i * 1000L, i % 10));
        }
        Telemetry telemetry = new Telemetry(new MessageId(0, 0), samples);

        for (Form form : Form.values()) {
            assertThat(TelemetryDecoder.decode(TelemetryEncoder.encode(telemetry, form, null), null))
                    .isEqualTo(new Decoded(telemetry, List.of()));
        }
    }

    @ParameterizedTest
    @MethodSource("unsayable")
    void refusesToWriteWhatAFrameCannotSay(Telemetry telemetry) {
        assertThatThrownBy(() -> TelemetryEncoder.encode(telemetry, Form.BINARY, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    static List<Telemetry> unsayable() {
        MessageId id = new MessageId(1, 2);
        List<Sample> channels = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            channels.add(new Sample("c" + i, 0, 1));
        }
        return List.of(
                new Telemetry(null, List.of(new Sample("a", 0, 1))),
                new Telemetry(id, List.of(new Sample("a", Sample.NO_TIME, 1))),
                new Telemetry(id, List.of(new Sample("a", 1, 1))),
                new Telemetry(id, List.of(new Sample("a", -1000, 1))),
                new Telemetry(id, List.of(new Sample("a", Double.doubleToLongBits(1), 1))),
                new Telemetry(id, channels),
                new Telemetry(id, List.of()));
    }

    @Test
    void refusesJsonAndOtherKeysOfADeviceThatSigns() {
        Telemetry telemetry = new Telemetry(new MessageId(1, 2), List.of(new Sample("a", 0, 1)));

        assertThatThrownBy(() -> TelemetryEncoder.encode(telemetry, Form.JSON, KEY))
                .hasMessageContaining("JSON cannot be signed");
        assertThat(reason(TelemetryDecoder.decode(TelemetryEncoder.encode(telemetry, Form.JSON, null), KEY)))
                .isEqualTo(DecodeResult.Reason.UNSIGNED);
        assertThat(reason(TelemetryDecoder.decode(
                        TelemetryEncoder.encode(telemetry, Form.BINARY, KEY), new DeviceKey(new byte[16]))))
                .isEqualTo(DecodeResult.Reason.BAD_SIGNATURE);
        assertThat(KEY).hasToString("DeviceKey[hidden]");
        assertThatThrownBy(() -> new DeviceKey(new byte[15])).hasMessage("device key: 15 bytes, expected 16 to 64");
    }

    private static DecodeResult.Reason reason(DecodeResult result) {
        return ((DecodeResult.Malformed) result).rejection().reason();
    }

    @Test
    void givesEveryFieldOfAFrameANumberOfItsOwn() {
        assertThat(ControlField.values())
                .extracting(ControlField::number)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, ControlField.values().length)
                        .boxed()
                        .toList());
    }
}
