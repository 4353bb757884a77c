package io.frostproof.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.protocol.Form;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bench in short: whether everything that it publishes is stored and counted, not how fast. */
class IngestBenchIT {

    private static final long MESSAGES = 3_000;

    @ParameterizedTest
    @CsvSource({"PLAIN, 20, BINARY", "TIMESCALEDB, 3, JSON"})
    void everyPublishedReadingIsStoredAndEveryFigureIsThere(PostgresFlavour flavour, int readings, Form form)
            throws Exception {
        var settings = new IngestSettings(
                MESSAGES, 50, 2, 3, form, Duration.ofSeconds(1), Duration.ofSeconds(1), "128m", null);
        var said = new CopyOnWriteArrayList<String>();
        IngestResult result;
        try (IngestDatabase database = IngestDatabase.start(flavour);
                MosquittoBroker broker = MosquittoBroker.start(List.of("set_tcp_nodelay true"))) {
            // It counts itself, and throws when a reading is missing, doubled or set aside.
            result = new IngestRun(settings, database, broker.uri(), readings, said::add).measure();
        }

        assertThat(result.messages()).isBetween(1L, MESSAGES);
        assertThat(result.batch()).isPositive();
        assertThat(result.cpu().keySet()).containsExactly("server", "database", "broker", "publisher");
        assertThat(result.cpu().values())
                .allSatisfy(seconds -> assertThat(seconds).isPositive());
        assertThat(List.of(
                        result.readingsPerSecond(),
                        result.copyBefore(),
                        result.copyAfter(),
                        result.subscriberBefore(),
                        result.subscriberAfter(),
                        result.visibleP50(),
                        result.halfLoad(),
                        result.peakMegabytes()))
                .allSatisfy(figure -> assertThat(figure).isPositive());
        assertThat(result.visibleP999()).isGreaterThanOrEqualTo(result.visibleP99());
        assertThat(said).isNotEmpty().allMatch(line -> line.startsWith(readings + " per message: "));
        assertThat(IngestResult.json(List.of(result)))
                .containsAllEntriesOf(Map.of("rss_mb", result.json().get("rss_mb")))
                .containsKeys(IngestResultTest.KEYS);
    }
}
