package io.frostproof.alerts.drill;

import io.frostproof.alerts.plan.Plan;
import io.frostproof.alerts.plan.Proposal;
import io.frostproof.alerts.plan.Route;
import io.frostproof.alerts.plan.facts.AffectedUnit;
import io.frostproof.alerts.plan.facts.Capacity;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a plan leaves: the goods that stay and have something to lose, and the room that nobody takes. Whatever is done with these goes together with the plan. */
final class Remaining {

    /** Share of a room that has to be taken for it to be full. */
    private static final double FULL_FROM = 0.98;

    private record Room(String node, String temperatureClass) {}

    private Remaining() {}

    static Situation of(Situation situation, Plan plan) {
        Map<Room, Map<Integer, Long>> taken = taken(plan);
        Map<String, Long> carried = new HashMap<>();
        var stays = new ArrayList<AffectedUnit>();
        for (Proposal one : plan.proposals()) {
            Route route = one.route();
            if (route != null) {
                carried.merge(route.lane().id(), one.unit().litres(), Long::sum);
            } else if (one.expectedLoss() > 0) {
                stays.add(one.unit());
            }
        }
        Situation placed = Changes.sites(situation, site -> {
            List<Capacity> left = site.capacities().stream()
                    .map(capacity -> left(capacity, taken.getOrDefault(room(site, capacity), Map.of())))
                    .toList();
            return Changes.capacities(site, left);
        });
        Situation ways = Changes.lanes(placed, lane -> {
            Long litres = lane.litres();
            return litres == null ? lane : Changes.litres(lane, litres - carried.getOrDefault(lane.id(), 0L));
        });
        return Changes.units(ways, stays);
    }

    /** Rooms that a plan fills to the brim at some time. */
    static List<DrillReport.FullRoom> full(Situation situation, Plan plan) {
        Map<Room, Map<Integer, Long>> taken = taken(plan);
        var full = new ArrayList<DrillReport.FullRoom>();
        for (Site site : situation.sites()) {
            for (Capacity capacity : site.capacities()) {
                Map<Integer, Long> bySteps = taken.get(room(site, capacity));
                if (bySteps == null) {
                    continue;
                }
                Capacity left = left(capacity, bySteps);
                int tightest = 0;
                for (int step = 1; step < left.steps().size(); step++) {
                    tightest = share(capacity, left, step) > share(capacity, left, tightest) ? step : tightest;
                }
                if (share(capacity, left, tightest) >= FULL_FROM) {
                    full.add(new DrillReport.FullRoom(
                            site.node(),
                            capacity.temperatureClass(),
                            capacity.steps().get(tightest).litres(),
                            left.steps().get(tightest).litres()));
                }
            }
        }
        return full;
    }

    private static double share(Capacity all, Capacity left, int step) {
        long litres = all.steps().get(step).litres();
        return litres == 0 ? 0 : (double) (litres - left.steps().get(step).litres()) / litres;
    }

    private static Room room(Site site, Capacity capacity) {
        return new Room(site.node(), capacity.temperatureClass());
    }

    /** Litres by room and the step of its capacity in which they come. */
    private static Map<Room, Map<Integer, Long>> taken(Plan plan) {
        var taken = new HashMap<Room, Map<Integer, Long>>();
        for (Proposal one : plan.proposals()) {
            Route route = one.route();
            if (route != null) {
                taken.computeIfAbsent(new Room(route.site().node(), route.temperatureClass()), room -> new HashMap<>())
                        .merge(route.step(), one.unit().litres(), Long::sum);
            }
        }
        return taken;
    }

    /** What comes in one step is there in all later ones. */
    private static Capacity left(Capacity capacity, Map<Integer, Long> taken) {
        var steps = new ArrayList<Capacity.Step>();
        long there = 0;
        for (int i = 0; i < capacity.steps().size(); i++) {
            Capacity.Step step = capacity.steps().get(i);
            there += taken.getOrDefault(i, 0L);
            steps.add(new Capacity.Step(step.fromMicros(), step.litres() - there));
        }
        return new Capacity(capacity.temperatureClass(), steps);
    }

    /** Litres that a room can still take for good. */
    static long free(Capacity capacity) {
        return capacity.steps().stream().mapToLong(Capacity.Step::litres).min().orElse(0);
    }

    /** By how many litres a plan would overfill a room that has only so much. */
    static long beyond(Plan plan, Site site, String temperatureClass, List<Capacity.Step> steps) {
        Map<Integer, Long> into = taken(plan).getOrDefault(new Room(site.node(), temperatureClass), Map.of());
        long there = 0;
        long most = 0;
        int last = into.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
        for (int i = 0; i <= Math.max(last, steps.size() - 1); i++) {
            there += into.getOrDefault(i, 0L);
            most = Math.max(most, there - (i < steps.size() ? steps.get(i).litres() : 0));
        }
        return most;
    }

    /** Litres that a plan sends by a lane. */
    static long by(Plan plan, String lane) {
        return plan.proposals().stream()
                .filter(one -> {
                    Route route = one.route();
                    return route != null && route.lane().id().equals(lane);
                })
                .mapToLong(one -> one.unit().litres())
                .sum();
    }
}
