package io.frostproof.alerts.plan.facts;

import java.util.List;

/**
 * How much room of one temperature class a node has left for goods of the plan, over time. What is there, or is expected and not part of the plan, has been
 * taken off already.
 *
 * @param steps in the order of time; there is none before the first. A pop-up node begins at its opening date. What comes stays for all that follows, so a node that is known to
 *     close takes no more than it has room for at the least
 */
public record Capacity(String temperatureClass, List<Step> steps) {

    /** From when on there is how much. */
    public record Step(long fromMicros, long litres) {
        public Step {
            if (litres < 0) {
                throw new IllegalArgumentException("capacity must be at least 0 litres, was " + litres);
            }
        }
    }

    public Capacity {
        steps = List.copyOf(steps);
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).fromMicros() <= steps.get(i - 1).fromMicros()) {
                throw new IllegalArgumentException("capacity of " + temperatureClass + ": a step at "
                        + steps.get(i).fromMicros() + " us comes after one at "
                        + steps.get(i - 1).fromMicros() + " us");
            }
        }
    }

    /** As much at all times. */
    public static Capacity always(String temperatureClass, long litres) {
        return new Capacity(temperatureClass, List.of(new Step(Long.MIN_VALUE, litres)));
    }

    /** When a step ends, exclusive. */
    public long endMicros(int step) {
        return step + 1 < steps.size() ? steps.get(step + 1).fromMicros() : Long.MAX_VALUE;
    }
}
