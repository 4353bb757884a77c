package io.frostproof.simulator.people;

import io.frostproof.simulator.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** How goods come into a node: lorries, the dock, and putting away one by one. For one thread. */
final class Receiving {

    /** A lane is looked at again, and a full room, after so long. */
    private static final long LOOK_AGAIN_MILLIS = Duration.ofMinutes(30).toMillis();

    private final NodeDesign design;
    private final Plan plan;
    private final Store store;
    private final Doors doors;
    private final Tasks tasks;
    private final Timetable timetable;
    private final SplittableRandom trucks;
    private final SplittableRandom hands;
    private boolean puttingAway;

    Receiving(
            NodeDesign design,
            Plan plan,
            Store store,
            Doors doors,
            Tasks tasks,
            Timetable timetable,
            SplittableRandom trucks,
            SplittableRandom hands) {
        this.design = design;
        this.plan = plan;
        this.store = store;
        this.doors = doors;
        this.tasks = tasks;
        this.timetable = timetable;
        this.trucks = trucks;
        this.hands = hands;
    }

    /** Plans the next truck, and with it the one after it. */
    void planTruck(long afterMillis) {
        long due = plan.nextTruck(afterMillis);
        tasks.at(due, (nowMillis, floor, demand) -> {
            planTruck(due);
            Deliveries deliveries = design.deliveries();
            long late =
                    deliveries == null ? 0 : logNormalMillis(trucks, deliveries.medianLate(), deliveries.lateSigma());
            if (deliveries != null && trucks.nextDouble() >= deliveries.lostFraction()) {
                long arrival = nowMillis + late;
                tasks.at(arrival, (now, there, wanted) -> truck(due, arrival, now, there, wanted));
            }
        });
    }

    private static long logNormalMillis(SplittableRandom random, Duration median, double sigma) {
        return (long) Seeds.logNormal(random, (double) median.toMillis(), sigma);
    }

    private void truck(long dueMillis, long arrivalMillis, long nowMillis, Floor floor, Demand demand) {
        if (demand.partnerFailed()) {
            return;
        }
        boolean waits = demand.laneClosed() && nowMillis - arrivalMillis < NodePeople.WAITS.toMillis();
        if (waits && !demand.nodeClosed()) {
            tasks.at(
                    nowMillis + LOOK_AGAIN_MILLIS,
                    (now, there, wanted) -> truck(dueMillis, arrivalMillis, now, there, wanted));
            return;
        }
        List<HandlingUnit> units = new ArrayList<>();
        for (ProductFlow flow : design.products()) {
            List<HandlingUnit> most = plan.truck(dueMillis, flow);
            units.addAll(most.subList(0, Math.min(most.size(), wanted(flow, demand))));
        }
        Load load = new Load(design.node(), dueMillis - NodePeople.PACKED_BEFORE.toMillis(), units);
        Load refused = receive(load, nowMillis, floor, demand);
        if (!refused.units().isEmpty()) {
            floor.divert(design.node(), refused);
        }
    }

    /** What is missing to the stock that people want to have. */
    private int wanted(ProductFlow flow, Demand demand) {
        double times = Math.clamp(demand.factor(), 1, ProductFlow.MOST_TIMES_NORMAL);
        return Math.max(0, (int) Math.round(flow.normalStock() * times) - store.count(flow.product()));
    }

    /** Takes a load, and returns what of it has no place here. */
    Load receive(Load load, long nowMillis, Floor floor, Demand demand) {
        if (demand.nodeClosed() || demand.laneClosed()) {
            return load;
        }
        List<HandlingUnit> refused = new ArrayList<>();
        for (HandlingUnit it : load.units()) {
            if (!store.keeps(it.product()) || !unload(it, load, nowMillis, floor)) {
                refused.add(it);
            }
        }
        planPutAway(nowMillis);
        return load.of(refused);
    }

    /** It was with somebody for a day, who kept it as cold as when it was delivered. Where there is no room it does not come back. */
    void comeBack(HandlingUnit it, long nowMillis, Floor floor) {
        unload(it, null, nowMillis, floor);
        planPutAway(nowMillis);
    }

    /** Whether there was room for it. Without a load it is as warm as when it was packed. */
    private boolean unload(HandlingUnit it, @Nullable Load load, long nowMillis, Floor floor) {
        Shelves of = store.shelves(it.product());
        String unit = of.flow().standsOnDock() ? design.dock() : null;
        if (unit != null) {
            store.dock().addLast(it);
        } else {
            unit = of.room();
            if (unit == null) {
                return false;
            }
            doors.hold(unit, nowMillis, design.habits().pickOpen(), floor);
            of.put(it, unit);
        }
        double packed = of.flow().deliveredCelsius();
        floor.putIn(unit, it.joulesPerKelvin(), load == null ? packed : floor.unpack(it, packed, load));
        floor.stock(new StockEvent.Arrived(it, unit, nowMillis));
        return true;
    }

    private void planPutAway(long nowMillis) {
        if (!puttingAway && !store.dock().isEmpty()) {
            puttingAway = true;
            Habits habits = design.habits();
            long begins = nowMillis + logNormalMillis(hands, habits.putAwayDelay(), habits.putAwayDelaySigma());
            tasks.at(timetable.workingAt(begins), this::putAway);
        }
    }

    private void putAway(long nowMillis, Floor floor, Demand demand) {
        String from = design.dock();
        HandlingUnit it = from == null || demand.nodeClosed() ? null : store.firstWithRoom();
        String to = it == null ? null : store.shelves(it.product()).room();
        if (from == null || it == null || to == null) {
            if (store.dock().isEmpty()) {
                puttingAway = false;
            } else {
                tasks.at(timetable.workingAt(nowMillis + LOOK_AGAIN_MILLIS), this::putAway);
            }
            return;
        }
        store.dock().remove(it);
        double celsius = floor.contentsCelsius(from);
        doors.hold(to, nowMillis, design.habits().pickOpen(), floor);
        floor.takeOut(from, it.joulesPerKelvin());
        floor.putIn(to, it.joulesPerKelvin(), celsius);
        store.shelves(it.product()).put(it, to);
        floor.stock(new StockEvent.Moved(it.id(), to, nowMillis));
        if (store.dock().isEmpty()) {
            puttingAway = false;
        } else {
            Habits habits = design.habits();
            long next = nowMillis + Math.max(1, logNormalMillis(hands, habits.putAwayEach(), habits.openSigma()));
            tasks.at(timetable.workingAt(next), this::putAway);
        }
    }
}
