package io.frostproof.alerts.dwell;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.network.DwellLimit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Works out where a handling unit was for longer than it may be. At any instant it is in breach when what it has spent in the stage by then has reached
 * the limit that is in force at that instant. What counts: its time in units of that stage in one node without a break, whichever of them; or, for a limit in
 * all, its time in all units of that stage. Time counts for goods, whatever they were called: a part has the time of its whole, and of goods with several pasts the one that was there for
 * longest counts. A breach is of the handling unit and of the unit that it is in: in the next one another breach begins. A function of where the goods were and of the dated limits,
 * whatever became known first.
 */
public final class Dwell {

    private static final double MICROS_PER_MINUTE = 60e6;

    private Dwell() {}

    /**
     * What follows.
     *
     * @param breaches begun by now, in the order of time
     * @param due when the next ones begin if the handling unit stays where it is
     */
    public record Standing(List<Excursion> breaches, List<Due> due) {
        public Standing {
            breaches = List.copyOf(breaches);
            due = List.copyOf(due);
        }
    }

    /** In a unit of a region something happens then. */
    public record Due(String region, long micros) {}

    /** A stretch of a breach. */
    private record Piece(Level level, long fromMicros, long toMicros, long sinceMicros, double limitMinutes) {}

    /**
     * Works out the breaches of a handling unit.
     *
     * @param nowMicros server time: what begins later is due, not begun
     */
    public static Standing of(Held held, DwellPolicy policy, long nowMicros) {
        var breaches = new ArrayList<Excursion>();
        var due = new ArrayList<Due>();
        for (Clock clock : Clock.of(held)) {
            work(held, policy, clock, nowMicros, breaches, due);
        }
        return new Standing(breaches, due);
    }

    /**
     * A limit that runs for a handling unit where it is.
     *
     * @param sinceMicros since when it counts, as if without a break
     * @param reachesMicros when it is reached, or was
     */
    public record Timer(DwellPolicy.Rule rule, Sojourn sojourn, long sinceMicros, long reachesMicros) {}

    /** The limits that run for a handling unit now, those that are reached first first; none when it is nowhere. */
    public static List<Timer> timers(Held held, DwellPolicy policy, long nowMicros) {
        var timers = new ArrayList<Timer>();
        for (Clock clock : Clock.of(held)) {
            Sojourn sojourn = clock.sojourn();
            if (sojourn.fromMicros() <= nowMicros && sojourn.endMicros() > nowMicros) {
                for (DwellPolicy.Rule rule :
                        policy.at(sojourn.stage(), sojourn.unit(), held.product(), held.profile(), nowMicros)) {
                    long since = clock.at(nowMicros).sinceMicros(rule.limit().inAll());
                    timers.add(
                            new Timer(rule, sojourn, since, since + rule.limit().limitMicros()));
                }
            }
        }
        timers.sort(Comparator.comparingLong(Timer::reachesMicros));
        return List.copyOf(timers);
    }

    private static void work(
            Held held, DwellPolicy policy, Clock clock, long nowMicros, List<Excursion> breaches, List<Due> due) {
        Sojourn sojourn = clock.sojourn();
        var instants = new TreeSet<>(policy.changes(sojourn.fromMicros(), sojourn.endMicros()));
        clock.steps().forEach(step -> instants.add(step.fromMicros()));
        instants.add(sojourn.endMicros());
        List<Long> cuts = List.copyOf(instants);
        var bySlot = new TreeMap<String, List<Piece>>();
        long next = Long.MAX_VALUE;
        for (int i = 0; i + 1 < cuts.size(); i++) {
            long from = cuts.get(i);
            long to = cuts.get(i + 1);
            for (DwellPolicy.Rule rule :
                    policy.at(sojourn.stage(), sojourn.unit(), held.product(), held.profile(), from)) {
                DwellLimit limit = rule.limit();
                long since = clock.at(from).sinceMicros(limit.inAll());
                long begins = Math.max(from, since + limit.limitMicros());
                if (begins < to && begins > nowMicros) {
                    next = Math.min(next, begins);
                } else if (begins < to) {
                    if (to > nowMicros && to < sojourn.endMicros()) {
                        next = Math.min(next, to); // other limits from then on: nobody knows yet whether it goes on
                    }
                    bySlot.computeIfAbsent(limit.slot(), slot -> new ArrayList<>())
                            .add(new Piece(
                                    limit.level(),
                                    begins,
                                    to > nowMicros ? sojourn.endMicros() : to,
                                    since,
                                    limit.limitMicros() / MICROS_PER_MINUTE));
                }
            }
        }
        if (next != Long.MAX_VALUE) {
            due.add(new Due(sojourn.region(), next));
        }
        bySlot.forEach((slot, pieces) -> breaches.addAll(merged(held.handlingUnit(), sojourn, slot, pieces)));
    }

    /** Pieces that touch or overlap are one breach. */
    private static List<Excursion> merged(String handlingUnit, Sojourn sojourn, String slot, List<Piece> pieces) {
        var breaches = new ArrayList<Excursion>();
        var open = new ArrayList<Piece>();
        long end = Long.MIN_VALUE;
        for (Piece piece : pieces.stream()
                .sorted(Comparator.comparingLong(Piece::fromMicros))
                .toList()) {
            if (!open.isEmpty() && piece.fromMicros() > end) {
                breaches.add(breach(handlingUnit, sojourn, slot, open, end));
                open.clear();
                end = Long.MIN_VALUE;
            }
            open.add(piece);
            end = Math.max(end, piece.toMicros());
        }
        breaches.add(breach(handlingUnit, sojourn, slot, open, end));
        return breaches;
    }

    private static Excursion breach(
            String handlingUnit, Sojourn sojourn, String slot, List<Piece> pieces, long endMicros) {
        Level level = Level.WARNING;
        Long critical = null;
        double limit = 0;
        long started = Long.MAX_VALUE;
        long since = Long.MAX_VALUE;
        for (Piece piece : pieces) {
            started = Math.min(started, piece.fromMicros());
            since = Math.min(since, piece.sinceMicros());
            level = piece.level().compareTo(level) > 0 ? piece.level() : level;
            limit = Math.max(limit, piece.limitMinutes());
            if (piece.level() == Level.CRITICAL) {
                critical = critical == null ? piece.fromMicros() : Math.min(critical, piece.fromMicros());
            }
        }
        @Nullable Long ended = endMicros == Long.MAX_VALUE ? null : Long.valueOf(endMicros);
        return new Excursion(
                Excursion.NO_CHANNEL,
                sojourn.unit(),
                slot,
                level,
                started,
                started,
                critical,
                ended,
                0,
                null,
                null,
                ended == null ? limit : (ended - since) / MICROS_PER_MINUTE,
                handlingUnit);
    }
}
