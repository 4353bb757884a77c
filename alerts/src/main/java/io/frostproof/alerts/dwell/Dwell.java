package io.frostproof.alerts.dwell;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.network.DwellLimit;
import io.frostproof.alerts.network.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Works out where a handling unit was for longer than it may be. At any instant it is in breach when what it has spent in the stage by then has reached
 * the limit that is in force at that instant. What counts: its time in units of that stage in one node without a break, whichever of them; or, for a limit in
 * all, its time in all units of that stage. A breach is of the unit that it is in: in the next one another breach begins. A function of where the handling unit was and of the dated limits,
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
    private record Piece(Level level, long fromMicros, long toMicros, double limitMinutes) {}

    /**
     * Works out the breaches of a handling unit.
     *
     * @param nowMicros server time: what begins later is due, not begun
     */
    public static Standing of(Held held, DwellPolicy policy, long nowMicros) {
        var breaches = new ArrayList<Excursion>();
        var due = new ArrayList<Due>();
        for (Counted counted : counted(held)) {
            work(held, policy, counted, nowMicros, breaches, due);
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
        for (Counted counted : counted(held)) {
            Sojourn sojourn = counted.sojourn();
            if (sojourn.fromMicros() <= nowMicros && sojourn.endMicros() > nowMicros) {
                for (DwellPolicy.Rule rule :
                        policy.at(sojourn.stage(), sojourn.unit(), held.product(), held.profile(), nowMicros)) {
                    long since = rule.limit().inAll() ? counted.inAllMicros() : counted.runMicros();
                    timers.add(
                            new Timer(rule, sojourn, since, since + rule.limit().limitMicros()));
                }
            }
        }
        timers.sort(Comparator.comparingLong(Timer::reachesMicros));
        return List.copyOf(timers);
    }

    /**
     * A stay, and since when what counts there counts.
     *
     * @param runMicros since when it counts without a break
     * @param inAllMicros since when it would be there without a break to have spent in the stage what it has in all
     */
    private record Counted(Sojourn sojourn, long runMicros, long inAllMicros) {}

    private static List<Counted> counted(Held held) {
        var counted = new ArrayList<Counted>();
        Map<Stage, Long> before = new EnumMap<>(Stage.class);
        Sojourn last = null;
        long run = 0;
        for (Sojourn sojourn : held.sojourns()) {
            boolean goesOn = last != null
                    && last.stage() == sojourn.stage()
                    && last.node().equals(sojourn.node())
                    && last.endMicros() == sojourn.fromMicros();
            run = goesOn ? run : sojourn.fromMicros();
            counted.add(new Counted(sojourn, run, sojourn.fromMicros() - before.getOrDefault(sojourn.stage(), 0L)));
            if (sojourn.toMicros() != null) {
                before.merge(sojourn.stage(), sojourn.toMicros() - sojourn.fromMicros(), Long::sum);
            }
            last = sojourn;
        }
        return counted;
    }

    private static void work(
            Held held, DwellPolicy policy, Counted counted, long nowMicros, List<Excursion> breaches, List<Due> due) {
        Sojourn sojourn = counted.sojourn();
        long runMicros = counted.runMicros();
        long inAllMicros = counted.inAllMicros();
        var cuts = new ArrayList<Long>();
        cuts.add(sojourn.fromMicros());
        cuts.addAll(policy.changes(sojourn.fromMicros(), sojourn.endMicros()));
        cuts.add(sojourn.endMicros());
        var bySlot = new TreeMap<String, List<Piece>>();
        long next = Long.MAX_VALUE;
        for (int i = 0; i + 1 < cuts.size(); i++) {
            long from = cuts.get(i);
            long to = cuts.get(i + 1);
            for (DwellPolicy.Rule rule :
                    policy.at(sojourn.stage(), sojourn.unit(), held.product(), held.profile(), from)) {
                DwellLimit limit = rule.limit();
                long since = limit.inAll() ? inAllMicros : runMicros;
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
                                    limit.limitMicros() / MICROS_PER_MINUTE));
                }
            }
        }
        if (next != Long.MAX_VALUE) {
            due.add(new Due(sojourn.region(), next));
        }
        bySlot.forEach((slot, pieces) -> breaches.addAll(merged(
                held.handlingUnit(), sojourn, slot, slot.endsWith("_in_all") ? inAllMicros : runMicros, pieces)));
    }

    /** Pieces that touch or overlap are one breach. */
    private static List<Excursion> merged(
            String handlingUnit, Sojourn sojourn, String slot, long sinceMicros, List<Piece> pieces) {
        var breaches = new ArrayList<Excursion>();
        var open = new ArrayList<Piece>();
        long end = Long.MIN_VALUE;
        for (Piece piece : pieces.stream()
                .sorted(Comparator.comparingLong(Piece::fromMicros))
                .toList()) {
            if (!open.isEmpty() && piece.fromMicros() > end) {
                breaches.add(breach(handlingUnit, sojourn, slot, sinceMicros, open, end));
                open.clear();
                end = Long.MIN_VALUE;
            }
            open.add(piece);
            end = Math.max(end, piece.toMicros());
        }
        breaches.add(breach(handlingUnit, sojourn, slot, sinceMicros, open, end));
        return breaches;
    }

    private static Excursion breach(
            String handlingUnit, Sojourn sojourn, String slot, long sinceMicros, List<Piece> pieces, long endMicros) {
        Level level = Level.WARNING;
        Long critical = null;
        double limit = 0;
        long started = Long.MAX_VALUE;
        for (Piece piece : pieces) {
            started = Math.min(started, piece.fromMicros());
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
                ended == null ? limit : (ended - sinceMicros) / MICROS_PER_MINUTE,
                handlingUnit);
    }
}
