package io.frostproof.alerts.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Level;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What people are told of goods that stay somewhere for too long. */
class DwellNoticeTest {

    private static NoticeText text(Notice.Kind kind, String slot, @Nullable Instant ended) {
        return NoticeText.of(
                new Notice(
                        "incident:1:opened",
                        kind,
                        new UUID(0, 1),
                        null,
                        "North",
                        "Harbour",
                        "dock-1",
                        "Dock 1",
                        ZoneId.of("UTC"),
                        slot,
                        Level.CRITICAL,
                        "at most 45 min on the dock (every product)",
                        null,
                        45,
                        45,
                        "min",
                        Instant.parse("2026-01-01T02:10:00Z"),
                        ended,
                        Instant.parse("2026-01-01T02:22:00Z"),
                        false,
                        List.of(
                                new Notice.Stock("P1", "lot-1", "milk", BigDecimal.TEN, "crates"),
                                new Notice.Stock("P2", "lot-1", "milk", BigDecimal.TEN, "crates")),
                        null,
                        null,
                        false,
                        Notice.Measured.DWELL),
                null);
    }

    @Test
    void theFirstLineSaysWhichGoodsWhereAndForHowLong() {
        NoticeText text = text(Notice.Kind.INCIDENT_OPENED, "dwell_dock", null);

        assertThat(text.subject())
                .isEqualTo("CRITICAL: Handling unit P1 and 1 more in Dock 1 at Harbour for longer than 45 min");
        assertThat(text.body())
                .contains("at most 45 min on the dock")
                .contains("1. Move the stock to where it may be")
                .contains("P2");
    }

    @Test
    void whenTheLastOneHasLeftItIsOver() {
        assertThat(text(Notice.Kind.INCIDENT_RECOVERED, "dwell_dock", Instant.parse("2026-01-01T02:22:00Z"))
                        .subject())
                .isEqualTo("RECOVERED: Dock 1, Harbour, after stock past its time limit for 12 min");
    }

    @Test
    void aHandOffThatNobodyRecordedIsToldAsThat() {
        NoticeText text = text(Notice.Kind.INCIDENT_OPENED, Notice.NO_HAND_OFF, null);

        assertThat(text.subject())
                .isEqualTo("CRITICAL: No record of the hand-off of handling unit P1 and 1 more at Dock 1, Harbour");
        assertThat(text.body()).contains("1. Find out who gave and who took the goods");
    }
}
