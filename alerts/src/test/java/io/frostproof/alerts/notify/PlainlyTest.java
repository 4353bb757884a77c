package io.frostproof.alerts.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Level;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlainlyTest {

    private static Notice notice(String slot, String rule, double worst, String unit, @Nullable Instant ended) {
        return new Notice(
                "incident:1:opened",
                Notice.Kind.INCIDENT_OPENED,
                new UUID(0, 1),
                null,
                "North",
                "Harbour",
                "hb-generator",
                "Generator",
                ZoneId.of("Europe/Lisbon"),
                slot,
                Level.CRITICAL,
                rule,
                null,
                1,
                worst,
                unit,
                Instant.parse("2026-01-01T02:10:00Z"),
                ended,
                Instant.parse("2026-01-01T02:12:00Z"),
                false,
                List.of());
    }

    @Test
    void saysWhatToDoAboutAGeneratorInTheFirstLine() {
        NoticeText text = NoticeText.of(notice("generator_not_started", "rule", 1, "", null), null);
        assertThat(text.subject())
                .isEqualTo(
                        "CRITICAL: Mains lost at Harbour 02:10, generator has not started for 2 min: start it by hand");
        assertThat(text.body()).contains("1. Start the generator by hand");
    }

    @Test
    void saysHowFarProbesAreApart() {
        assertThat(NoticeText.of(notice("probes_disagree", "rule", 2.345, "K", null), null)
                        .subject())
                .isEqualTo(
                        "CRITICAL: Probes of Generator at Harbour are 2.3 K apart: compare them with a second thermometer");
    }

    @Test
    void saysWhenACalibrationIsDue() {
        assertThat(NoticeText.of(
                                notice("calibration_due", "calibration due in 14 d (device-health)", -14, "d", null),
                                null)
                        .subject())
                .isEqualTo("CRITICAL: Calibration due in 14 d of Generator at Harbour: have the probe calibrated");
    }

    @Test
    void leavesWhatIsOverAsItWas() {
        NoticeText over = NoticeText.of(
                notice("generator_not_started", "rule", 1, "", Instant.parse("2026-01-01T02:11:00Z")), null);
        assertThat(over.subject()).contains("over already: Generator generator not started");
    }
}
