package io.frostproof.simulator.people;

import io.frostproof.simulator.Seeds;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

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

    /** A lane is looked at again, and a full room, after so long. */
    private static final long LOOK_AGAIN_MILLIS = Duration.ofMinutes(30).toMillis();

    private static final double HOUR_MILLIS = 3_600_000;
    /** Nobody holds a door longer than this on purpose; longer ones are faults. */
    private static final long LONGEST_OPEN_MILLIS = Duration.ofMinutes(4).toMillis();

    private static final long SHORTEST_OPEN_MILLIS = 2_000;

    private interface Act {
        void at(long nowMillis, Floor floor, Demand demand);
    }

    private record Task(long atMillis, long serial, Act act) {}

    private final NodeDesign design;
    private final Plan plan;
    private final Map<String, Shelves> shelves = new LinkedHashMap<>();
    private final Set<String> units = new LinkedHashSet<>();
    private final Deque<HandlingUnit> dock = new ArrayDeque<>();
    private final Doors doors = new Doors();
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::atMillis).thenComparingLong(Task::serial));
    private final SplittableRandom trucks;
    private final SplittableRandom hands;
    private final SplittableRandom demands;
    private long serial;
    private boolean puttingAway;
    private long lastClearedDay = Long.MIN_VALUE;
    private long unmet;
    private long picked;

    /** People who find the first stock in its place at {@code startMillis}, which is when they are to be woken first. */
    public NodePeople(NodeDesign design, long seed, long startMillis) {
        this.design = design;
        plan = new Plan(design, seed, startMillis);
        for (ProductFlow flow : design.products()) {
            shelves.put(flow.product(), new Shelves(flow));
            units.addAll(flow.units());
        }
        trucks = Seeds.random(seed, design.node() + "/trucks");
        hands = Seeds.random(seed, design.node() + "/hands");
        demands = Seeds.random(seed, design.node() + "/demand");
        at(startMillis, this::begin);
        planTruck(startMillis);
        at(inShift(startMillis) ? startMillis : nextShift(startMillis), this::tick);
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
        Task next = tasks.peek();
        return next == null ? Long.MAX_VALUE : next.atMillis();
    }

    /** Does what is due, each thing at its own time of which none is later than {@code nowMillis}. */
    public void wake(long nowMillis, Floor floor, Demand demand) {
        for (Task next = tasks.peek(); next != null && next.atMillis() <= nowMillis; next = tasks.peek()) {
            tasks.remove();
            next.act().at(nowMillis, floor, demand);
        }
    }

    /**
     * Takes a load that another node could not take.
     *
     * @return what it does not take: it does not keep that product, or is closed itself
     */
    public Load receive(Load load, long nowMillis, Floor floor, Demand demand) {
        List<HandlingUnit> refused = new ArrayList<>();
        for (HandlingUnit it : load.units()) {
            boolean closed = demand.nodeClosed() || demand.laneClosed();
            if (closed || shelves.get(it.product()) == null || !unload(it, load, nowMillis, floor)) {
                refused.add(it);
            }
        }
        planPutAway(nowMillis);
        return load.of(refused);
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
        return dock.size() + shelves.values().stream().mapToInt(Shelves::size).sum();
    }

    /** Handling units that stand on the dock now. */
    public int onDock() {
        return dock.size();
    }

    private void at(long millis, Act act) {
        if (millis != Long.MAX_VALUE) {
            tasks.add(new Task(millis, serial++, act));
        }
    }

    private void begin(long nowMillis, Floor floor, Demand demand) {
        for (PlannedStock it : plan.initial()) {
            String unit = it.initialUnit();
            if (unit != null) {
                HandlingUnit handlingUnit = it.handlingUnit();
                shelvesOf(handlingUnit).put(handlingUnit, unit);
                floor.putIn(unit, handlingUnit.joulesPerKelvin(), floor.contentsCelsius(unit));
                floor.stock(new StockEvent.Arrived(handlingUnit.id(), unit, nowMillis));
            }
        }
    }

    // Trucks

    private void planTruck(long afterMillis) {
        long due = plan.nextTruck(afterMillis);
        at(due, (nowMillis, floor, demand) -> {
            planTruck(due);
            Deliveries deliveries = design.deliveries();
            long late =
                    deliveries == null ? 0 : logNormalMillis(trucks, deliveries.medianLate(), deliveries.lateSigma());
            if (deliveries != null && trucks.nextDouble() >= deliveries.lostFraction()) {
                long arrival = nowMillis + late;
                at(arrival, (now, there, wanted) -> truck(due, arrival, now, there, wanted));
            }
        });
    }

    private void truck(long dueMillis, long arrivalMillis, long nowMillis, Floor floor, Demand demand) {
        if (demand.partnerFailed()) {
            return;
        }
        boolean waits = demand.laneClosed() && nowMillis - arrivalMillis < WAITS.toMillis();
        if (waits && !demand.nodeClosed()) {
            at(
                    nowMillis + LOOK_AGAIN_MILLIS,
                    (now, there, wanted) -> truck(dueMillis, arrivalMillis, now, there, wanted));
            return;
        }
        List<HandlingUnit> units = new ArrayList<>();
        for (ProductFlow flow : design.products()) {
            List<HandlingUnit> most = plan.truck(dueMillis, flow);
            units.addAll(most.subList(0, Math.min(most.size(), wanted(flow, demand))));
        }
        Load load = new Load(design.node(), dueMillis - PACKED_BEFORE.toMillis(), units);
        Load refused = demand.nodeClosed() || demand.laneClosed() ? load : receive(load, nowMillis, floor, demand);
        if (!refused.units().isEmpty()) {
            floor.divert(design.node(), refused);
        }
    }

    /** What is missing to the stock that people want to have. */
    private int wanted(ProductFlow flow, Demand demand) {
        double times = Math.clamp(demand.factor(), 1, ProductFlow.MOST_TIMES_NORMAL);
        int here = shelvesOf(flow).size();
        for (HandlingUnit it : dock) {
            here += it.product().equals(flow.product()) ? 1 : 0;
        }
        return Math.max(0, (int) Math.round(flow.normalStock() * times) - here);
    }

    /** Whether there was room for it. Without a load it is as warm as when it was delivered. */
    private boolean unload(HandlingUnit it, @Nullable Load load, long nowMillis, Floor floor) {
        String unit = shelvesOf(it).flow().standsOnDock() ? design.dock() : null;
        if (unit != null) {
            dock.addLast(it);
        } else {
            unit = shelvesOf(it).room();
            if (unit == null) {
                return false;
            }
            hold(unit, nowMillis, design.habits().pickOpen(), floor);
            shelvesOf(it).put(it, unit);
        }
        double packed = shelvesOf(it).flow().deliveredCelsius();
        floor.putIn(unit, it.joulesPerKelvin(), load == null ? packed : floor.unpack(it, packed, load));
        floor.stock(new StockEvent.Arrived(it.id(), unit, nowMillis));
        return true;
    }

    // Putting away

    private void planPutAway(long nowMillis) {
        if (!puttingAway && !dock.isEmpty()) {
            puttingAway = true;
            Habits habits = design.habits();
            long begins = nowMillis + logNormalMillis(hands, habits.putAwayDelay(), habits.putAwayDelaySigma());
            at(inShift(begins) ? begins : nextShift(begins), this::putAway);
        }
    }

    private void putAway(long nowMillis, Floor floor, Demand demand) {
        String from = design.dock();
        HandlingUnit it = from == null || demand.nodeClosed() ? null : firstWithRoom();
        if (it == null || from == null) {
            if (dock.isEmpty()) {
                puttingAway = false;
            } else {
                long again = nowMillis + LOOK_AGAIN_MILLIS;
                at(inShift(again) ? again : nextShift(again), this::putAway);
            }
            return;
        }
        Shelves of = shelvesOf(it);
        String to = of.room();
        if (to == null) {
            throw new IllegalStateException("no room for " + it.id());
        }
        dock.remove(it);
        double celsius = floor.contentsCelsius(from);
        hold(to, nowMillis, design.habits().pickOpen(), floor);
        floor.takeOut(from, it.joulesPerKelvin());
        floor.putIn(to, it.joulesPerKelvin(), celsius);
        of.put(it, to);
        floor.stock(new StockEvent.Moved(it.id(), to, nowMillis));
        if (dock.isEmpty()) {
            puttingAway = false;
        } else {
            Habits habits = design.habits();
            long next = nowMillis + Math.max(1, logNormalMillis(hands, habits.putAwayEach(), habits.openSigma()));
            at(inShift(next) ? next : nextShift(next), this::putAway);
        }
    }

    private @Nullable HandlingUnit firstWithRoom() {
        for (HandlingUnit it : dock) {
            if (shelvesOf(it).room() != null) {
                return it;
            }
        }
        return null;
    }

    // Shifts: picking, looking, throwing away

    private void tick(long nowMillis, Floor floor, Demand demand) {
        long next = nowMillis + TICK_MILLIS;
        at(inShift(next) ? next : nextShift(next), this::tick);
        if (demand.nodeClosed()) {
            return;
        }
        long day = Math.floorDiv(nowMillis, Plan.DAY_MILLIS);
        if (day != lastClearedDay) {
            lastClearedDay = day;
            shelves.values().forEach(of -> throwAway(of, nowMillis, floor));
        }
        double ofShift = TICK_MILLIS / (double) shiftMillis(day);
        for (Shelves of : shelves.values()) {
            int picks = Seeds.poisson(demands, of.flow().picksPerDay() * demand.factor() * ofShift);
            for (int i = 0; i < picks; i++) {
                at(nowMillis + demands.nextLong(TICK_MILLIS), (now, there, wanted) -> pick(of, now, there, wanted));
            }
        }
        double looks = looksPerHour(nowMillis) * TICK_MILLIS / HOUR_MILLIS;
        for (String unit : units) {
            int times = Seeds.poisson(hands, looks);
            for (int i = 0; i < times; i++) {
                at(nowMillis + hands.nextLong(TICK_MILLIS), (now, there, wanted) -> {
                    if (!wanted.nodeClosed()) {
                        hold(unit, now, design.habits().lookOpen(), there);
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
        leave(of, it, nowMillis, floor);
        picked++;
        if (hands.nextDouble() < design.habits().returnedFraction()) {
            long back = nowMillis + Plan.DAY_MILLIS;
            at(inShift(back) ? back : nextShift(back), (now, there, wanted) -> comeBack(it, now, there, wanted));
        }
    }

    private void throwAway(Shelves of, long nowMillis, Floor floor) {
        for (HandlingUnit it = of.expired(today(nowMillis)); it != null; it = of.expired(today(nowMillis))) {
            leave(of, it, nowMillis, floor);
        }
    }

    private void leave(Shelves of, HandlingUnit it, long nowMillis, Floor floor) {
        String unit = of.take(it);
        hold(unit, nowMillis, design.habits().pickOpen(), floor);
        floor.takeOut(unit, it.joulesPerKelvin());
        floor.stock(new StockEvent.Left(it.id(), unit, nowMillis));
    }

    /** It was with somebody for a day, who kept it as cold as when it was delivered. Where there is no room it does not come back. */
    private void comeBack(HandlingUnit it, long nowMillis, Floor floor, Demand demand) {
        if (!demand.nodeClosed() && !demand.partnerFailed()) {
            unload(it, null, nowMillis, floor);
            planPutAway(nowMillis);
        }
    }

    private void hold(String unit, long nowMillis, Duration median, Floor floor) {
        long millis = logNormalMillis(hands, median, design.habits().openSigma());
        doors.open(unit, floor);
        at(
                nowMillis + Math.clamp(millis, SHORTEST_OPEN_MILLIS, LONGEST_OPEN_MILLIS),
                (now, there, demand) -> doors.close(unit, there));
    }

    // Time

    private static long logNormalMillis(SplittableRandom random, Duration median, double sigma) {
        return (long) Seeds.logNormal(random, (double) median.toMillis(), sigma);
    }

    private static LocalDate today(long millis) {
        return LocalDate.ofEpochDay(Math.floorDiv(millis, Plan.DAY_MILLIS));
    }

    private boolean inShift(long millis) {
        return looksPerHour(millis) >= 0;
    }

    /** Of the shifts that are there together; negative when nobody is. */
    private double looksPerHour(long millis) {
        long day = Math.floorDiv(millis, Plan.DAY_MILLIS);
        long minute = Math.floorMod(millis, Plan.DAY_MILLIS) / Plan.MINUTE_MILLIS;
        double looks = -1;
        for (Shift shift : design.shifts()) {
            if (minute >= shift.fromMinute()
                    && minute < shift.toMinute()
                    && shift.days().contains(Plan.dayOfWeek(day))) {
                looks = Math.max(looks, 0) + shift.looksPerHour();
            }
        }
        return looks;
    }

    /** The next beginning of a shift after that time; {@link Long#MAX_VALUE} when there is none. */
    private long nextShift(long millis) {
        long today = Math.floorDiv(millis, Plan.DAY_MILLIS);
        long next = Long.MAX_VALUE;
        for (long day = today; day <= today + 7; day++) {
            for (Shift shift : design.shifts()) {
                long from = day * Plan.DAY_MILLIS + shift.fromMinute() * Plan.MINUTE_MILLIS;
                if (from > millis && shift.days().contains(Plan.dayOfWeek(day))) {
                    next = Math.min(next, from);
                }
            }
        }
        return next;
    }

    /** For how long of that day somebody is there. */
    private long shiftMillis(long day) {
        DayOfWeek today = Plan.dayOfWeek(day);
        var minutes = new BitSet();
        for (Shift shift : design.shifts()) {
            if (shift.days().contains(today)) {
                minutes.set(shift.fromMinute(), shift.toMinute());
            }
        }
        return Math.max(minutes.cardinality() * Plan.MINUTE_MILLIS, TICK_MILLIS);
    }

    private Shelves shelvesOf(HandlingUnit it) {
        Shelves of = shelves.get(it.product());
        if (of == null) {
            throw new IllegalStateException(it.product() + " is not kept at " + design.node());
        }
        return of;
    }

    private Shelves shelvesOf(ProductFlow flow) {
        Shelves of = shelves.get(flow.product());
        if (of == null) {
            throw new IllegalStateException(flow.product() + " is not kept at " + design.node());
        }
        return of;
    }
}
