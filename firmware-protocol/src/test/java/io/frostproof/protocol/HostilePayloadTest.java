package io.frostproof.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.protocol.DecodeResult.Decoded;
import io.frostproof.protocol.DecodeResult.Malformed;
import io.frostproof.protocol.DecodeResult.Reason;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Nothing that arrives may throw, hang, or get a value through that is not a number. */
class HostilePayloadTest {

    private static final String GOOD = "{\"boot\":7,\"seq\":1042,\"x\":[true,{\"y\":\"\\u00e9é\"}],\"readings\":["
            + "{\"ch\":\"t1\",\"t\":1763690400000,\"v\":-4.12e1},{\"ch\":\"mains\",\"t\":\"2026-11-21T02:00:00.25Z\",\"v\":true},"
            + "{\"ch\":\"t2\",\"t\":null,\"v\":NaN}]}";
    private static final int MUTATIONS = 100_000;

    @Test
    void refusesEveryTruncationOfAGoodPayload() {
        byte[] good = GOOD.getBytes(UTF_8);
        assertThat(JsonTelemetryDecoder.decode(good)).isInstanceOf(Decoded.class);

        for (int length = 0; length < good.length; length++) {
            assertThat(JsonTelemetryDecoder.decode(Arrays.copyOf(good, length)))
                    .as("the first %d bytes", length)
                    .isInstanceOfSatisfying(
                            Malformed.class,
                            malformed ->
                                    assertThat(malformed.rejection().reason()).isEqualTo(Reason.NOT_JSON));
        }
    }

    @Test
    void survivesMutatedBytesAndLetsNothingThroughThatIsNotANumber() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("HostilePayloadTest -Dseed=" + seed);
        Random random = new Random(seed);
        byte[] good = GOOD.getBytes(UTF_8);
        int decoded = 0;

        for (int i = 0; i < MUTATIONS; i++) {
            DecodeResult result = JsonTelemetryDecoder.decode(mutate(good, random));
            if (result instanceof Decoded usable) {
                decoded++;
                assertUsable(usable, seed, i);
            }
        }

        // Most mutations hit the envelope; if none or all got through, the mutator would test nothing.
        assertThat(decoded).isBetween(MUTATIONS / 100, MUTATIONS * 99 / 100);
    }

    private static void assertUsable(Decoded usable, long seed, int round) {
        for (Sample sample : usable.telemetry().samples()) {
            boolean right = Double.isFinite(sample.value())
                    && Ids.valid(sample.channel())
                    && (sample.timeMicros() == Sample.NO_TIME || Timestamps.inRange(sample.timeMicros()));
            assertThat(right).as("%s, seed %d, round %d", sample, seed, round).isTrue();
        }
    }

    private static byte[] mutate(byte[] good, Random random) {
        byte[] bytes = good.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            // Half of the time a byte of the payload itself: that keeps more of them close to JSON.
            bytes[at] = random.nextBoolean() ? good[random.nextInt(good.length)] : (byte) random.nextInt(256);
        }
        return bytes;
    }

    @Test
    void answersRandomBytesOfAnySizeQuickly() {
        byte[] megabyte = new byte[1 << 20];
        new Random(1).nextBytes(megabyte);

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (int length = megabyte.length; length > 0; length /= 2) {
                assertThat(JsonTelemetryDecoder.decode(Arrays.copyOf(megabyte, length)))
                        .isInstanceOf(Malformed.class);
            }
        });
    }

    @Test
    void answersTheDearestPayloadsThatFitTheLimitQuickly() {
        int size = JsonTelemetryDecoder.MAX_PAYLOAD_BYTES;
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (String unit : new String[] {"[", "{\"a\":", "1,", "{},", "9", "\"\\u0000\",", "{\"ch\":1},"}) {
                String body = "{\"readings\":[" + unit.repeat(size / unit.length());
                JsonTelemetryDecoder.decode(Arrays.copyOf(body.getBytes(UTF_8), size));
            }
        });
    }
}
