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
 * @param unknownUntilMicros until when nothing was known after that, so that it may have gone on; null when it was known to be over at once
 * @param timesOpened how many stretches of event time its excursions make up; a unit that hovers around its limit has many
 * @param cause what may have befallen other units as well; null: nothing of the kind
 * @param memberOf the incident that leads those of one common cause; null: this one, or it is alone
 * @param mergedInto the incident that it has become part of; null while it has excursions of its own, or when it turned out to be nothing
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
        @Nullable Long unknownUntilMicros,
        int timesOpened,
        @Nullable CommonCause cause,
        @Nullable UUID memberOf,
        @Nullable UUID mergedInto,
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
        this(id, unit, slot, level, state, startedMicros, recoveredMicros, null, 1, null, null, null, Told.NOTHING);
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
                first.endedMicros(),
                first.unknownUntilMicros(),
                1,
                null,
                null,
                null,
                Told.NOTHING);
    }

    /** Whether an excursion belongs to this incident rather than to a new one. */
    public boolean takes(Excursion excursion) {
        if (state == IncidentState.RESOLVED || state == IncidentState.RETRACTED) {
            return false;
        }
        if (state.open() && excursion.open()) {
            return true;
        }
        long end = recoveredMicros == null ? Long.MAX_VALUE : overMicros(recoveredMicros) + REGROUP_MICROS;
        long excursionEnd = excursion.overMicros();
        return excursion.startedMicros() <= end && excursionEnd >= startedMicros - REGROUP_MICROS;
    }

    /** Whether it was not over before a stretch of event time, and did not begin after it. Both ends are inclusive. */
    public boolean within(long fromMicros, long toMicros) {
        return startedMicros <= toMicros && (recoveredMicros == null || overMicros(recoveredMicros) >= fromMicros);
    }

    private long overMicros(long recovered) {
        return unknownUntilMicros == null ? recovered : unknownUntilMicros;
    }

    /** This incident with exactly these excursions. What people have closed stays closed. */
    public Incident with(List<Excursion> excursions) {
        if (excursions.isEmpty()) {
            return state == IncidentState.RESOLVED ? this : withState(IncidentState.RETRACTED);
        }
        long started = Long.MAX_VALUE;
        Long recovered = Long.MIN_VALUE;
        long over = Long.MIN_VALUE;
        Level highest = Level.WARNING;
        for (Excursion excursion : excursions) {
            started = Math.min(started, excursion.startedMicros());
            highest = excursion.level().compareTo(highest) > 0 ? excursion.level() : highest;
            Long ended = excursion.endedMicros();
            recovered = recovered == null || ended == null ? null : Long.valueOf(Math.max(recovered, ended));
            over = Math.max(over, excursion.overMicros());
        }
        IncidentState next = switch (state) {
            case RESOLVED -> IncidentState.RESOLVED;
            case OPEN, ACKNOWLEDGED -> recovered == null ? state : IncidentState.RECOVERED;
            case RECOVERED, RETRACTED -> recovered == null ? IncidentState.OPEN : IncidentState.RECOVERED;
        };
        Long unknownUntil = recovered == null || over == recovered ? null : Long.valueOf(over);
        return new Incident(
                id,
                unit,
                slot,
                highest,
                next,
                started,
                recovered,
                unknownUntil,
                stretches(excursions),
                cause,
                memberOf,
                null,
                told);
    }

    /** Stretches of event time in which at least one of them lasts, or is not known to be over; what ends where the next begins goes on. */
    private static int stretches(List<Excursion> excursions) {
        int stretches = 0;
        long end = Long.MIN_VALUE;
        for (Excursion excursion : excursions.stream()
                .sorted(Comparator.comparingLong(Excursion::startedMicros))
                .toList()) {
            stretches += stretches == 0 || excursion.startedMicros() > end ? 1 : 0;
            end = Math.max(end, excursion.overMicros());
        }
        return stretches;
    }

    /** In another state. One that turned out to be nothing belongs to no group. */
    public Incident withState(IncidentState other) {
        return but(level, other, cause, other == IncidentState.RETRACTED ? null : memberOf, mergedInto, told);
    }

    public Incident withLevel(Level other) {
        return but(other, state, cause, memberOf, mergedInto, told);
    }

    /** Of this cause. Without one it belongs to no group. */
    public Incident withCause(@Nullable CommonCause other) {
        return but(level, state, other, other == null ? null : memberOf, mergedInto, told);
    }

    /** Led by another one; null: by none. */
    public Incident withMemberOf(@Nullable UUID lead) {
        return but(level, state, cause, lead, mergedInto, told);
    }

    /** Part of another one, which has its excursions now. */
    public Incident withMergedInto(UUID whole) {
        return but(level, state, cause, memberOf, whole, told);
    }

    public Incident withTold(Told other) {
        return but(level, state, cause, memberOf, mergedInto, other);
    }

    private Incident but(
            Level otherLevel,
            IncidentState otherState,
            @Nullable CommonCause otherCause,
            @Nullable UUID lead,
            @Nullable UUID whole,
            Told otherTold) {
        return new Incident(
                id,
                unit,
                slot,
                otherLevel,
                otherState,
                startedMicros,
                recoveredMicros,
                unknownUntilMicros,
                timesOpened,
                otherCause,
                lead,
                whole,
                otherTold);
    }
}
