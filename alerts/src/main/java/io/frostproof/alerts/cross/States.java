package io.frostproof.alerts.cross;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Concludes a {@link Watch} of states. It breaches while all channels are known to be in their states. It is over as soon as one of them is known not to
 * be; while one was in its state and is unknown now, and none is known not to be, it is unknown too, and no time counts.
 */
public final class States {

    private enum State {
        HOLDS,
        UNKNOWN,
        NOT
    }

    private final Watch watch;
    private final Map<Told, NavigableMap<Long, State>> steps = new HashMap<>();

    /**
     * Takes what was told.
     *
     * @param transitions of each hidden slot, in event-time order, from a moment on at which the slot did not hold
     */
    public States(Watch watch, Map<Told, List<Transition>> transitions) {
        this.watch = watch;
        transitions.forEach((told, all) -> steps.put(told, steps(all)));
    }

    private static NavigableMap<Long, State> steps(List<Transition> transitions) {
        var states = new TreeMap<Long, State>();
        for (Transition transition : transitions) {
            states.put(
                    transition.timeMicros(),
                    switch (transition.kind()) {
                        case STARTED, LEVEL_CHANGED, KNOWN -> State.HOLDS;
                        case UNKNOWN -> State.UNKNOWN;
                        case ENDED -> State.NOT;
                    });
        }
        return states;
    }

    /**
     * Whether, at the end of what was told, all channels are in their states: then it has to be known until when these are known to stand.
     *
     * @param nowMicros at which time
     */
    public boolean holdsAt(long nowMicros) {
        return watch.pieces().stream()
                .filter(piece -> nowMicros >= piece.fromMicros() && nowMicros < piece.toMicros())
                .anyMatch(piece -> state(piece, nowMicros) == State.HOLDS);
    }

    /**
     * What follows.
     *
     * @param sinceMicros from when on; a moment at which the watch did not breach, or before anything was told
     * @param standsMicros until when the states that are known last are known to stand; at most now
     * @param nowMicros rules that hold from later on are not looked at yet
     */
    public Conclusion conclude(long sinceMicros, long standsMicros, long nowMicros) {
        var transitions = new ArrayList<Transition>();
        Consumer<Transition> out = transition -> {
            if (transition.slot().equals(watch.slot())) {
                transitions.add(transition);
            }
        };
        var monitor = new ChannelMonitor(watch.plan());
        State last = null;
        long next = Long.MAX_VALUE;
        for (Watch.Piece piece : watch.pieces()) {
            if (piece.fromMicros() > nowMicros) {
                next = piece.fromMicros();
                break;
            }
            // A piece begins with what is so by then; the plan lets what is the same go on.
            last = null;
            for (long instant : instants(piece, sinceMicros)) {
                State now = state(piece, instant);
                if (now != last && monitor.inOrder(instant)) {
                    switch (now) {
                        case HOLDS -> monitor.accept(instant, 1, out);
                        case NOT -> monitor.accept(instant, 0, out);
                        case UNKNOWN -> monitor.unknown(instant, out);
                    }
                    last = now;
                }
            }
        }
        if (last == State.HOLDS) {
            monitor.stands(standsMicros, out);
            next = Math.min(next, monitor.happensMicros());
        } else if (last == State.UNKNOWN) {
            monitor.stands(nowMicros, out);
        }
        return new Conclusion(transitions, next);
    }

    private SortedSet<Long> instants(Watch.Piece piece, long sinceMicros) {
        var instants = new TreeSet<Long>();
        for (Set<Told> part : piece.parts()) {
            for (Told told : part) {
                instants.addAll(steps.getOrDefault(told, new TreeMap<>()).keySet());
            }
        }
        long first = Math.max(piece.fromMicros(), sinceMicros);
        if (first > Long.MIN_VALUE) {
            instants.add(first);
        }
        instants.removeIf(instant -> instant < first || instant >= piece.toMicros());
        return instants;
    }

    private State state(Watch.Piece piece, long micros) {
        State all = State.HOLDS;
        for (Set<Told> part : piece.parts()) {
            for (Told told : part) {
                Map.Entry<Long, State> step =
                        steps.getOrDefault(told, new TreeMap<>()).floorEntry(micros);
                State one = step == null ? State.NOT : step.getValue();
                if (one == State.NOT) {
                    return State.NOT;
                }
                all = one == State.UNKNOWN ? State.UNKNOWN : all;
            }
        }
        return all;
    }
}
