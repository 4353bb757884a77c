package io.frostproof.alerts.dwell;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.network.DwellLimit;
import io.frostproof.alerts.network.DwellRules;
import io.frostproof.alerts.network.DwellRules.Scope;
import io.frostproof.alerts.network.RuleVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The same as {@link Dwell}, by looking at each minute on its own. Slow and obvious. */
final class MinuteByMinute {

    static final long MINUTE = 60_000_000;

    private MinuteByMinute() {}

    /** "unit slot level from-to critical", minutes; without an end while it lasts. */
    static Set<String> of(Held held, List<DwellRules> rules, int nowMinute) {
        var texts = new TreeSet<String>();
        for (int i = 0; i < held.sojourns().size(); i++) {
            Sojourn stay = held.sojourns().get(i);
            int from = minute(stay.fromMicros());
            int to = stay.toMicros() == null ? nowMinute + 1 : minute(stay.toMicros());
            Map<String, List<List<Level>>> minutes = new LinkedHashMap<>();
            for (int t = from; t < to; t++) {
                for (DwellLimit limit : inForce(held, stay, rules, t)) {
                    int spent = limit.inAll() ? inAll(held, stay, t) : unbroken(held, i, t);
                    if (spent >= limit.limit().toMinutes()) {
                        minutes.computeIfAbsent(limit.slot(), slot -> empty(to - from))
                                .get(t - from)
                                .add(limit.level());
                    }
                }
            }
            minutes.forEach((slot, levels) -> texts.addAll(runs(stay, slot, from, levels)));
        }
        return texts;
    }

    private static List<List<Level>> empty(int size) {
        var minutes = new ArrayList<List<Level>>();
        for (int i = 0; i < size; i++) {
            minutes.add(new ArrayList<>());
        }
        return minutes;
    }

    private static List<String> runs(Sojourn stay, String slot, int from, List<List<Level>> levels) {
        var runs = new ArrayList<String>();
        int t = 0;
        while (t < levels.size()) {
            if (levels.get(t).isEmpty()) {
                t++;
                continue;
            }
            int begin = t;
            boolean critical = false;
            int criticalAt = 0;
            for (; t < levels.size() && !levels.get(t).isEmpty(); t++) {
                if (!critical && levels.get(t).contains(Level.CRITICAL)) {
                    critical = true;
                    criticalAt = t;
                }
            }
            boolean lasts = stay.toMicros() == null && t == levels.size();
            runs.add(stay.unit() + " " + slot + " " + (critical ? "critical" : "warning") + " " + (from + begin) + "-"
                    + (lasts ? "" : from + t) + (critical ? " " + (from + criticalAt) : ""));
        }
        return runs;
    }

    /** Minutes back from t without a break in the same stage of the same node. */
    private static int unbroken(Held held, int at, int t) {
        int first = at;
        while (first > 0
                && held.sojourns().get(first - 1).stage()
                        == held.sojourns().get(at).stage()
                && held.sojourns()
                        .get(first - 1)
                        .node()
                        .equals(held.sojourns().get(at).node())
                && Long.valueOf(held.sojourns().get(first).fromMicros())
                        .equals(held.sojourns().get(first - 1).toMicros())) {
            first--;
        }
        return t - minute(held.sojourns().get(first).fromMicros());
    }

    private static int inAll(Held held, Sojourn stay, int t) {
        int spent = 0;
        for (int m = 0; m < t; m++) {
            for (Sojourn other : held.sojourns()) {
                boolean there =
                        minute(other.fromMicros()) <= m && (other.toMicros() == null || m < minute(other.toMicros()));
                spent += there && other.stage() == stay.stage() ? 1 : 0;
            }
        }
        return spent;
    }

    /** Of each slot the limits of the narrowest that has any, by the newest version of each. */
    private static List<DwellLimit> inForce(Held held, Sojourn stay, List<DwellRules> rules, int t) {
        var bySlot = new LinkedHashMap<String, List<DwellLimit>>();
        for (Scope scope : Scope.values()) {
            DwellRules newest = null;
            for (DwellRules one : rules) {
                boolean about = one.scope() == scope
                        && switch (scope) {
                            case NETWORK -> true;
                            case PROFILE -> one.of().equals(held.profile());
                            case PRODUCT -> one.of().equals(held.product());
                            case UNIT -> one.of().equals(stay.unit());
                        };
                if (about && (one.fromMicros() == RuleVersion.FROM_THE_BEGINNING || one.fromMicros() <= t * MINUTE)) {
                    newest = one; // recorded in the order of their times here
                }
            }
            if (newest != null) {
                var own = new LinkedHashMap<String, List<DwellLimit>>();
                for (DwellLimit limit : newest.limits()) {
                    if (limit.stage() == stay.stage()) {
                        own.computeIfAbsent(limit.slot(), slot -> new ArrayList<>())
                                .add(limit);
                    }
                }
                bySlot.putAll(own);
            }
        }
        return bySlot.values().stream().flatMap(List::stream).toList();
    }

    static int minute(long micros) {
        return Math.toIntExact(micros / MINUTE);
    }
}
