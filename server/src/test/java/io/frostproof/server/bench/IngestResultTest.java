package io.frostproof.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How figures of two runs become one answer, and which of them miss a bar. */
class IngestResultTest {

    static final String[] KEYS = {
        "readings_per_s",
        "copy_readings_per_s",
        "copy_ratio",
        "messages_per_s",
        "subscriber_messages_per_s",
        "subscriber_ratio",
        "visible_p50_ms",
        "visible_p99_ms",
        "cpu_s_per_million",
        "rss_mb"
    };

    private static IngestResult result(int readings, long messages, double p99) {
        return new IngestResult(
                readings,
                messages,
                10,
                180_000,
                220_000,
                19_000,
                21_000,
                4_800,
                20,
                p99,
                300,
                messages / 20.0,
                Map.of("server", 3.0, "database", 4.0),
                2.5,
                290);
    }

    private static List<String> missed(IngestResult result) {
        return result.lines().stream()
                .filter(line -> !line.good())
                .map(Measured::what)
                .toList();
    }

    @Test
    void eachBarIsTakenFromTheRunItIsMeantFor() {
        IngestResult large = result(20, 75_000, 90); // 150,000 readings/s of 200,000, 7,500 messages/s of 20,000
        IngestResult small = result(1, 130_000, 120); // 13,000 of 20,000

        Map<String, Object> json = IngestResult.json(List.of(large, small));

        assertThat(json.keySet()).startsWith(KEYS);
        assertThat(json)
                .containsEntry("readings_per_s", 150_000.0)
                .containsEntry("copy_readings_per_s", 200_000.0)
                .containsEntry("copy_ratio", 0.75)
                .containsEntry("messages_per_s", 13_000.0)
                .containsEntry("subscriber_messages_per_s", 20_000.0)
                .containsEntry("subscriber_ratio", 0.65)
                .containsEntry("visible_p99_ms", 120.0);
        assertThat(missed(large)).isEmpty();
        assertThat(missed(small)).isEmpty();
    }

    @Test
    void aMissedBarIsNamed() {
        assertThat(missed(result(20, 69_900, 251)))
                .containsExactly("20 per message: of the COPY limit", "20 per message: publish to visible, p99");
        assertThat(missed(result(1, 119_900, 250))).containsExactly("1 per message: of the bare subscriber");
    }
}
