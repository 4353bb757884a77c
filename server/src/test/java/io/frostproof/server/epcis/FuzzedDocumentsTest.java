package io.frostproof.server.epcis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Mutated documents are read or refused with a path, and never anything else. {@code -Dseed=...} repeats a run. */
final class FuzzedDocumentsTest {

    private static final int MUTANTS = 5_000;
    private static final String[] PIECES = {
        "null",
        "true",
        "-1",
        "1e400",
        "0.1e-400",
        "\"\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "{}",
        "[]",
        "[[[[]]]]",
        "}",
        "]",
        ",",
        ":",
        "\"",
        "\"type\"",
        "\"ObjectEvent\"",
        "\"DELETE\"",
        "\"eventList\"",
        "9999-12-31T23:59:59+14:00",
        "urn:epc:id:sscc:",
        "https://id.gs1.org/01/",
        "%",
        "\"eventTime\": \"2026-02-30T00:00:00Z\"",
        "00000000000000000000",
        "é",
        "😀"
    };

    @Test
    void noDocumentIsTooStrange() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        byte[] whole = Documents.example("all-shapes.json");
        int read = 0;
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutated(whole, random);
            DocumentReader.Read result;
            try {
                result = DocumentReader.read(mutant);
            } catch (RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + ", mutant " + i + ": " + new String(mutant, StandardCharsets.UTF_8), e);
            }
            if (result.mistakes() > 0) {
                refused++;
                assertThat(result.ofDocument().size() + result.ofEvents().size())
                        .as("seed %s, mutant %s", seed, i)
                        .isPositive();
            } else {
                read++;
                assertThat(result.events()).as("seed %s, mutant %s", seed, i).hasSize(result.count());
            }
            result.events()
                    .forEach(event -> assertThat(Meanings.of(event, NOTHING)).isNotNull());
        }
        assertThat(read).as("some mutants are still right").isPositive();
        assertThat(refused).as("and some are not").isPositive();
    }

    private static byte[] mutated(byte[] whole, Random random) {
        var text = new StringBuilder(new String(whole, StandardCharsets.UTF_8));
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, to);
                case 1 -> text.replace(at, to, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
                default -> text.insert(at, text.substring(at, to));
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(20) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static final Known NOTHING = new KnownThings();
}
