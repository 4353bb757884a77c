package io.frostproof.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.protocol.DecodeResult.Decoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTelemetryEncoderTest {

    private static final int ROUNDS = 10_000;

    @Test
    void writesMillisecondsWhereExactAndMicrosecondsWhereNot() {
        Telemetry telemetry = new Telemetry(
                new MessageId(7, 1042),
                List.of(
                        new Sample("t1", 1_763_690_400_000_000L, 4.12),
                        new Sample("t1", 1_763_690_400_000_001L, 4),
                        new Sample("t2", Sample.NO_TIME, -18.5)));

        assertThat(new String(JsonTelemetryEncoder.encode(telemetry), UTF_8))
                .isEqualTo(
                        "{\"boot\":7,\"seq\":1042,\"readings\":[{\"ch\":\"t1\",\"t\":1763690400000,\"v\":4.12},"
                                + "{\"ch\":\"t1\",\"t\":\"2025-11-21T02:00:00.000001Z\",\"v\":4.0},{\"ch\":\"t2\",\"v\":-18.5}]}");
    }

    @Test
    void isReadBackAsItWasWritten() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("JsonTelemetryEncoderTest -Dseed=" + seed);
        Random random = new Random(seed);

        for (int i = 0; i < ROUNDS; i++) {
            Telemetry telemetry = any(random);
            assertThat(JsonTelemetryDecoder.decode(JsonTelemetryEncoder.encode(telemetry)))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(new Decoded(telemetry, List.of()));
        }
    }

    private static Telemetry any(Random random) {
        MessageId id = random.nextInt(4) == 0
                ? null
                : new MessageId(random.nextLong(MessageId.MAX + 1), random.nextLong(MessageId.MAX + 1));
        List<Sample> samples = new ArrayList<>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            samples.add(new Sample("c" + random.nextInt(100), anyTime(random), anyFinite(random)));
        }
        return new Telemetry(id, samples);
    }

    private static long anyTime(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Sample.NO_TIME;
            case 1 -> random.nextLong(-62_135_596_800_000L, 253_402_300_799_000L) * 1000; // years 1 to 9999
            case 2 -> random.nextLong(-2_000_000, 2_000_000); // around 1970, where signs go wrong
            default -> random.nextLong(-62_135_596_800_000_000L, 253_402_300_799_000_000L);
        };
    }

    private static double anyFinite(Random random) {
        double value = random.nextBoolean() ? Double.longBitsToDouble(random.nextLong()) : random.nextGaussian() * 30;
        return Double.isFinite(value) ? value + 0.0 : 0.0;
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void refusesToWriteWhatADecoderWouldRefuse(Telemetry telemetry) {
        assertThatThrownBy(() -> JsonTelemetryEncoder.encode(telemetry)).isInstanceOf(IllegalArgumentException.class);
    }

    static List<Telemetry> unreadable() {
        return List.of(
                new Telemetry(null, List.of()),
                new Telemetry(null, List.of(new Sample("a", 0, Double.NaN))),
                new Telemetry(null, List.of(new Sample("a", 0, Double.NEGATIVE_INFINITY))),
                new Telemetry(null, List.of(new Sample("a b", 0, 1))),
                new Telemetry(null, List.of(new Sample("a", Long.MAX_VALUE, 1))),
                new Telemetry(null, new ArrayList<>(java.util.Collections.nCopies(8193, new Sample("a", 0, 1)))));
    }
}
