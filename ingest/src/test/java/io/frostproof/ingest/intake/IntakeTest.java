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
import io.frostproof.protocol.MessageId;
import io.frostproof.testing.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 5, at the edge: what a message says is kept, in one way or another, and a bad part keeps no good one back. */
class IntakeTest {

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
                    "u1", new KnownChannel(3, "u1", Quantity.VOLTAGE, MeasureUnit.MILLIVOLT, PLAN)),
            0);

    private final FakeClock clock = FakeClock.at(NOW);
    private final IngestCounters counters = new IngestCounters();
    private final Intake intake = new Intake(new OneProbe(), PlausibleTimes.DEFAULT, clock, counters);

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

    private Inbound judge(String topic, String payload) {
        return intake.judge("test", topic, payload.getBytes(StandardCharsets.UTF_8), () -> {});
    }

    private Inbound judge(String payload) {
        return judge(TOPIC, payload);
    }

    private static String at(Instant time, String value) {
        return "{\"ch\":\"t1\",\"t\":\"" + time + "\",\"v\":" + value + "}";
    }

    private static String message(String... readings) {
        return "{\"boot\":7,\"seq\":42,\"readings\":[" + String.join(",", readings) + "]}";
    }

    @Test
    void aGoodMessageBecomesReadingsAndNothingElse() {
        Inbound inbound = judge(message(at(NOW.minusSeconds(1), "4.5")));
        assertThat(inbound.readings())
                .containsExactly(new Reading(1, NOW_MICROS - 1_000_000, 4.5, Reading.GOOD, NOW_MICROS, 7, 42));
        assertThat(inbound.id()).isEqualTo(new MessageId(7, 42));
        assertThat(inbound.laneKey()).isEqualTo("probe-1");
        assertThat(inbound.suspects()).isEmpty();
        assertThat(inbound.deadLetters()).isEmpty();
    }

    @Test
    void valuesAreConvertedToTheCanonicalUnit() {
        Inbound inbound = judge(message("{\"ch\":\"t2\",\"v\":41}", "{\"ch\":\"u1\",\"v\":12500}"));
        assertThat(inbound.readings().get(0).value()).isCloseTo(5.0, within(1e-9));
        assertThat(inbound.readings().get(1).value()).isCloseTo(12.5, within(1e-9));
    }

    @Test
    void minusZeroIsZero() {
        assertThat(Double.doubleToRawLongBits(
                        judge(message(at(NOW, "-0.0"))).readings().getFirst().value()))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "not_json        | not json",
                "not_json        | ``",
                "wrong_type      | [1,2]",
                "missing_field   | {`x`:1}",
                "wrong_type      | {`readings`:5}",
                "out_of_range    | {`readings`:[]}",
                "missing_field   | {`seq`:4,`readings`:[{`ch`:`t1`,`v`:1}]}",
                "out_of_range    | {`boot`:-1,`seq`:4,`readings`:[{`ch`:`t1`,`v`:1}]}",
                "not_json        | {`readings`:[{`ch`:`t1`,`v`:1}"
            })
    void whatCannotBeReadIsADeadLetterWithItsReason(String reason, String payload) {
        Inbound inbound = judge(payload.replace('`', '"'));
        assertThat(inbound.readings()).isEmpty();
        assertThat(inbound.deadLetters()).extracting(DeadLetter::reason).containsExactly(reason);
        assertThat(inbound.deadLetters().getFirst().detail()).isNotBlank();
        assertThat(counters.readingsReceived.sum()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "unknown_channel   | {`ch`:`t9`,`v`:1}",
                "wrong_type        | {`ch`:5,`v`:1}",
                "missing_field     | {`ch`:`t1`}",
                "wrong_type        | {`ch`:`t1`,`v`:[]}",
                "not_a_number      | {`ch`:`t1`,`v`:NaN}",
                "not_a_number      | {`ch`:`t1`,`v`:null}",
                "not_a_number      | {`ch`:`t1`,`v`:`NaN`}",
                "implausible_value | {`ch`:`t1`,`v`:850}",
                "bad_time          | {`ch`:`t1`,`t`:`yesterday`,`v`:1}"
            })
    void aBadReadingIsBuriedAndItsNeighboursSurvive(String reason, String reading) {
        Inbound inbound =
                judge(message(at(NOW.minusSeconds(2), "4"), reading.replace('`', '"'), at(NOW.minusSeconds(1), "5")));
        assertThat(inbound.readings()).extracting(Reading::value).containsExactly(4.0, 5.0);
        assertThat(inbound.deadLetters()).extracting(DeadLetter::reason).containsExactly(reason);
        assertThat(inbound.deadLetters().getFirst().detail()).contains("readings[1]");
        assertThat(inbound.id()).isEqualTo(new MessageId(7, 42));
    }

    @Test
    void theDetailNamesTheReadingByItsPlaceInThePayload() {
        Inbound inbound = judge(message("7", "{\"ch\":\"t1\",\"v\":null}", "{\"ch\":\"t9\",\"v\":1}"));
        assertThat(inbound.deadLetters())
                .filteredOn(letter -> letter.reason().equals("unknown_channel"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.detail()).contains("readings[2].ch was 't9'"));
    }

    @Test
    void oneDeadLetterPerReasonHoweverManyReadings() {
        Inbound inbound =
                judge(message("{\"ch\":\"t8\",\"v\":1}", "{\"ch\":\"t9\",\"v\":1}", "{\"ch\":\"t1\",\"v\":900}"));
        assertThat(inbound.deadLetters())
                .extracting(DeadLetter::reason)
                .containsExactly("unknown_channel", "implausible_value");
    }

    @Test
    void anUnknownDeviceAWrongNodeAndABadTopicAreDeadLetters() {
        String good = message(at(NOW, "4"));
        Inbound unknown = judge("frostproof/1/hub/probe-9/telemetry", good);
        assertThat(unknown.deadLetters().getFirst().reason()).isEqualTo("unknown_device");
        assertThat(unknown.device()).isNull();

        Inbound misplaced = judge("frostproof/1/cellar/probe-1/telemetry", good);
        assertThat(misplaced.deadLetters().getFirst().reason()).isEqualTo("wrong_node");
        assertThat(misplaced.deadLetters().getFirst().detail())
                .contains("cellar")
                .contains("hub");
        assertThat(misplaced.readings()).isEmpty();

        for (String topic : List.of("frostproof/1//probe-1/telemetry", "frostproof/1/hub/a b/telemetry", "x")) {
            assertThat(judge(topic, good).deadLetters().getFirst().reason()).isEqualTo("bad_topic");
        }
    }

    @Test
    void aHostileTopicIsShortenedAndStaysDistinct() {
        String longTopic = "frostproof/1/" + "n".repeat(60_000) + "/probe-1/telemetry";
        DeadLetter one = judge(longTopic, "x").deadLetters().getFirst();
        DeadLetter other = judge(longTopic + "s", "x").deadLetters().getFirst();
        assertThat(one.topic()).hasSizeLessThan(400).startsWith("frostproof/1/nnn");
        assertThat(one.detail()).hasSizeLessThan(600);
        assertThat(other.topic()).isNotEqualTo(one.topic());
        assertThat(judge(longTopic, "x").deadLetters().getFirst().topic()).isEqualTo(one.topic());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "2009-12-31T23:59:59Z"})
    void aTimeFromBeforeAnyLogIsSuspect(Instant time) {
        Inbound inbound = judge(message(at(time, "4"), at(NOW, "5")));
        assertThat(inbound.suspects()).extracting(SuspectReading::reason).containsExactly("before_earliest");
        assertThat(inbound.readings()).extracting(Reading::value).containsExactly(5.0);
        assertThat(counters.readingsReceived.sum()).isEqualTo(2);
    }

    @Test
    void theFutureIsSuspectFromTheToleranceOn() {
        Inbound inbound = judge(message(
                at(NOW.plus(Duration.ofMinutes(5)), "4"),
                at(NOW.plus(Duration.ofMinutes(5)).plusMillis(1), "5"),
                at(Instant.parse("2199-01-01T00:00:00Z"), "6")));
        assertThat(inbound.readings()).extracting(Reading::value).containsExactly(4.0);
        assertThat(inbound.suspects())
                .extracting(SuspectReading::reason)
                .containsExactly("in_the_future", "in_the_future");
    }

    @Test
    void readingsWithoutTimeGetTheTimeOfReceptionAndKeysOfTheirOwn() {
        String payload = "{\"readings\":[{\"ch\":\"t1\",\"v\":4},{\"ch\":\"t1\",\"v\":5},{\"ch\":\"t1\",\"v\":6}]}";
        List<Reading> first = judge(payload).readings();
        List<Reading> sameMicrosecond = judge(payload).readings();
        clock.advance(Duration.ofNanos(4_000));
        List<Reading> whileTheFirstWouldStillLast = judge(payload).readings();

        assertThat(first).extracting(Reading::timeMicros).containsExactly(NOW_MICROS, NOW_MICROS + 1, NOW_MICROS + 2);
        assertThat(first).allMatch(reading -> reading.quality() == Reading.RECEPTION_TIME);
        assertThat(first).allMatch(reading -> reading.boot() == Reading.UNNUMBERED);
        var times = new HashSet<Long>();
        List.of(first, sameMicrosecond, whileTheFirstWouldStillLast)
                .forEach(readings -> readings.forEach(reading -> times.add(reading.timeMicros())));
        assertThat(times).hasSize(9);
    }

    @Test
    void receptionTimeFollowsAClockThatWasSetBack() {
        judge("{\"readings\":[{\"ch\":\"t1\",\"v\":4}]}");
        clock.advance(Duration.ofHours(-1));
        assertThat(judge("{\"readings\":[{\"ch\":\"t1\",\"v\":4}]}")
                        .readings()
                        .getFirst()
                        .timeMicros())
                .isEqualTo(NOW_MICROS - 3_600_000_000L);
    }

    @Test
    void aMebibyteOfGarbageIsKeptToItsLimit() {
        byte[] garbage = new byte[(1 << 20) + 5];
        new Random(1).nextBytes(garbage);
        Inbound inbound = intake.judge("test", TOPIC, garbage, () -> {});
        DeadLetter letter = inbound.deadLetters().getFirst();
        assertThat(letter.reason()).isEqualTo("too_large");
        assertThat(letter.payload().bytes()).isEqualTo(garbage.length);
        assertThat(letter.payload().kept()).hasSize(DeadLetter.Payload.KEPT_BYTES);
    }

    @Test
    void noBytesMakeItThrow() {
        var random = new Random(20_261_121);
        byte[] good = message(at(NOW, "4"), "{\"ch\":\"t2\",\"v\":41}").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = good.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            Inbound inbound = intake.judge("test", TOPIC, mutated, () -> {});
            assertThat(inbound.readings().size()
                            + inbound.suspects().size()
                            + inbound.deadLetters().size())
                    .as(() -> new String(mutated, StandardCharsets.UTF_8))
                    .isPositive();
        }
    }

    @Test
    void aMessageJudgedAgainKeepsTheTimeAtWhichItsTimelessReadingsCame() {
        byte[] payload =
                "{\"readings\":[{\"ch\":\"t1\",\"v\":4},{\"ch\":\"t1\",\"v\":5}]}".getBytes(StandardCharsets.UTF_8);
        Inbound first = judge(new String(payload, StandardCharsets.UTF_8));
        clock.advance(Duration.ofDays(3));
        Intake.Judged again = intake.rejudge(TOPIC, payload, NOW, () -> {});
        assertThat(again.inbound().readings())
                .extracting(Reading::timeMicros)
                .isEqualTo(first.readings().stream().map(Reading::timeMicros).toList())
                .containsExactly(NOW_MICROS, NOW_MICROS + 1);
        assertThat(again.inbound().readings())
                .extracting(Reading::receivedMicros)
                .containsOnly(NOW_MICROS + Duration.ofDays(3).toMillis() * 1000);
        // The time of reception of what comes now goes on from now.
        assertThat(judge(new String(payload, StandardCharsets.UTF_8))
                        .readings()
                        .getFirst()
                        .timeMicros())
                .isGreaterThan(NOW_MICROS + 1);
    }

    @Test
    void aMessageThatMayBeTurnedAwayIsJudgedAsAnyOtherAndCountsOnlyWhenItIsGivenToALane() {
        byte[] payload =
                ("{\"readings\":[" + at(NOW, "4") + ",{\"ch\":\"t1\",\"v\":5}]}").getBytes(StandardCharsets.UTF_8);
        Intake.Judged considered = intake.consider("http", TOPIC, payload, () -> {});
        assertThat(considered.inbound().readings())
                .extracting(Reading::timeMicros)
                .containsExactly(NOW_MICROS, NOW_MICROS + 1);
        assertThat(counters.messagesReceived.sum()).isZero();
        assertThat(counters.readingsReceived.sum()).isZero();
        considered.count();
        assertThat(counters.messagesReceived.sum()).isEqualTo(1);
        assertThat(counters.readingsReceived.sum()).isEqualTo(2);
    }

    @Test
    void aMessageJudgedAgainCountsOnlyWhenItIsGivenToALane() {
        byte[] payload = ("{\"readings\":[" + at(NOW, "4") + "]}").getBytes(StandardCharsets.UTF_8);
        Intake.Judged again = intake.rejudge(TOPIC, payload, NOW, () -> {});
        assertThat(counters.messagesReceived.sum()).isZero();
        again.count();
        assertThat(counters.messagesReceived.sum()).isEqualTo(1);
        assertThat(counters.readingsReceived.sum()).isEqualTo(1);
    }
}
