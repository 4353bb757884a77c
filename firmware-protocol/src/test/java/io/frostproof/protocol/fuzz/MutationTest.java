package io.frostproof.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.protocol.DecodeResult;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.certify.GoldenVector;
import io.frostproof.protocol.certify.VectorFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Cut, flipped and changed frames end in a reason or in a message that the contract allows, never in an exception. */
class MutationTest {

    private static final int MUTATIONS = 200_000;

    private static List<GoldenVector> frames() throws IOException {
        return VectorFile.builtIn().stream()
                .filter(vector -> vector.form() == Form.BINARY && vector.decoded() != null)
                .toList();
    }

    private static byte[] bytes(GoldenVector vector) {
        return Objects.requireNonNull(vector.payload());
    }

    private static String verdict(GoldenVector vector, byte[] payload) {
        return Verdicts.of(vector.type(), vector.form(), payload, vector.key());
    }

    @Test
    void refusesEveryTruncationOfEveryFrame() throws IOException {
        for (GoldenVector vector : frames()) {
            byte[] frame = bytes(vector);
            for (int length = 0; length < frame.length; length++) {
                assertThat(verdict(vector, Arrays.copyOf(frame, length)))
                        .as("%s, the first %d bytes", vector.name(), length)
                        .isIn("not_a_frame", "bad_checksum");
            }
        }
    }

    @Test
    void refusesEveryTruncationOfTelemetryWhoseChecksumWasMended() throws IOException {
        for (GoldenVector vector : frames()) {
            byte[] frame = bytes(vector);
            for (int length = 0; length < frame.length; length++) {
                byte[] cut = Arrays.copyOf(frame, length);
                Mutator.mend(cut, vector.keyHex());
                String verdict = verdict(vector, cut);
                // The other messages are lists of fields, so one that lacks its last fields may be a message.
                if (vector.type() == null) {
                    assertThat(verdict)
                            .as("%s, %d bytes", vector.name(), length)
                            .doesNotStartWith("decoded");
                }
            }
        }
    }

    @Test
    void refusesEveryFlippedBitOfEveryFrame() throws IOException {
        for (GoldenVector vector : frames()) {
            for (int bit = 0; bit < 8 * bytes(vector).length; bit++) {
                assertThat(verdict(vector, flipped(vector, bit)))
                        .as("%s, bit %d", vector.name(), bit)
                        .isIn("not_a_frame", "bad_checksum", "unsupported_version");
            }
        }
    }

    @Test
    void survivesEveryFlippedBitBehindARightChecksum() throws IOException {
        for (GoldenVector vector : frames()) {
            for (int bit = 0; bit < 8 * (bytes(vector).length - 4); bit++) {
                byte[] frame = flipped(vector, bit);
                Mutator.mend(frame, vector.keyHex());
                assertThat(verdict(vector, frame))
                        .as("%s, bit %d", vector.name(), bit)
                        .isNotEmpty();
            }
        }
    }

    private static byte[] flipped(GoldenVector vector, int bit) {
        byte[] frame = bytes(vector);
        frame[bit / 8] ^= (byte) (1 << (bit % 8));
        return frame;
    }

    @Test
    void survivesMutations() throws IOException {
        MutationRun run = MutationRun.run(MUTATIONS, 20261121);

        assertThat(run.failure()).isNull();
        // Whatever a message can be refused for it was refused for (NaN only costs readings), and enough got past the
        // checksum to be worth it.
        assertThat(run.counts().keySet())
                .containsAll(Arrays.stream(DecodeResult.Reason.values())
                        .filter(reason -> reason != DecodeResult.Reason.NOT_A_NUMBER)
                        .map(DecodeResult.Reason::id)
                        .toList());
        assertThat(run.counts().get("decoded")).isGreaterThan(MUTATIONS / 50);
        assertThat(run.counts().get("bad_checksum")).isLessThan(MUTATIONS / 5);
    }
}
