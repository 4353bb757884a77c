package io.frostproof.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.frostproof.protocol.DecodeResult.Decoded;
import io.frostproof.protocol.DecodeResult.Malformed;
import io.frostproof.protocol.DecodeResult.Reason;
import io.frostproof.protocol.DecodeResult.Rejection;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTelemetryDecoderTest {

    private static final String GOOD_BESIDE = "{\"ch\":\"good\",\"t\":1000,\"v\":1.5}";

    @Test
    void readsTheExampleOfTheContract() {
        Decoded decoded = decoded("""
                {"boot": 7, "seq": 1042,
                 "readings": [{"ch": "t1", "t": 1763690400000, "v": 4.12},
                              {"ch": "mains", "t": "2026-11-21T02:00:00Z", "v": 1}]}
                """);

        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.telemetry())
                .isEqualTo(new Telemetry(
                        new MessageId(7, 1042),
                        List.of(
                                new Sample("t1", 1_763_690_400_000_000L, 4.12),
                                new Sample("mains", micros("2026-11-21T02:00:00Z"), 1))));
    }

    @Test
    void readsDevicesThatSendNeitherTimeNorSequence() {
        Decoded decoded = decoded("{\"readings\":[{\"ch\":\"t1\",\"v\":-18}]}");

        assertThat(decoded.telemetry()).isEqualTo(new Telemetry(null, List.of(new Sample("t1", Sample.NO_TIME, -18))));
    }

    @Test
    void takesNullForMissingWhereMissingIsAllowed() {
        Decoded decoded = decoded("{\"boot\":null,\"seq\":null,\"readings\":[{\"ch\":\"t1\",\"t\":null,\"v\":1}]}");

        assertThat(decoded.telemetry().id()).isNull();
        assertThat(decoded.telemetry().samples()).containsExactly(new Sample("t1", Sample.NO_TIME, 1));
    }

    @Test
    void readsBootAndSequenceBehindTheReadingsAndIgnoresUnknownFields() {
        Decoded decoded =
                decoded("{\"firmware\":{\"v\":[1,{\"boot\":9}]},\"readings\":[{\"ch\":\"t1\",\"unit\":\"Cel\",\"v\":1,"
                        + "\"x\":[{\"v\":5}]}],\"seq\":4294967295,\"boot\":0}");

        assertThat(decoded.telemetry().id()).isEqualTo(new MessageId(0, 4294967295L));
        assertThat(decoded.telemetry().samples()).containsExactly(new Sample("t1", Sample.NO_TIME, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T02:00:00Z,                   2026-11-21T02:00:00Z",
        "2026-11-21t02:00:00z,                   2026-11-21T02:00:00Z",
        "2026-11-21T02:00Z,                      2026-11-21T02:00:00Z",
        "2026-11-21T02:00:00.5+13:00,            2026-11-20T13:00:00.5Z",
        "2026-11-21T02:00:00-0330,               2026-11-21T05:30:00Z",
        "2026-11-21T02:00:00+01,                 2026-11-21T01:00:00Z",
        "2026-11-21T02:00:00.1234567Z,           2026-11-21T02:00:00.123456Z",
        "2026-11-21T02:00:00.123456789012345+00:00, 2026-11-21T02:00:00.123456Z",
        "1969-12-31T23:59:59.9999999Z,           1969-12-31T23:59:59.999999Z",
        "2199-01-01T00:00:00Z,                   2199-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z,                   9999-12-31T23:59:59Z",
    })
    void readsIsoTimesToTheMicrosecond(String text, String expected) {
        assertThat(onlyTime('"' + text + '"')).isEqualTo(micros(expected));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, -1000", "-31536000000, -31536000000000", "7226582400000, 7226582400000000", "-0, 0"})
    void readsMillisecondsHoweverFarAway(String text, long expected) {
        assertThat(onlyTime(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "true,1",
        "false,0",
        "1e-3,0.001",
        "-0.0,0.0",
        "-0,0.0",
        "1e-999,0.0",
        "1.7976931348623157e308,1.7976931348623157e308"
    })
    void readsValues(String text, double expected) {
        Decoded decoded = decoded("{\"readings\":[{\"ch\":\"a\",\"v\":" + text + "}]}");

        // Bits, so that minus zero would be told from zero.
        assertThat(Double.doubleToRawLongBits(
                        decoded.telemetry().samples().getFirst().value()))
                .isEqualTo(Double.doubleToRawLongBits(expected));
    }

    @ParameterizedTest(name = "{0} is {1} at {2}")
    @MethodSource("wrongReadings")
    void refusesOneReadingAndKeepsThoseBesideIt(String reading, Reason reason, String field) {
        Decoded decoded = decoded(
                "{\"boot\":1,\"seq\":2,\"readings\":[" + GOOD_BESIDE + "," + reading + "," + GOOD_BESIDE + "]}");

        assertThat(decoded.telemetry().samples())
                .containsExactly(new Sample("good", 1_000_000, 1.5), new Sample("good", 1_000_000, 1.5));
        assertThat(decoded.rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.reason()).isEqualTo(reason);
            assertThat(rejection.field()).isEqualTo(field);
        });
    }

    static Stream<Arguments> wrongReadings() {
        return Stream.of(
                arguments("4.1", Reason.WRONG_TYPE, "readings[1]"),
                arguments("null", Reason.WRONG_TYPE, "readings[1]"),
                arguments("[{\"ch\":\"a\",\"v\":1}]", Reason.WRONG_TYPE, "readings[1]"),
                arguments("{}", Reason.MISSING_FIELD, "readings[1].ch"),
                arguments("{\"v\":1}", Reason.MISSING_FIELD, "readings[1].ch"),
                arguments("{\"ch\":\"a\"}", Reason.MISSING_FIELD, "readings[1].v"),
                arguments("{\"ch\":7,\"v\":1}", Reason.WRONG_TYPE, "readings[1].ch"),
                arguments("{\"ch\":null,\"v\":1}", Reason.WRONG_TYPE, "readings[1].ch"),
                arguments("{\"ch\":\"\",\"v\":1}", Reason.OUT_OF_RANGE, "readings[1].ch"),
                arguments("{\"ch\":\"a/b\",\"v\":1}", Reason.OUT_OF_RANGE, "readings[1].ch"),
                arguments("{\"ch\":\"a\",\"v\":\"4.1\"}", Reason.WRONG_TYPE, "readings[1].v"),
                arguments("{\"ch\":\"a\",\"v\":{\"v\":1}}", Reason.WRONG_TYPE, "readings[1].v"),
                arguments("{\"ch\":\"a\",\"v\":[1,2]}", Reason.WRONG_TYPE, "readings[1].v"),
                arguments("{\"ch\":\"a\",\"v\":null}", Reason.NOT_A_NUMBER, "readings[1].v"),
                arguments("{\"ch\":\"a\",\"v\":NaN}", Reason.NOT_A_NUMBER, "readings[1].v"),
                arguments("{\"ch\":\"a\",\"v\":Infinity}", Reason.NOT_A_NUMBER, "readings[1].v"),
                arguments("{\"ch\":\"a\",\"v\":-Infinity}", Reason.NOT_A_NUMBER, "readings[1].v"),
                arguments("{\"ch\":\"a\",\"v\":\"NaN\"}", Reason.NOT_A_NUMBER, "readings[1].v"),
                arguments("{\"ch\":\"a\",\"v\":\"-inf\"}", Reason.NOT_A_NUMBER, "readings[1].v"),
                arguments("{\"ch\":\"a\",\"v\":1e999}", Reason.OUT_OF_RANGE, "readings[1].v"),
                arguments("{\"ch\":\"a\",\"v\":" + "9".repeat(400) + "}", Reason.OUT_OF_RANGE, "readings[1].v"),
                arguments("{\"ch\":\"a\",\"v\":1,\"v\":2}", Reason.NOT_JSON, "readings[1].v"),
                arguments("{\"ch\":\"a\",\"v\":1,\"ch\":\"a\"}", Reason.NOT_JSON, "readings[1].ch"),
                arguments("{\"ch\":\"a\",\"t\":1.5,\"v\":1}", Reason.BAD_TIME, "readings[1].t"),
                arguments("{\"ch\":\"a\",\"t\":true,\"v\":1}", Reason.BAD_TIME, "readings[1].t"),
                arguments("{\"ch\":\"a\",\"t\":NaN,\"v\":1}", Reason.BAD_TIME, "readings[1].t"),
                arguments("{\"ch\":\"a\",\"t\":9223372036854775807,\"v\":1}", Reason.BAD_TIME, "readings[1].t"),
                arguments("{\"ch\":\"a\",\"t\":253402300800000,\"v\":1}", Reason.BAD_TIME, "readings[1].t"),
                arguments("{\"ch\":\"a\",\"t\":\"2026-11-21T02:00:00\",\"v\":1}", Reason.BAD_TIME, "readings[1].t"),
                arguments("{\"ch\":\"a\",\"t\":\"2026-02-30T02:00:00Z\",\"v\":1}", Reason.BAD_TIME, "readings[1].t"),
                arguments("{\"ch\":\"a\",\"t\":\"+12026-02-01T02:00:00Z\",\"v\":1}", Reason.BAD_TIME, "readings[1].t"),
                arguments("{\"ch\":\"a\",\"t\":\"1763690400000\",\"v\":1}", Reason.BAD_TIME, "readings[1].t"));
    }

    @ParameterizedTest(name = "{0} is {1} at {2}")
    @MethodSource("malformed")
    void refusesTheWholeMessage(String payload, Reason reason, String field) {
        Rejection rejection = malformed(payload);

        assertThat(rejection.reason()).isEqualTo(reason);
        assertThat(rejection.field()).isEqualTo(field);
        assertThat(rejection.value()).hasSizeBetween(1, 80);
        assertThat(rejection.expected()).isNotEmpty();
    }

    static Stream<Arguments> malformed() {
        String readings = "\"readings\":[" + GOOD_BESIDE + "]";
        return Stream.of(
                arguments("", Reason.NOT_JSON, "payload"),
                arguments("  ", Reason.NOT_JSON, "payload"),
                arguments("hello", Reason.NOT_JSON, "payload"),
                arguments("4.1", Reason.WRONG_TYPE, "payload"),
                arguments("[" + GOOD_BESIDE + "]", Reason.WRONG_TYPE, "payload"),
                arguments("{" + readings + "}}", Reason.NOT_JSON, "payload"),
                arguments("{" + readings + "} {}", Reason.NOT_JSON, "payload"),
                arguments("{" + readings + "}\u0000", Reason.NOT_JSON, "payload"),
                arguments("{" + readings + ",}", Reason.NOT_JSON, "payload"),
                arguments("{}", Reason.MISSING_FIELD, "readings"),
                arguments("{\"boot\":1,\"seq\":1}", Reason.MISSING_FIELD, "readings"),
                arguments("{\"readings\":[]}", Reason.OUT_OF_RANGE, "readings"),
                arguments("{\"readings\":null}", Reason.WRONG_TYPE, "readings"),
                arguments("{\"readings\":" + GOOD_BESIDE + "}", Reason.WRONG_TYPE, "readings"),
                arguments("{" + readings + "," + readings + "}", Reason.NOT_JSON, "readings"),
                arguments("{\"boot\":1," + readings + "}", Reason.MISSING_FIELD, "seq"),
                arguments("{\"seq\":1," + readings + "}", Reason.MISSING_FIELD, "boot"),
                arguments("{\"boot\":1,\"boot\":1,\"seq\":1," + readings + "}", Reason.NOT_JSON, "boot"),
                arguments("{\"boot\":\"1\",\"seq\":1," + readings + "}", Reason.WRONG_TYPE, "boot"),
                arguments("{\"boot\":1.0,\"seq\":1," + readings + "}", Reason.WRONG_TYPE, "boot"),
                arguments("{\"boot\":1,\"seq\":NaN," + readings + "}", Reason.WRONG_TYPE, "seq"),
                arguments("{\"boot\":-1,\"seq\":1," + readings + "}", Reason.OUT_OF_RANGE, "boot"),
                arguments("{\"boot\":1,\"seq\":4294967296," + readings + "}", Reason.OUT_OF_RANGE, "seq"),
                arguments("{\"boot\":1,\"seq\":18446744073709551617," + readings + "}", Reason.OUT_OF_RANGE, "seq"),
                arguments(
                        "{\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "," + readings + "}",
                        Reason.TOO_LARGE,
                        "payload"),
                arguments(
                        "{\"boot\":" + "9".repeat(5000) + ",\"seq\":1," + readings + "}", Reason.TOO_LARGE, "payload"),
                arguments("{\"readings\":[" + "1,".repeat(9000) + "1]}", Reason.TOO_LARGE, "readings"),
                arguments("x".repeat(JsonTelemetryDecoder.MAX_PAYLOAD_BYTES + 1), Reason.TOO_LARGE, "payload"));
    }

    @Test
    void acceptsAPayloadOfExactlyTheLargestSize() {
        String end = "\",\"readings\":[" + GOOD_BESIDE + "]}";
        String start = "{\"note\":\"";
        String payload =
                start + "x".repeat(JsonTelemetryDecoder.MAX_PAYLOAD_BYTES - start.length() - end.length()) + end;

        assertThat(decoded(payload).telemetry().samples()).hasSize(1);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] payload = "{\"readings\":[{\"ch\":\"a?\",\"v\":1}]}".getBytes(UTF_8);
        payload[21] = (byte) 0xC0;

        assertThat(JsonTelemetryDecoder.decode(payload))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.rejection().reason()).isEqualTo(Reason.NOT_JSON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\ud800", "\\u001b[2J", "\\ud83d"})
    void showsHostileTextInAFormThatCanBeStoredAndPrinted(String escaped) {
        Decoded decoded = decoded("{\"readings\":[{\"ch\":\"" + escaped + "\",\"v\":1}]}");

        String shown = decoded.rejections().getFirst().value();
        assertThat(shown.chars())
                .noneMatch(c ->
                        Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    @Test
    void namesFieldValueAndExpectation() {
        Decoded decoded = decoded("{\"readings\":[{\"ch\":\"t1\",\"v\":\"4.1\"}]}");

        assertThat(decoded.rejections().getFirst())
                .hasToString("wrong_type: readings[0].v was \"4.1\", expected a finite number, not a string");
    }

    private static long onlyTime(String t) {
        return decoded("{\"readings\":[{\"ch\":\"a\",\"t\":" + t + ",\"v\":1}]}")
                .telemetry()
                .samples()
                .getFirst()
                .timeMicros();
    }

    private static long micros(String instant) {
        Instant i = Instant.parse(instant);
        return i.getEpochSecond() * 1_000_000L + i.getNano() / 1000;
    }

    private static Decoded decoded(String payload) {
        DecodeResult result = JsonTelemetryDecoder.decode(payload.getBytes(UTF_8));
        assertThat(result).isInstanceOf(Decoded.class);
        return (Decoded) result;
    }

    private static Rejection malformed(String payload) {
        DecodeResult result = JsonTelemetryDecoder.decode(payload.getBytes(UTF_8));
        assertThat(result).isInstanceOf(Malformed.class);
        return ((Malformed) result).rejection();
    }
}
