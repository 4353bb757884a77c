package io.frostproof.ingest.lane;

import static io.frostproof.ingest.lane.LaneFixture.NOON;
import static io.frostproof.ingest.lane.LaneFixture.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.ingest.intake.BootClock;
import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.SuspectReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchCodecTest {

    private static final byte[] PAYLOAD = "{\"boot\": °".getBytes(StandardCharsets.UTF_8);

    private static Batch full() {
        return new Batch(
                (7L << 32) | 5,
                NOON.plus(123_456, ChronoUnit.MICROS),
                3,
                List.of(reading(1, 0, -18.25, 1), reading(2, 1, Double.MIN_VALUE, 2)),
                List.of(reading(1, 0, 99, 0)),
                List.of(reading(3, -5, 0.0, 3)),
                List.of(new SuspectReading(reading(4, 9, 1, 4), "future")),
                List.of(new DeadLetter(
                        "mqtt", "a/b", DeadLetter.Payload.of(PAYLOAD), "malformed", "x".repeat(70_000) + "°C", 5)),
                List.of(new Batch.ChannelTransitions(
                        1,
                        "north",
                        List.of(
                                new Transition("heat", "u-1", Transition.Kind.STARTED, Level.CRITICAL, 7, 3, 9.5),
                                new Transition(Transition.DATA, "u-1", Transition.Kind.UNKNOWN, null, 8, 7, -0.5)))),
                List.of(new SavedState(1, 7, new byte[] {1, 2, 3})),
                Map.of(3, -5L, 9, Long.MAX_VALUE),
                Set.of(new BootClock("d-1", 4, 17)));
    }

    @Test
    void everythingOfABatchComesBack() throws IOException {
        Batch batch = full();
        Batch back = BatchCodec.decode(BatchCodec.encode(batch));
        assertThat(back).usingRecursiveComparison().isEqualTo(batch);
        assertThat(back.deadLetters().getFirst().payload().kept()).isEqualTo(PAYLOAD);
        assertThat(BatchCodec.weight(back)).isEqualTo(4);
    }

    @Test
    void aBatchOfAnotherVersionIsRefusedByName() {
        byte[] bytes = BatchCodec.encode(full());
        bytes[0] = 9;
        assertThatThrownBy(() -> BatchCodec.decode(bytes))
                .isInstanceOf(IOException.class)
                .hasMessage("version of a spooled batch was 9, expected 1");
    }

    @Test
    void aCutBatchIsAnErrorAndNeverAnotherBatch() {
        byte[] bytes = BatchCodec.encode(full());
        for (int length = 0; length < bytes.length; length += 211) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> BatchCodec.decode(cut)).isInstanceOf(IOException.class);
        }
    }
}
