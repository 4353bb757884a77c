package io.frostproof.alerts.notify;

import io.frostproof.alerts.condition.Level;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Notices of one invented night, for tests. */
final class Notices {
    static final UUID INCIDENT = UUID.fromString("6f1c1d3e-7a34-5b0e-9d55-0c6a6f1f0a01");
    static final UUID DECISION = UUID.fromString("b2a7a9a4-0c0e-5c39-8f0e-2f3d7f4f0b02");

    private Notices() {}

    static Notice opened() {
        return notice(Notice.Kind.INCIDENT_OPENED, "Fridge 3", Level.CRITICAL, 11.304, null, false, stock(2));
    }

    static Notice notice(
            Notice.Kind kind,
            String unitName,
            Level level,
            double worst,
            @Nullable Instant endedAt,
            boolean late,
            List<Notice.Stock> stock) {
        return new Notice(
                kind.id() + ":" + INCIDENT + ":1",
                kind,
                INCIDENT,
                kind == Notice.Kind.DECISION_PROPOSED ? DECISION : null,
                "Baltics",
                "Riga Dock",
                "riga-fridge-3",
                unitName,
                ZoneId.of("Europe/Riga"),
                "too_warm",
                level,
                "> 8 °C for 10 h",
                17L,
                8,
                worst,
                "°C",
                Instant.parse("2026-11-20T23:30:00Z"),
                endedAt,
                Instant.parse("2026-11-21T09:30:20Z"),
                late,
                stock);
    }

    static List<Notice.Stock> stock(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i ->
                        new Notice.Stock("HU-" + (100 + i), "L-77", "Measles vaccine", new BigDecimal("12.50"), "vial"))
                .toList();
    }
}
