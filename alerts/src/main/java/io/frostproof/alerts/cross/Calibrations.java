package io.frostproof.alerts.cross;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.network.UnitRules;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Concludes from the date on which a calibration ends. It begins at nine in the morning of the node, since nobody has to be woken up for it, and ends
 * when the server learns of another date: nothing else tells when the probe was calibrated.
 */
public final class Calibrations {

    /** When people are at work, in the node's time zone. */
    static final LocalTime BEGINS = LocalTime.of(9, 0);

    private Calibrations() {}

    /**
     * A channel of the unit.
     *
     * @param due last day on which its calibration is good; null when nobody has said
     */
    public record Dated(int channelId, @Nullable LocalDate due) {}

    /**
     * What is so now.
     *
     * @param excursions what was on record, brought into line
     * @param nextMicros when something happens if no date changes; {@link Long#MAX_VALUE} for never
     */
    public record Standing(List<Excursion> excursions, long nextMicros) {
        public Standing {
            excursions = List.copyOf(excursions);
        }
    }

    /** Whether a rule goes by dates of calibration. */
    public static boolean watched(Condition rule) {
        return rule.measure() instanceof Measure.Calibration;
    }

    /** The names of the slots that do, now or ever. */
    public static List<String> slots(UnitRules rules) {
        return rules.stretches().stream()
                .flatMap(stretch -> stretch.conditions().stream())
                .filter(Calibrations::watched)
                .map(Condition::slot)
                .distinct()
                .toList();
    }

    /**
     * Brings a slot of a channel into line.
     *
     * @param known its excursions on record
     */
    public static Standing of(
            String unit,
            String slot,
            UnitRules rules,
            ZoneId zone,
            Dated channel,
            List<Excursion> known,
            long nowMicros) {
        UnitRules.Stretch stretch = rules.at(nowMicros);
        LocalDate due = channel.due();
        List<Condition> levels = stretch == null || due == null
                ? List.of()
                : stretch.conditions().stream()
                        .filter(rule -> watched(rule) && rule.slot().equals(slot))
                        .toList();
        long next = Long.MAX_VALUE;
        long started = Long.MAX_VALUE;
        Level level = null;
        Long critical = null;
        double worst = Double.NaN;
        for (Condition rule : levels) {
            long begins = begins(rule, java.util.Objects.requireNonNull(due), zone);
            if (begins > nowMicros) {
                next = Math.min(next, begins);
                continue;
            }
            started = Math.min(started, begins);
            if (rule.level() == Level.CRITICAL) {
                critical = critical == null ? begins : Math.min(critical, begins);
            }
            if (level == null || rule.level().compareTo(level) > 0) {
                level = rule.level();
                worst = rule.threshold();
            }
        }
        var excursions = new ArrayList<Excursion>();
        for (Excursion excursion : known) {
            Long ended = excursion.endedMicros();
            if (ended != null) {
                excursions.add(excursion);
            } else if (level == null || excursion.startedMicros() != started) {
                excursions.add(endedAt(excursion, Math.max(nowMicros, excursion.startedMicros() + 1)));
            }
        }
        long begun = started;
        // What ended once, and begins at the same instant again because somebody took a date back, is the same.
        excursions.removeIf(excursion -> excursion.startedMicros() == begun);
        if (level != null) {
            excursions.add(new Excursion(
                    channel.channelId(), unit, slot, level, started, started, critical, null, 0, null, worst));
        }
        return new Standing(excursions, next);
    }

    private static Excursion endedAt(Excursion excursion, long micros) {
        return new Excursion(
                excursion.channelId(),
                excursion.unit(),
                excursion.slot(),
                excursion.level(),
                excursion.startedMicros(),
                excursion.confirmedMicros(),
                excursion.criticalMicros(),
                micros,
                excursion.unknownMicros(),
                null,
                excursion.worst());
    }

    private static long begins(Condition rule, LocalDate due, ZoneId zone) {
        Instant begins = due.plusDays(1 + Math.round(rule.threshold()))
                .atTime(BEGINS)
                .atZone(zone)
                .toInstant();
        return begins.getEpochSecond() * 1_000_000;
    }
}
