package io.frostproof.alerts.dwell;

import io.frostproof.alerts.network.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Since when what counts in a stay counts. That changes during the stay when goods come to it that were there for longer.
 *
 * @param steps in the order of time, the first one from the beginning of the stay
 */
record Clock(Sojourn sojourn, List<Step> steps) {

    /**
     * From an instant on.
     *
     * @param runMicros since when it counts without a break
     * @param inAllMicros since when it would be there without a break to have spent in the stage what it has in all
     */
    record Step(long fromMicros, long runMicros, long inAllMicros) {
        long sinceMicros(boolean inAll) {
            return inAll ? inAllMicros : runMicros;
        }

        private Step worse(@Nullable Step other) {
            return other == null
                    ? this
                    : new Step(
                            Math.max(fromMicros, other.fromMicros),
                            Math.min(runMicros, other.runMicros),
                            Math.min(inAllMicros, other.inAllMicros));
        }
    }

    Clock {
        steps = List.copyOf(steps);
    }

    /** What counts at an instant of the stay. */
    Step at(long micros) {
        Step at = steps.getFirst();
        for (Step step : steps) {
            if (step.fromMicros() <= micros) {
                at = step;
            }
        }
        return at;
    }

    /** Of each stay of a handling unit, in the order of time. */
    static List<Clock> of(Held held) {
        Map<Sojourn, TreeMap<Long, Step>> steps = new LinkedHashMap<>();
        held.sojourns().forEach(sojourn -> steps.put(sojourn, new TreeMap<>()));
        add(held.sojourns(), steps);
        held.pasts().forEach(past -> add(past, steps));
        var clocks = new ArrayList<Clock>();
        steps.forEach((sojourn, all) -> {
            var worst = new ArrayList<Step>();
            all.values().forEach(step -> worst.add(step.worse(worst.isEmpty() ? null : worst.getLast())));
            clocks.add(new Clock(sojourn, worst));
        });
        return clocks;
    }

    /** With what counts by one past of the goods. */
    private static void add(List<Sojourn> line, Map<Sojourn, TreeMap<Long, Step>> steps) {
        Map<Stage, Long> before = new EnumMap<>(Stage.class);
        Sojourn last = null;
        long run = 0;
        for (Sojourn stay : line) {
            boolean goesOn = last != null
                    && last.stage() == stay.stage()
                    && last.node().equals(stay.node())
                    && last.endMicros() == stay.fromMicros();
            run = goesOn ? run : stay.fromMicros();
            var step = new Step(stay.fromMicros(), run, stay.fromMicros() - before.getOrDefault(stay.stage(), 0L));
            steps.forEach((sojourn, all) -> {
                if (sojourn.unit().equals(stay.unit())
                        && stay.fromMicros() >= sojourn.fromMicros()
                        && stay.fromMicros() < sojourn.endMicros()) {
                    all.merge(stay.fromMicros(), step, Step::worse);
                }
            });
            if (stay.toMicros() != null) {
                before.merge(stay.stage(), stay.toMicros() - stay.fromMicros(), Long::sum);
            }
            last = stay;
        }
    }
}
