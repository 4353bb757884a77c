package io.frostproof.alerts.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Level;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrongTest {

    private static Notice notice(
            Notice.Kind kind, Notice.@Nullable Measured measured, double worst, @Nullable Instant ended) {
        return new Notice(
                "incident:1:opened",
                kind,
                new UUID(0, 1),
                null,
                "North",
                "Harbour",
                "hb-locker-2",
                "Locker 2",
                ZoneId.of("Europe/Lisbon"),
                "some_slot",
                Level.WARNING,
                "rule",
                null,
                1,
                worst,
                "",
                Instant.parse("2026-01-01T02:00:00Z"),
                ended,
                Instant.parse("2026-01-01T02:42:00Z"),
                false,
                List.of(),
                null,
                null,
                false,
                measured);
    }

    @ParameterizedTest
    @CsvSource({
        "mains,value,0,mains absent for 42 min",
        "door,value,1,door open for 42 min",
        "generator,while,0,generator does not run for 42 min",
        "compressor,value,0,compressor does not run for 42 min",
        "defrost,value,1,in defrost for 42 min",
        "temperature,missing,30,no data for 42 min",
        "mains,missing,30,no data of mains for 42 min"
    })
    void saysAStateAndMissingDataInWords(String quantity, String measure, double worst, String words) {
        Notice notice = notice(Notice.Kind.INCIDENT_OPENED, new Notice.Measured(quantity, measure), worst, null);
        assertThat(Wrong.of(notice)).hasValue(words);
        NoticeText text = NoticeText.of(notice, null);
        assertThat(text.subject()).isEqualTo("WARNING: Locker 2: " + words + ", Harbour");
        assertThat(text.body()).doesNotContain("Worst", "worst").contains("What:     ");
    }

    @ParameterizedTest
    @CsvSource({"temperature,value", "temperature,spread", "compressor,crossings", "battery,value"})
    void leavesNumbersThatSaySomething(String quantity, String measure) {
        assertThat(Wrong.of(notice(Notice.Kind.INCIDENT_OPENED, new Notice.Measured(quantity, measure), 9, null)))
                .isEmpty();
    }

    @Test
    void leavesNoticesOfEarlierVersionsAsTheyWere() {
        assertThat(NoticeText.of(notice(Notice.Kind.INCIDENT_OPENED, null, 9, null), null)
                        .subject())
                .isEqualTo("WARNING: Locker 2 some slot, 9, Harbour");
    }

    @Test
    void saysForHowLongItWas() {
        Notice recovered = notice(
                Notice.Kind.INCIDENT_RECOVERED,
                new Notice.Measured("mains", "value"),
                0,
                Instant.parse("2026-01-01T02:12:00Z"));
        assertThat(NoticeText.of(recovered, null).subject())
                .isEqualTo("RECOVERED: Locker 2, Harbour, after mains absent for 12 min");
    }

    @Test
    void saysWhatWasNothingAfterAllAndWhereToRead() {
        NoticeText text = NoticeText.of(
                notice(Notice.Kind.INCIDENT_RETRACTED, new Notice.Measured("temperature", "missing"), 30, null),
                URI.create("https://frostproof.example"));
        assertThat(text.subject()).isEqualTo("TAKEN BACK: Locker 2, Harbour, nothing was wrong: no data");
        assertThat(text.body())
                .contains("Thought to begin: 2026-01-01 02:00", "1. Nothing has to be done at the unit")
                .contains("Link:     https://frostproof.example/incidents/00000000-0000-0000-0000-000000000001")
                .doesNotContain("still going on", "Worst", "Stock");
    }
}
