package io.frostproof.alerts.desk;

import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.probe.CameOff;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Details for the lines of an incident's history and for evidence: plain values with units in their names. */
final class History {

    private History() {}

    static Map<String, Object> of(Excursion excursion) {
        var detail = new LinkedHashMap<String, Object>();
        detail.put("excursion", excursion.id().toString());
        String handlingUnit = excursion.handlingUnit();
        if (handlingUnit != null) {
            detail.put("handling_unit", handlingUnit);
        }
        detail.put("level", excursion.level().id());
        detail.put("started_at", instant(excursion.startedMicros()).toString());
        detail.put("confirmed_at", instant(excursion.confirmedMicros()).toString());
        Long critical = excursion.criticalMicros();
        if (critical != null) {
            detail.put("critical_at", instant(critical).toString());
        }
        Long ended = excursion.endedMicros();
        if (ended != null) {
            detail.put("ended_at", instant(ended).toString());
        }
        Long unknownSince = excursion.unknownSinceMicros();
        if (unknownSince != null) {
            detail.put("unknown_since", instant(unknownSince).toString());
        }
        Long unknownUntil = excursion.unknownUntilMicros();
        if (unknownUntil != null) {
            detail.put("unknown_until", instant(unknownUntil).toString());
        }
        detail.put("unknown_s", excursion.unknownMicros() / 1e6);
        detail.put("worst_value", excursion.worst());
        return detail;
    }

    static Map<String, Object> of(Excursion before, Excursion after) {
        var detail = new LinkedHashMap<>(of(after));
        detail.put("before", of(before));
        return detail;
    }

    /** Temperatures in °C, {@code within} in K; tenths, as people are told. */
    static Map<String, Object> of(CameOff off) {
        var detail = new LinkedHashMap<String, Object>();
        detail.put("channel", off.channel());
        detail.put("before_at", off.beforeAt().toString());
        detail.put("before", tenths(off.before()));
        detail.put("after_at", off.afterAt().toString());
        detail.put("after", tenths(off.after()));
        detail.put("within", tenths(off.within()));
        detail.put("door_closed", off.doorClosed());
        Double other = off.other();
        if (other != null) {
            detail.put("other", tenths(other));
        }
        return detail;
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static @Nullable Instant instantOrNull(@Nullable Long micros) {
        return micros == null ? null : instant(micros);
    }
}
