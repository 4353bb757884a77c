package io.frostproof.simulator.people;

import java.time.DayOfWeek;
import java.util.BitSet;
import java.util.List;

/** When somebody is at a node. Immutable. */
final class Timetable {

    private final List<Shift> shifts;

    Timetable(List<Shift> shifts) {
        this.shifts = List.copyOf(shifts);
    }

    /** That time when somebody is there, otherwise the beginning of the next shift; {@link Long#MAX_VALUE} when there is none. */
    long workingAt(long millis) {
        return looksPerHour(millis) >= 0 ? millis : nextShift(millis);
    }

    /** Of the shifts that are there together; negative when nobody is. */
    double looksPerHour(long millis) {
        long day = Math.floorDiv(millis, Plan.DAY_MILLIS);
        long minute = Math.floorMod(millis, Plan.DAY_MILLIS) / Plan.MINUTE_MILLIS;
        double looks = -1;
        for (Shift shift : shifts) {
            if (minute >= shift.fromMinute()
                    && minute < shift.toMinute()
                    && shift.days().contains(Plan.dayOfWeek(day))) {
                looks = Math.max(looks, 0) + shift.looksPerHour();
            }
        }
        return looks;
    }

    private long nextShift(long millis) {
        long today = Math.floorDiv(millis, Plan.DAY_MILLIS);
        long next = Long.MAX_VALUE;
        for (long day = today; day <= today + 7; day++) {
            for (Shift shift : shifts) {
                long from = day * Plan.DAY_MILLIS + shift.fromMinute() * Plan.MINUTE_MILLIS;
                if (from > millis && shift.days().contains(Plan.dayOfWeek(day))) {
                    next = Math.min(next, from);
                }
            }
        }
        return next;
    }

    /** For how long of that day somebody is there. */
    long workedMillis(long day) {
        DayOfWeek today = Plan.dayOfWeek(day);
        var minutes = new BitSet();
        for (Shift shift : shifts) {
            if (shift.days().contains(today)) {
                minutes.set(shift.fromMinute(), shift.toMinute());
            }
        }
        return minutes.cardinality() * Plan.MINUTE_MILLIS;
    }
}
