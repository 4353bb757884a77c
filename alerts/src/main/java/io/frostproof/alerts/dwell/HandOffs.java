package io.frostproof.alerts.dwell;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.network.Stage;
import io.frostproof.alerts.notify.Notice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Works out which movements were hand-offs that need a record, and which have none. A movement needs one when it enters or leaves a node that asks for records, or when it
 * goes into or out of a vehicle or a place for hand-offs there. That goods get another name is no movement. A record is of the movement that needs one and is nearest to it in time, at most {@link #NEAR} away; of two
 * that are as near, of the earlier. A function of movements and records, whatever became known first.
 */
public final class HandOffs {

    /** The name of the condition slot of records that are overdue. */
    public static final String SLOT = Notice.NO_HAND_OFF;

    /** Farther apart, a record is about something else: a round trip by road takes longer. */
    public static final Duration NEAR = Duration.ofHours(6);

    private static final long NEAR_MICROS = NEAR.toNanos() / 1_000;
    private static final double MICROS_PER_MINUTE = 60e6;

    private HandOffs() {}

    /**
     * What a node asks for.
     *
     * @param withinMicros how long after the movement a record is in time
     * @param fromMicros event time from which it asks
     */
    public record Asks(long withinMicros, long fromMicros) {}

    /**
     * A record.
     *
     * @param fromUnit null: not said
     * @param toUnit null: not said
     * @param recordedMicros server time at which it was told
     */
    public record Told(
            long micros,
            @Nullable String fromUnit,
            @Nullable String toUnit,
            long recordedMicros) {}

    /**
     * A movement that needs a record.
     *
     * @param at the stay before or after it that is in the node that asks
     * @param fromUnit null: it came into the network
     * @param toUnit null: it left the network
     * @param dueMicros until when a record is in time
     */
    public record Needed(
            Sojourn at, @Nullable String fromUnit, @Nullable String toUnit, long micros, long dueMicros) {}

    /**
     * What follows.
     *
     * @param overdue of each movement whose record is, or was, not there in time; begun by now
     * @param missing those that have no record by now
     * @param due when the next ones are overdue
     */
    public record Standing(List<Excursion> overdue, List<Needed> missing, List<Dwell.Due> due) {
        public Standing {
            overdue = List.copyOf(overdue);
            missing = List.copyOf(missing);
            due = List.copyOf(due);
        }
    }

    /**
     * Works out the hand-offs of a handling unit.
     *
     * @param asks by node
     * @param records in any order
     * @param nowMicros server time
     */
    public static Standing of(Held held, Map<String, Asks> asks, List<Told> records, long nowMicros) {
        List<Needed> needed = needed(held, asks);
        Map<Needed, Long> recorded = new HashMap<>();
        for (Told told : records) {
            needed.stream()
                    .filter(one -> fits(one, told))
                    .min(Comparator.<Needed>comparingLong(one -> Math.abs(one.micros() - told.micros()))
                            .thenComparingLong(Needed::micros))
                    .ifPresent(one -> recorded.merge(one, told.recordedMicros(), Math::min));
        }
        var overdue = new ArrayList<Excursion>();
        var missing = new ArrayList<Needed>();
        var due = new ArrayList<Dwell.Due>();
        for (Needed one : needed) {
            Long at = recorded.get(one);
            if (at == null && one.micros() <= nowMicros) {
                missing.add(one);
            }
            if (at == null && one.dueMicros() > nowMicros) {
                due.add(new Dwell.Due(one.at().region(), one.dueMicros()));
            } else if (one.dueMicros() <= nowMicros && (at == null || at > one.dueMicros())) {
                overdue.add(overdue(held.handlingUnit(), one, at));
            }
        }
        return new Standing(overdue, missing, due);
    }

    private static boolean fits(Needed one, Told told) {
        return Math.abs(one.micros() - told.micros()) <= NEAR_MICROS
                && (told.fromUnit() == null || told.fromUnit().equals(one.fromUnit()))
                && (told.toUnit() == null || told.toUnit().equals(one.toUnit()));
    }

    private static Excursion overdue(String handlingUnit, Needed one, @Nullable Long recorded) {
        long until = recorded == null ? one.dueMicros() : recorded;
        return new Excursion(
                Excursion.NO_CHANNEL,
                one.at().unit(),
                SLOT,
                Level.WARNING,
                one.dueMicros(),
                one.dueMicros(),
                null,
                recorded,
                0,
                null,
                null,
                (until - one.micros()) / MICROS_PER_MINUTE,
                handlingUnit);
    }

    private static List<Needed> needed(Held held, Map<String, Asks> asks) {
        var needed = new ArrayList<Needed>();
        if (asks.isEmpty()) {
            return needed;
        }
        Sojourn before = null;
        for (Sojourn next : held.sojourns()) {
            if (before != null && before.endMicros() < next.fromMicros()) {
                addEnd(needed, held, before, asks);
                before = null;
            }
            add(needed, before == null ? origin(held, next) : before, next, next.fromMicros(), asks);
            before = next;
        }
        if (before != null && before.toMicros() != null) {
            addEnd(needed, held, before, asks);
        }
        return needed;
    }

    private static void addEnd(List<Needed> needed, Held held, Sojourn last, Map<String, Asks> asks) {
        if (!held.becameMicros().contains(last.endMicros())) {
            add(needed, last, null, last.endMicros(), asks);
        }
    }

    /** Where its goods were under another name until they were there under this one; null: not in the network. */
    private static @Nullable Sojourn origin(Held held, Sojourn first) {
        for (List<Sojourn> past : held.pasts()) {
            for (Sojourn sojourn : past) {
                if (sojourn.endMicros() == first.fromMicros()) {
                    return sojourn;
                }
            }
        }
        return null;
    }

    private static void add(
            List<Needed> needed, @Nullable Sojourn from, @Nullable Sojourn to, long micros, Map<String, Asks> asks) {
        if (from != null && to != null && from.node().equals(to.node())) {
            boolean another = from.stage() != to.stage();
            if (!another || !(changesHands(from.stage()) || changesHands(to.stage()))) {
                return;
            }
        }
        // Whoever takes has to say what it took; where that node asks for nothing, the one that gives.
        for (Sojourn at : new @Nullable Sojourn[] {to, from}) {
            Asks asked = at == null ? null : asks.get(at.node());
            if (at != null && asked != null && micros >= asked.fromMicros()) {
                needed.add(new Needed(
                        at,
                        from == null ? null : from.unit(),
                        to == null ? null : to.unit(),
                        micros,
                        micros + asked.withinMicros()));
                return;
            }
        }
    }

    private static boolean changesHands(Stage stage) {
        return stage == Stage.VEHICLE || stage == Stage.HAND_OFF;
    }
}
