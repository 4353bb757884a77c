package io.frostproof.simulator.people;

import io.frostproof.simulator.Seeds;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The people of one node and what they do with its stock. Trucks come when they are due and mostly a little later, their load stands on the
 * dock until somebody finds the time, boxes are put away one by one and picked first-expired first, and every time a door opens. Confined to
 * one thread.
 *
 * <p>It is to be woken at {@link #nextMillis}. Demand and closures count from the next thing that people do.
 */
public final class NodePeople {

    /** How long a truck waits for a lane to open. */
    public static final Duration WAITS = Duration.ofHours(12);

    /** A load is in its boxes since so long before it is due: an ordinary way, and the loading. */
    public static final Duration PACKED_BEFORE = Duration.ofHours(6);

    /** Picks and looks are drawn for so long at a time, so that a change of demand is felt soon. */
    private static final long TICK_MILLIS = Duration.ofMinutes(15).toMillis();

    private static final double HOUR_MILLIS = 3_600_000;

    private final NodeDesign design;
    private final Plan plan;
    private final Store store;
    private final Set<String> units = new LinkedHashSet<>();
    private final Tasks tasks = new Tasks();
    private final Timetable timetable;
    private final Doors doors;
    private final Receiving receiving;
    private final SplittableRandom hands;
    private final SplittableRandom demands;
    private long lastClearedDay = Long.MIN_VALUE;
    private long unmet;
    private long picked;

    /** People who find the first stock in its place at {@code startMillis}, which is when they are to be woken first. */
    public NodePeople(NodeDesign design, long seed, long startMillis) {
        this.design = design;
        plan = new Plan(design, seed, startMillis);
        store = new Store(design);
        design.products().forEach(flow -> units.addAll(flow.units()));
        timetable = new Timetable(design.shifts());
        SplittableRandom trucks = Seeds.random(seed, design.node() + "/trucks");
        hands = Seeds.random(seed, design.node() + "/hands");
        demands = Seeds.random(seed, design.node() + "/demand");
        doors = new Doors(design.habits().openSigma(), hands, tasks);
        receiving = new Receiving(design, plan, store, doors, tasks, timetable, trucks, hands);
        tasks.at(startMillis, this::begin);
        receiving.planTruck(startMillis);
        tasks.at(timetable.workingAt(startMillis), this::tick);
    }

    /** All stock that is or may come to the node in a simulation from {@code startMillis} to {@code endMillis}, whatever happens in it. */
    public static List<PlannedStock> everything(NodeDesign design, long seed, long startMillis, long endMillis) {
        Plan plan = new Plan(design, seed, startMillis);
        List<PlannedStock> all = new ArrayList<>(plan.initial());
        for (long due = plan.nextTruck(startMillis); due < endMillis; due = plan.nextTruck(due)) {
            for (ProductFlow flow : design.products()) {
                plan.truck(due, flow).forEach(it -> all.add(new PlannedStock(it, null)));
            }
        }
        return all;
    }

    /** When something is to be done next; {@link Long#MAX_VALUE} when nothing ever is. */
    public long nextMillis() {
        return tasks.nextMillis();
    }

    /** Does what is due, each thing at its own time of which none is later than {@code nowMillis}. */
    public void wake(long nowMillis, Floor floor, Demand demand) {
        tasks.wake(nowMillis, floor, demand);
    }

    /**
     * Takes a load that another node could not take.
     *
     * @return what it does not take: it does not keep that product, has no room, or is closed itself
     */
    public Load receive(Load load, long nowMillis, Floor floor, Demand demand) {
        return receiving.receive(load, nowMillis, floor, demand);
    }

    /** Handling units that left on a pick. */
    public long picked() {
        return picked;
    }

    /** Picks for which there was nothing. */
    public long unmet() {
        return unmet;
    }

    /** Handling units here now, on shelves and dock. */
    public int stock() {
        return store.size();
    }

    /** Handling units that stand on the dock now. */
    public int onDock() {
        return store.dock().size();
    }

    private void begin(long nowMillis, Floor floor, Demand demand) {
        for (PlannedStock it : plan.initial()) {
            String unit = it.initialUnit();
            if (unit != null) {
                HandlingUnit handlingUnit = it.handlingUnit();
                store.shelves(handlingUnit.product()).put(handlingUnit, unit);
                floor.putIn(unit, handlingUnit.joulesPerKelvin(), floor.contentsCelsius(unit));
                floor.stock(new StockEvent.Arrived(handlingUnit, unit, nowMillis));
            }
        }
    }

    /** Plans picks and looks of the next quarter of an hour; throws away what has expired, once a day. */
    private void tick(long nowMillis, Floor floor, Demand demand) {
        tasks.at(timetable.workingAt(nowMillis + TICK_MILLIS), this::tick);
        if (demand.nodeClosed()) {
            return;
        }
        long day = Math.floorDiv(nowMillis, Plan.DAY_MILLIS);
        if (day != lastClearedDay) {
            lastClearedDay = day;
            store.shelves().forEach(of -> throwAway(of, nowMillis, floor));
        }
        double ofShift = TICK_MILLIS / (double) Math.max(timetable.workedMillis(day), TICK_MILLIS);
        for (Shelves of : store.shelves()) {
            int picks = Seeds.poisson(demands, of.flow().picksPerDay() * demand.factor() * ofShift);
            for (int i = 0; i < picks; i++) {
                tasks.at(
                        nowMillis + demands.nextLong(TICK_MILLIS),
                        (now, there, wanted) -> pick(of, now, there, wanted));
            }
        }
        double looks = timetable.looksPerHour(nowMillis) * TICK_MILLIS / HOUR_MILLIS;
        for (String unit : units) {
            int times = Seeds.poisson(hands, looks);
            for (int i = 0; i < times; i++) {
                tasks.at(nowMillis + hands.nextLong(TICK_MILLIS), (now, there, wanted) -> {
                    if (!wanted.nodeClosed()) {
                        doors.hold(unit, now, design.habits().lookOpen(), there);
                    }
                });
            }
        }
    }

    private void pick(Shelves of, long nowMillis, Floor floor, Demand demand) {
        if (demand.nodeClosed()) {
            return;
        }
        HandlingUnit it = of.firstExpired(today(nowMillis));
        if (it == null) {
            unmet++;
            return;
        }
        leave(of, it, StockEvent.Why.PICKED, nowMillis, floor);
        picked++;
        if (hands.nextDouble() < design.habits().returnedFraction()) {
            tasks.at(timetable.workingAt(nowMillis + Plan.DAY_MILLIS), (now, there, wanted) -> {
                if (!wanted.nodeClosed() && !wanted.partnerFailed()) {
                    receiving.comeBack(it, now, there);
                }
            });
        }
    }

    private void throwAway(Shelves of, long nowMillis, Floor floor) {
        for (HandlingUnit it = of.expired(today(nowMillis)); it != null; it = of.expired(today(nowMillis))) {
            leave(of, it, StockEvent.Why.EXPIRED, nowMillis, floor);
        }
    }

    private static LocalDate today(long millis) {
        return LocalDate.ofEpochDay(Math.floorDiv(millis, Plan.DAY_MILLIS));
    }

    private void leave(Shelves of, HandlingUnit it, StockEvent.Why why, long nowMillis, Floor floor) {
        String unit = of.take(it);
        doors.hold(unit, nowMillis, design.habits().pickOpen(), floor);
        floor.takeOut(unit, it.joulesPerKelvin());
        floor.stock(new StockEvent.Left(it.id(), unit, nowMillis, why));
    }
}
