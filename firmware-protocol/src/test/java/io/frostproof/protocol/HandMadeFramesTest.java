package io.frostproof.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.protocol.Control.ChannelUnit;
import io.frostproof.protocol.DecodeResult.Decoded;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Frames put together on paper from PROTOCOL.md, each byte with its meaning, so that neither our codec nor the maker of the
 * golden vectors is the only witness. The checksums were computed bit by bit from the polynomial.
 */
class HandMadeFramesTest {

    @Test
    void readsDecimalValuesAtOneInterval() {
        byte[] frame = bytes("""
                fb              magic
                11              version 1, telemetry
                00              flags
                05              boot 5
                ac 02           seq 300 = 2 x 128 + 44
                80 d0 95 ff bc 31   base 1700000000000
                01              one series
                02 74 31        t1
                02              regular
                ff              scale -1
                03              three readings
                00              the first at the base
                e0 d4 03        then every 60000 ms
                50              40 -> 80
                04              42 - 40 = 2 -> 4
                05              39 - 42 = -3 -> 5
                2f 35 99 6d     checksum
                """);
        Telemetry expected = new Telemetry(
                new MessageId(5, 300),
                List.of(
                        new Sample("t1", 1_700_000_000_000_000L, 4.0),
                        new Sample("t1", 1_700_000_060_000_000L, 4.2),
                        new Sample("t1", 1_700_000_120_000_000L, 3.9)));

        assertThat(TelemetryDecoder.decode(frame, null)).isEqualTo(new Decoded(expected, List.of()));
        assertThat(TelemetryEncoder.encode(expected, Form.BINARY, null)).isEqualTo(frame);
    }

    @Test
    void readsIrregularTimesQualitiesAndUnit() {
        byte[] frame = bytes("""
                fb 11 00        magic, version 1, telemetry, flags
                00 00 00        boot 0, seq 0, base 0
                01              one series
                01 61           a
                0c              qualities and unit
                03              kelvin
                00              scale 0
                03              three readings
                0a              the first 10 ms after the base
                01              clock
                a2 04           273 -> 546 = 4 x 128 + 34
                d0 0f           a step of 1000, which is 1000 longer than none -> 2000
                00              good
                02              274 - 273 = 1 -> 2
                e7 07           a step of 500, shorter by 500 -> 999
                04              edge
                00              as before
                86 ed 78 03     checksum
                """);
        Telemetry expected = new Telemetry(
                new MessageId(0, 0),
                List.of(
                        new Sample("a", 10_000, 273, Quality.CLOCK, Unit.KELVIN),
                        new Sample("a", 1_010_000, 274, 0, Unit.KELVIN),
                        new Sample("a", 1_510_000, 274, Quality.EDGE, Unit.KELVIN)));

        assertThat(TelemetryDecoder.decode(frame, null)).isEqualTo(new Decoded(expected, List.of()));
    }

    @Test
    void readsRawValuesAndTimesSinceStart() {
        byte[] frame = bytes("""
                fb 11           magic, version 1, telemetry
                06              next and uptime
                01 02           boot 1, seq 2
                3c              next_s 60
                88 27           up 5000 = 39 x 128 + 8
                e8 07           base 1000
                01              one series
                01 62           b
                01              raw
                01 00           one reading, at the base
                00 00 00 00 00 80 32 c0   -18.5 = -1.15625 x 2^4
                bc 19 b4 97     checksum
                """);

        assertThat(TelemetryDecoder.decode(frame, null))
                .isEqualTo(new Decoded(
                        new Telemetry(new MessageId(1, 2), List.of(new Sample("b", 1_000_000, -18.5)), 5000, 60),
                        List.of()));
    }

    @Test
    void readsAReceipt() {
        byte[] frame = bytes("""
                fb 12 00        magic, version 1, receipt, flags
                02 07           field 1, boot: 7
                04 92 08        field 2, seq: 1042 = 8 x 128 + 18
                06 e8 07        field 3, from: 1000
                5f 53 98 6f     checksum
                """);
        Receipt expected = new Receipt(new MessageId(7, 1042), 1000);

        assertThat(ControlCodec.decode(Control.Type.RECEIPT, frame, null))
                .isEqualTo(new ControlResult.Decoded(expected));
        assertThat(ControlCodec.encode(expected, Form.BINARY, null)).isEqualTo(frame);
    }

    @Test
    void readsAnAnswer() {
        byte[] frame = bytes("""
                fb 17 00        magic, version 1, answer, flags
                09 03 63 38 31  field 4 of kind 1, id: 3 bytes, c81
                34 01           field 26, result: done
                3a 26           field 29, count: 38
                d5 6e 56 3a     checksum
                """);
        DeviceAnswer expected = new DeviceAnswer(null, "c81", DeviceAnswer.Result.DONE, null, null, 38L);

        assertThat(ControlCodec.decode(Control.Type.ANSWER, frame, null))
                .isEqualTo(new ControlResult.Decoded(expected));
        assertThat(ControlCodec.encode(expected, Form.BINARY, null)).isEqualTo(frame);
    }

    @Test
    void readsAStatus() {
        byte[] frame = bytes("""
                fb 16 00        magic, version 1, status, flags
                02 07           field 1, boot: 7
                0c 01           field 6, state: online
                0e 03           field 7, conn: 3
                2c 8d 01        field 22, rssi: -71 -> 141 = 1 x 128 + 13
                2f 03 01 74 31  field 23 of kind 1, channel: 3 bytes, Cel, t1
                74 f6 cc 75     checksum
                """);
        DeviceStatus expected = DeviceStatus.builder(DeviceStatus.State.ONLINE, 7, 3)
                .rssiDbm(-71)
                .channels(List.of(new ChannelUnit("t1", Unit.CELSIUS)))
                .build();

        assertThat(ControlCodec.decode(Control.Type.STATUS, frame, null))
                .isEqualTo(new ControlResult.Decoded(expected));
        assertThat(ControlCodec.encode(expected, Form.BINARY, null)).isEqualTo(frame);
    }

    /** The pairs of hex digits at the beginning of each line. */
    private static byte[] bytes(String listing) {
        StringBuilder digits = new StringBuilder();
        for (String line : listing.lines().toList()) {
            for (String word : line.strip().split(" ", -1)) {
                if (!word.matches("[0-9a-f]{2}")) {
                    break;
                }
                digits.append(word);
            }
        }
        return HexFormat.of().parseHex(digits);
    }
}
