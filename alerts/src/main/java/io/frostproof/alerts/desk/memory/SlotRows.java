package io.frostproof.alerts.desk.memory;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Transitions of one slot of one channel, in event-time order, each known by its time and its number at that time. */
final class SlotRows {

    /** Nothing is known up to here, inclusive: what happened is settled, and what is told of that time is ignored. */
    private long floorMicros = Long.MIN_VALUE;

    private final ArrayList<Row> rows = new ArrayList<>();

    private record Row(Transition transition, int ordinal) {
        long timeMicros() {
            return transition.timeMicros();
        }
    }

    int size() {
        return rows.size();
    }

    /** Keeps a transition, unless one of its time and ordinal is there: a batch that comes again changes nothing. */
    void add(Transition transition, int ordinal) {
        if (transition.timeMicros() <= floorMicros) {
            return;
        }
        int at = rows.size();
        while (at > 0 && after(rows.get(at - 1), transition.timeMicros(), ordinal)) {
            at--;
        }
        boolean known = at > 0
                && rows.get(at - 1).timeMicros() == transition.timeMicros()
                && rows.get(at - 1).ordinal() == ordinal;
        if (!known) {
            rows.add(at, new Row(transition, ordinal));
        }
    }

    private static boolean after(Row row, long timeMicros, int ordinal) {
        return row.timeMicros() != timeMicros ? row.timeMicros() > timeMicros : row.ordinal() > ordinal;
    }

    /**
     * The last end before a time, after which nothing held. An end at whose very instant the next one starts is none.
     *
     * @return the floor when there is no such end
     */
    long lastEndBefore(long fromMicros) {
        Long startsAgainAt = null;
        for (int i = rows.size() - 1; i >= 0; i--) {
            Row row = rows.get(i);
            if (row.timeMicros() >= fromMicros) {
                continue;
            }
            if (row.transition().kind() == Transition.Kind.STARTED) {
                startsAgainAt = row.timeMicros();
            } else if (row.transition().kind() == Transition.Kind.ENDED
                    && !Objects.equals(startsAgainAt, row.timeMicros())) {
                return row.timeMicros();
            }
        }
        return floorMicros;
    }

    /** Transitions after a time. */
    List<Transition> since(long afterMicros) {
        return rows.stream()
                .filter(row -> row.timeMicros() > afterMicros)
                .map(Row::transition)
                .toList();
    }

    /** Forgets everything up to a time, which must be one at which nothing held. */
    void settleUpTo(long micros) {
        if (micros > floorMicros) {
            floorMicros = micros;
            rows.removeIf(row -> row.timeMicros() <= micros);
        }
    }

    /**
     * Makes room: first what happened before the last end, then what only tells how long the breach that goes on was unknown. Its start, its
     * highest level and its newest transitions stay.
     */
    void makeRoom(int most) {
        settleUpTo(lastEndBefore(Long.MAX_VALUE));
        if (rows.size() <= most) {
            return;
        }
        int newest = rows.size() - most / 2;
        var kept = new ArrayList<Row>();
        Level highest = null;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Level level = row.transition().level();
            boolean higher = level != null && (highest == null || level.compareTo(highest) > 0);
            boolean start = row.transition().kind() == Transition.Kind.STARTED;
            if (i >= newest || higher || start) {
                kept.add(row);
            }
            highest = higher ? level : highest;
        }
        // Starts without an end between them are few; were they many, the oldest would go.
        int excess = Math.max(0, kept.size() - most);
        rows.clear();
        rows.addAll(kept.subList(excess, kept.size()));
    }
}
