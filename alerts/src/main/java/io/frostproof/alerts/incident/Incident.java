package io.frostproof.alerts.incident;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.excursion.Excursion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people work on: the excursions of one unit and condition slot that belong together.
 *
 * @param startedMicros event time at which its first excursion began
 * @param recoveredMicros event time at which its last excursion ended; null while one lasts
 * @param timesOpened how many stretches of event time its excursions make up; a unit that hovers around its limit has many
 * @param cause what may have befallen other units as well; null: nothing of the kind
 * @param memberOf the incident that leads those of one common cause; null: this one, or it is alone
 * @param told what people were last told
 */
public record Incident(
        UUID id,
        String unit,
        String slot,
        Level level,
        IncidentState state,
        long startedMicros,
        @Nullable Long recoveredMicros,
        int timesOpened,
        @Nullable CommonCause cause,
        @Nullable UUID memberOf,
        Told told) {

    /** One that opened once, on its own, and that nobody was told of. */
    public Incident(
            UUID id,
            String unit,
            String slot,
            Level level,
            IncidentState state,
            long startedMicros,
            @Nullable Long recoveredMicros) {
        this(id, unit, slot, level, state, startedMicros, recoveredMicros, 1, null, null, Told.NOTHING);
    }

    /**
     * Excursions with at most this between them are one incident: a unit that hovers around its limit is one problem, and
     * should page once.
     */
    public static final Duration REGROUP = Duration.ofMinutes(30);

    private static final long REGROUP_MICROS = REGROUP.toNanos() / 1000;

    /** The id of an incident that this excursion opens; the same after a restart or a repeated computation. */
    public static UUID idFor(Excursion first) {
        return idFor(first, 1);
    }

    /**
     * The id of the {@code n}th incident that an excursion with this start opens: there is a second one when people closed the
     * first and it turned out that the trouble went on.
     */
    public static UUID idFor(Excursion first, int n) {
        return UUID.nameUUIDFromBytes(("incident|" + first.unit() + "|" + first.slot() + "|" + first.startedMicros()
                        + (n == 1 ? "" : "|" + n))
                .getBytes(StandardCharsets.UTF_8));
    }

    /** An incident that begins with this excursion. */
    public static Incident beginning(Excursion first) {
        return beginning(first, idFor(first));
    }

    /** An incident of this id that begins with this excursion. */
    public static Incident beginning(Excursion first, UUID id) {
        return new Incident(
                id,
                first.unit(),
                first.slot(),
                first.level(),
                first.open() ? IncidentState.OPEN : IncidentState.RECOVERED,
                first.startedMicros(),
                first.endedMicros());
    }

    /** Whether an excursion belongs to this incident rather than to a new one. */
    public boolean takes(Excursion excursion) {
        if (state == IncidentState.RESOLVED || state == IncidentState.RETRACTED) {
            return false;
        }
        if (state.open() && excursion.open()) {
            return true;
        }
        long end = recoveredMicros == null ? Long.MAX_VALUE : recoveredMicros + REGROUP_MICROS;
        long excursionEnd = excursion.endedMicros() == null ? Long.MAX_VALUE : excursion.endedMicros();
        return excursion.startedMicros() <= end && excursionEnd >= startedMicros - REGROUP_MICROS;
    }

    /** Whether it was not over before a stretch of event time, and did not begin after it. Both ends are inclusive. */
    public boolean within(long fromMicros, long toMicros) {
        return startedMicros <= toMicros && (recoveredMicros == null || recoveredMicros >= fromMicros);
    }

    /** This incident with exactly these excursions. What people have closed stays closed. */
    public Incident with(List<Excursion> excursions) {
        if (excursions.isEmpty()) {
            return state == IncidentState.RESOLVED ? this : withState(IncidentState.RETRACTED);
        }
        long started = Long.MAX_VALUE;
        Long recovered = Long.MIN_VALUE;
        Level highest = Level.WARNING;
        for (Excursion excursion : excursions) {
            started = Math.min(started, excursion.startedMicros());
            highest = excursion.level().compareTo(highest) > 0 ? excursion.level() : highest;
            Long ended = excursion.endedMicros();
            recovered = recovered == null || ended == null ? null : Long.valueOf(Math.max(recovered, ended));
        }
        IncidentState next = switch (state) {
            case RESOLVED -> IncidentState.RESOLVED;
            case OPEN, ACKNOWLEDGED -> recovered == null ? state : IncidentState.RECOVERED;
            case RECOVERED, RETRACTED -> recovered == null ? IncidentState.OPEN : IncidentState.RECOVERED;
        };
        return new Incident(
                id, unit, slot, highest, next, started, recovered, stretches(excursions), cause, memberOf, told);
    }

    /** Stretches of event time in which at least one of them lasts; what ends where the next begins goes on. */
    private static int stretches(List<Excursion> excursions) {
        int stretches = 0;
        long end = Long.MIN_VALUE;
        for (Excursion excursion : excursions.stream()
                .sorted(Comparator.comparingLong(Excursion::startedMicros))
                .toList()) {
            stretches += stretches == 0 || excursion.startedMicros() > end ? 1 : 0;
            Long ended = excursion.endedMicros();
            end = Math.max(end, ended == null ? Long.MAX_VALUE : ended);
        }
        return stretches;
    }

    /** In another state. One that turned out to be nothing belongs to no group. */
    public Incident withState(IncidentState other) {
        UUID lead = other == IncidentState.RETRACTED ? null : memberOf;
        return new Incident(
                id, unit, slot, level, other, startedMicros, recoveredMicros, timesOpened, cause, lead, told);
    }

    public Incident withLevel(Level other) {
        return new Incident(
                id, unit, slot, other, state, startedMicros, recoveredMicros, timesOpened, cause, memberOf, told);
    }

    /** Of this cause. Without one it belongs to no group. */
    public Incident withCause(@Nullable CommonCause other) {
        UUID lead = other == null ? null : memberOf;
        return new Incident(
                id, unit, slot, level, state, startedMicros, recoveredMicros, timesOpened, other, lead, told);
    }

    /** Led by another one; null: by none. */
    public Incident withMemberOf(@Nullable UUID lead) {
        return new Incident(
                id, unit, slot, level, state, startedMicros, recoveredMicros, timesOpened, cause, lead, told);
    }

    public Incident withTold(Told other) {
        return new Incident(
                id, unit, slot, level, state, startedMicros, recoveredMicros, timesOpened, cause, memberOf, other);
    }
}
