package io.frostproof.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.quantity.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class UnitLogCsvTest {

    private static final Instant FROM = Instant.parse("2026-11-21T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-21T01:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-22T08:30:00Z");
    private static final LogChannel PROBE = channel(7, "probe-1", "t1", Quantity.TEMPERATURE);
    private static final LogChannel DOOR = channel(8, "probe-1", "door", Quantity.DOOR);

    private static LogChannel channel(int id, String device, String name, Quantity quantity) {
        return new LogChannel(
                id,
                device,
                name,
                quantity,
                Duration.ofMinutes(10).toNanos() / 1000,
                List.of(new Stretch(micros(FROM) - 1, micros(FROM), micros(TO))));
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** Readings in memory. */
    private record Log(UnitLogFacts facts, List<Row> rows) implements UnitLogSource.View {

        private record Row(LogChannel channel, Instant event, Instant received, double value, String quality) {}

        @Override
        public void times(LogChannel channel, Stretch stretch, UnitLogSource.TimeVisitor visitor) {
            for (Row row : rows) {
                if (row.channel.equals(channel)) {
                    visitor.reading(micros(row.event), micros(row.received));
                }
            }
        }

        @Override
        public void readings(UnitLogSource.ReadingVisitor visitor) {
            for (Row row : rows) {
                visitor.reading(row.channel, micros(row.event), micros(row.received), row.value, row.quality);
            }
        }
    }

    private static Log log() {
        var profile = new StorageProfile("who-fridge", "Vaccine fridge", 2.0, 8.0, List.of(), "WHO/PQS/E006");
        var facts = new UnitLogFacts(
                "lk-1",
                "Locker \"1\", left\nside",
                "locker",
                "n-1",
                "Dock",
                "r-1",
                "North",
                profile,
                List.of(
                        new LogRule(
                                "too_warm",
                                "critical",
                                "temperature",
                                "> 8 °C for 10 h",
                                "who-fridge",
                                7L,
                                null,
                                FROM.plusSeconds(60)),
                        new LogRule(
                                "too_cold",
                                "critical",
                                "temperature",
                                "<= -0.5 °C for 1 h, mon-fri",
                                "kind fridge",
                                null,
                                FROM.plusSeconds(60),
                                null)),
                List.of(DOOR, PROBE),
                List.of(new LogExcursion(
                        "probe-1/t1",
                        "too_warm",
                        "critical",
                        FROM.minusSeconds(3600),
                        FROM.plusSeconds(1),
                        null,
                        12.25,
                        "Cel",
                        90.5,
                        "> 8 °C for 10 h (who-fridge), as dated",
                        7L)),
                2,
                1);
        return new Log(
                facts,
                List.of(
                        row(DOOR, 0, 1, 0, "good"),
                        row(PROBE, 0, 1, 4.12, "good"),
                        row(PROBE, 600.000001, 601, -0.00001, "good"),
                        row(PROBE, 1800.5, 1800.5, 1e7, "reception_time"),
                        row(PROBE, 2400, 2400 + 600 + 60, 5, "good"),
                        row(PROBE, 3000, 3000 + 600 + 60.000001, 5.5, "good")));
    }

    private static Log.Row row(LogChannel channel, double eventS, double receivedS, double value, String quality) {
        return new Log.Row(
                channel,
                FROM.plus(Math.round(eventS * 1e6), ChronoUnit.MICROS),
                FROM.plus(Math.round(receivedS * 1e6), ChronoUnit.MICROS),
                value,
                quality);
    }

    @Test
    void writesTheGoldenFile() throws IOException {
        var out = new StringWriter();
        UnitLogCsv.write(log(), FROM, TO, NOW, out);
        try (InputStream golden = Objects.requireNonNull(UnitLogCsvTest.class.getResourceAsStream("unit-log.csv"))) {
            assertThat(out.toString()).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void doesNotCountTimeThatHasNotElapsed() {
        var out = new StringWriter();
        UnitLogCsv.write(log(), FROM, TO, FROM.plusSeconds(600), out);
        assertThat(out.toString())
                .contains("# coverage_percent: probe-1/t1,100\n")
                .contains("# gaps: probe-1/t1,0,0,0\n");
    }

    @Test
    void leavesTheEndOutWhenTheReaderGoesAway() {
        var taken = new StringBuilder();
        var out = new Writer() {
            @Override
            public void write(char[] buffer, int offset, int length) throws IOException {
                if (taken.length() > 1500) {
                    throw new IOException("gone");
                }
                taken.append(buffer, offset, length);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        assertThatThrownBy(() -> UnitLogCsv.write(log(), FROM, TO, NOW, out))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("gone");
        assertThat(taken.toString()).doesNotContain("# end");
    }
}
