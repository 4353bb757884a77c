package io.frostproof.simulator.people;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What people at a node are going to do, by time; of two things at one time the one that was planned first. For one thread. */
final class Tasks {

    /** Something that is done then. */
    interface Act {
        void at(long nowMillis, Floor floor, Demand demand);
    }

    private record Task(long atMillis, long serial, Act act) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::atMillis).thenComparingLong(Task::serial));
    private long serial;

    /** Plans something; {@link Long#MAX_VALUE} is never. */
    void at(long millis, Act act) {
        if (millis != Long.MAX_VALUE) {
            tasks.add(new Task(millis, serial++, act));
        }
    }

    /** {@link Long#MAX_VALUE} when there is nothing to do. */
    long nextMillis() {
        Task next = tasks.peek();
        return next == null ? Long.MAX_VALUE : next.atMillis();
    }

    /** Does what is due, and what comes of it. */
    void wake(long nowMillis, Floor floor, Demand demand) {
        for (Task next = tasks.peek(); next != null && next.atMillis() <= nowMillis; next = tasks.peek()) {
            tasks.remove();
            next.act().at(nowMillis, floor, demand);
        }
    }
}
