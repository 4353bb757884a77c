package io.frostproof.server.epcis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventTimesTest {

    /** Also those that the quick way does not take. */
    @Test
    void aTimeIsWhatTheParserOfJavaSaysItIs() {
        var random = new Random(7);
        String[] fractions = {"", ".5", ".123456", ".123456789", ".000001"};
        String[] offsets = {"Z", "+00:00", "-03:30", "+14:00", "+01:00", "-14:00", "+15:00", "-18:00"};
        for (int i = 0; i < 20_000; i++) {
            String text = "%04d-%02d-%02dT%02d:%02d:%02d%s%s"
                    .formatted(
                            1971 + random.nextInt(8_028),
                            1 + random.nextInt(12),
                            1 + random.nextInt(28),
                            random.nextInt(24),
                            random.nextInt(60),
                            random.nextInt(60),
                            fractions[random.nextInt(fractions.length)],
                            offsets[random.nextInt(offsets.length)]);
            assertThat(EventTimes.micros(text))
                    .as(text)
                    .hasValue(ChronoUnit.MICROS.between(
                            OffsetDateTime.parse("1970-01-01T00:00:00Z"), OffsetDateTime.parse(text)));
        }
    }

    @Test
    void theLastDaysOfMonthsAreTimesToo() {
        assertThat(EventTimes.micros("2024-02-29T00:00:00Z")).hasValue(1_709_164_800_000_000L);
        assertThat(EventTimes.micros("2026-01-31T23:59:59.999999Z")).hasValue(1_769_903_999_999_999L);
        assertThat(EventTimes.micros("2026-01-31T23:59Z")).hasValue(1_769_903_940_000_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-11-21T24:00:01Z",
                "2026-11-21T02:60:00Z",
                "2026-11-21T02:00:60Z",
                "2026-11-21T02:00:00",
                "2026-11-21T02:00:00.1234567890Z",
                "2026-11-21T02:00:00+19:00",
                "2026-11-21T02:00:00+0a:00",
                "2026-11-21T02:00:00 01:00",
                "2026-11-21 02:00:00Z",
                "2026-1a-21T02:00:00Z",
                "1969-12-31T23:59:59Z",
                "1970-01-01T00:00:00+01:00",
                "soon"
            })
    void whatIsNoTimeIsNone(String text) {
        assertThat(EventTimes.micros(text)).isEmpty();
    }
}
