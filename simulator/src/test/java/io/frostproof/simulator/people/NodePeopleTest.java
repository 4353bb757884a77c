package io.frostproof.simulator.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodePeopleTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = 24 * HOUR;
    /** A Monday. */
    private static final long START = Instant.parse("2026-11-02T00:00:00Z").toEpochMilli();

    private static final ProductFlow MILK =
            new ProductFlow("milk", List.of("room-1", "room-2"), 30, 40, 40, 20, 6, 37_000, 20, 12, "bottle");
    private static final ProductFlow SERUM =
            new ProductFlow("serum", List.of("fridge"), 20, 10, 10, 2, 5, 3_700, 60, 100, "dose");
    private static final NodeDesign NODE = new NodeDesign(
            "north", "dock", List.of(MILK, SERUM), Deliveries.WORKING_DAYS, List.of(Shift.EVERY_DAY), Habits.USUAL);

    /** Keeps account of what people do, and fails at what cannot be. */
    private static final class Account implements Floor {
        private final Map<String, Double> joulesPerKelvin = new LinkedHashMap<>();
        private final Map<String, Double> doors = new LinkedHashMap<>();
        private final Map<String, String> where = new LinkedHashMap<>();
        private final List<StockEvent> events = new ArrayList<>();
        private final List<String> log = new ArrayList<>();
        private final List<HandlingUnit> diverted = new ArrayList<>();
        private final List<Load> loads = new ArrayList<>();
        private final List<Load> unpacked = new ArrayList<>();
        private int openings;
        private long now;

        @Override
        public void door(String unit, double openFraction) {
            assertThat(doors.getOrDefault(unit, 0.0))
                    .as("a door is told when it changes")
                    .isNotEqualTo(openFraction);
            doors.put(unit, openFraction);
            openings += openFraction > 0 ? 1 : 0;
            log.add(now + " door " + unit + " " + openFraction);
        }

        @Override
        public void putIn(String unit, double joules, double celsius) {
            joulesPerKelvin.merge(unit, joules, Double::sum);
            assertThat(celsius).isBetween(-90.0, 30.0);
        }

        @Override
        public void takeOut(String unit, double joules) {
            assertThat(joulesPerKelvin.merge(unit, -joules, Double::sum))
                    .as("nothing is taken out that was not put in")
                    .isGreaterThanOrEqualTo(0);
        }

        @Override
        public void stock(StockEvent event) {
            events.add(event);
            log.add(event.toString());
            switch (event) {
                case StockEvent.Arrived it ->
                    assertThat(where.put(it.handlingUnit(), it.unit())).isNull();
                case StockEvent.Moved it ->
                    assertThat(where.put(it.handlingUnit(), it.unit())).isNotNull();
                case StockEvent.Left it ->
                    assertThat(where.remove(it.handlingUnit())).isEqualTo(it.unit());
            }
        }

        @Override
        public double contentsCelsius(String unit) {
            return unit.equals("dock") ? 12 : 5;
        }

        @Override
        public double unpack(HandlingUnit handlingUnit, double packedCelsius, Load load) {
            assertThat(load.units()).contains(handlingUnit);
            assertThat(packedCelsius).isEqualTo(handlingUnit.product().equals("milk") ? 6 : 5);
            unpacked.add(load);
            return packedCelsius;
        }

        @Override
        public void divert(String node, Load load) {
            diverted.addAll(load.units());
            loads.add(load);
        }

        double doorHours(String unit) {
            return log.stream().filter(it -> it.contains(" door " + unit + " ")).count();
        }
    }

    private static NodePeople run(
            Account account, NodeDesign design, long seed, int days, LongFunction<Demand> demand) {
        NodePeople people = new NodePeople(design, seed, START);
        while (people.nextMillis() < START + days * DAY) {
            account.now = people.nextMillis();
            people.wake(account.now, account, demand.apply(account.now));
        }
        return people;
    }

    private static LongFunction<Demand> always(Demand demand) {
        return now -> demand;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatIsInTheUnitsIsWhatCameAndHasNotLeft(long seed) {
        Account account = new Account();
        NodePeople people = run(account, NODE, seed, 30, always(Demand.NORMAL));

        Map<String, Double> expected = new HashMap<>();
        Map<String, HandlingUnit> known = NodePeople.everything(NODE, seed, START, START + 30 * DAY).stream()
                .map(PlannedStock::handlingUnit)
                .collect(Collectors.toMap(HandlingUnit::id, it -> it));
        account.where.forEach((id, unit) ->
                expected.merge(unit, Objects.requireNonNull(known.get(id)).joulesPerKelvin(), Double::sum));
        account.joulesPerKelvin.forEach(
                (unit, joules) -> assertThat(joules).isEqualTo(expected.getOrDefault(unit, 0.0)));
        assertThat(people.stock()).isEqualTo(account.where.size());
        assertThat(known.keySet())
                .as("everything was announced")
                .containsAll(
                        account.events.stream().map(StockEvent::handlingUnit).toList());
        // 22 a day, and little that was missing.
        assertThat(people.picked()).isBetween(500L, 760L);
        assertThat(people.unmet()).isLessThan(people.picked() / 5);
        assertThat(account.events.stream().map(StockEvent::atMillis)).isSorted();
    }

    @Test
    void whatExpiresFirstIsPickedFirst() {
        Account account = new Account();
        run(account, NODE, 3, 30, always(Demand.NORMAL));
        Map<String, HandlingUnit> known = NodePeople.everything(NODE, 3, START, START + 30 * DAY).stream()
                .map(PlannedStock::handlingUnit)
                .collect(Collectors.toMap(HandlingUnit::id, it -> it));
        Map<String, LocalDate> shelves = new HashMap<>();
        int left = 0;
        for (StockEvent event : account.events) {
            HandlingUnit it = Objects.requireNonNull(known.get(event.handlingUnit()));
            if (!it.product().equals("milk")) {
                continue;
            }
            if (event instanceof StockEvent.Left) {
                left++;
                assertThat(shelves.values()).allMatch(other -> !other.isBefore(it.expires()));
                shelves.remove(it.id());
            } else if (!event.unit().equals("dock")) {
                shelves.put(it.id(), it.expires());
            }
        }
        assertThat(left).isGreaterThan(400);
    }

    @Test
    void whatLeavesWasOrderedOrHasExpired() {
        Account account = new Account();
        NodePeople people = run(account, NODE, 3, 60, always(Demand.NORMAL));
        Map<String, HandlingUnit> came = new HashMap<>();
        long picked = 0;
        for (StockEvent event : account.events) {
            switch (event) {
                case StockEvent.Arrived it -> came.put(it.handlingUnit(), it.goods());
                case StockEvent.Moved it -> {}
                case StockEvent.Left it -> {
                    HandlingUnit goods = Objects.requireNonNull(came.get(it.handlingUnit()));
                    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(it.atMillis(), DAY));
                    assertThat(goods.expires().isBefore(day)).isEqualTo(it.why() == StockEvent.Why.EXPIRED);
                    picked += it.why() == StockEvent.Why.PICKED ? 1 : 0;
                }
            }
        }
        assertThat(picked).isPositive().isEqualTo(people.picked());
    }

    @Test
    void aLoadStandsOnTheDockUntilSomebodyHasTime() {
        Account account = new Account();
        run(account, NODE, 5, 60, always(Demand.NORMAL));
        Map<String, Long> came = new HashMap<>();
        List<Double> minutes = new ArrayList<>();
        for (StockEvent event : account.events) {
            if (event instanceof StockEvent.Arrived && event.unit().equals("dock")) {
                came.put(event.handlingUnit(), event.atMillis());
            } else if (event instanceof StockEvent.Moved) {
                minutes.add((event.atMillis() - Objects.requireNonNull(came.get(event.handlingUnit()))) / 60_000.0);
            }
        }
        assertThat(minutes).hasSizeGreaterThan(500).allMatch(it -> it > 0);
        minutes.sort(null);
        // Trucks of six o'clock wait for the shift at seven; a load of twenty takes half an hour.
        assertThat(minutes.get(minutes.size() / 2)).isBetween(20.0, 90.0);
        assertThat(minutes.getLast()).isGreaterThan(90);
    }

    @Test
    void doorsOpenInShiftsOnlyAndForSecondsMostly() {
        Account account = new Account();
        NodeDesign weekdays = new NodeDesign(
                "north",
                "dock",
                List.of(MILK),
                Deliveries.WORKING_DAYS,
                List.of(new Shift(Set.of(DayOfWeek.TUESDAY), 600, 720, 4)),
                Habits.USUAL);
        run(account, weekdays, 1, 21, always(Demand.NORMAL));

        assertThat(account.openings).isGreaterThan(60);
        for (String line : account.log) {
            if (line.contains(" door ") && line.endsWith("1.0")) {
                Instant at = Instant.ofEpochMilli(Long.parseLong(line.substring(0, line.indexOf(' '))));
                assertThat(at.atZone(java.time.ZoneOffset.UTC).getDayOfWeek()).isEqualTo(DayOfWeek.TUESDAY);
                assertThat(at.atZone(java.time.ZoneOffset.UTC).getHour()).isBetween(10, 11);
            }
        }
        List<Long> durations = new ArrayList<>();
        Map<String, Long> opened = new HashMap<>();
        for (String line : account.log) {
            String[] words = line.split(" ", -1);
            if (words.length == 4 && words[1].equals("door")) {
                long at = Long.parseLong(words[0]);
                if (words[3].equals("1.0")) {
                    opened.put(words[2], at);
                } else {
                    durations.add(at - Objects.requireNonNull(opened.get(words[2])));
                }
            }
        }
        durations.sort(null);
        assertThat(durations.get(durations.size() / 2)).isBetween(9_000L, 25_000L);
        assertThat(durations.getLast()).isGreaterThan(40_000L);
    }

    @Test
    void aSpikeEmptiesTheShelvesAndBringsLargerLoads() {
        Account normal = new Account();
        NodePeople calm = run(normal, NODE, 2, 14, always(Demand.NORMAL));
        Account crowded = new Account();
        NodePeople busy = run(crowded, NODE, 2, 14, always(Demand.spike(8)));

        assertThat(busy.picked()).isGreaterThan(calm.picked() * 3 / 2);
        assertThat(busy.unmet()).isGreaterThan(calm.unmet() + 100);
        assertThat(crowded.openings).isGreaterThan(normal.openings);
        assertThat(arrivals(crowded)).isGreaterThan(arrivals(normal));
    }

    private static long arrivals(Account account) {
        return account.events.stream()
                .filter(StockEvent.Arrived.class::isInstance)
                .count();
    }

    @Test
    void aClosedNodeStandsStillAndItsTrucksGoOn() {
        Account account = new Account();
        Demand closed = new Demand(1, true, false, false);
        run(account, NODE, 2, 14, now -> now < START + 7 * DAY ? Demand.NORMAL : closed);

        assertThat(account.events).allMatch(it -> it.atMillis() < START + 7 * DAY);
        assertThat(account.diverted).isNotEmpty();
        assertThat(account.doors.values()).allMatch(it -> it == 0);
    }

    @Test
    void anotherNodeTakesWhatIsDiverted() {
        Account account = new Account();
        run(account, NODE, 2, 7, always(new Demand(1, false, true, false)));
        assertThat(account.diverted).isNotEmpty();
        Account other = new Account();
        NodeDesign south = new NodeDesign("south", "dock", List.of(MILK), null, List.of(Shift.EVERY_DAY), Habits.USUAL);
        NodePeople people = new NodePeople(south, 2, START);
        people.wake(START, other, Demand.NORMAL);
        int before = people.stock();

        List<HandlingUnit> refused = new ArrayList<>();
        for (Load load : account.loads) {
            Load rest = people.receive(load, START, other, Demand.NORMAL);
            assertThat(rest.packedMillis()).isEqualTo(load.packedMillis());
            assertThat(rest.boundFor()).isEqualTo("north");
            refused.addAll(rest.units());
        }

        assertThat(refused).allMatch(it -> it.product().equals("serum"));
        assertThat(people.stock() - before).isEqualTo(account.diverted.size() - refused.size());
        assertThat(people.onDock()).isEqualTo(account.diverted.size() - refused.size());
    }

    @Test
    void aTruckWaitsForItsLane() {
        Account account = new Account();
        Demand shut = new Demand(1, false, true, false);
        run(account, NODE, 2, 1, now -> now < START + 12 * HOUR ? shut : Demand.NORMAL);

        assertThat(account.diverted).isEmpty();
        assertThat(account.events.stream()
                        .filter(it ->
                                it instanceof StockEvent.Arrived && it.unit().equals("dock")))
                .isNotEmpty()
                .allMatch(it -> it.atMillis() >= START + 12 * HOUR);
        // Due at six, and in its boxes since midnight.
        assertThat(account.unpacked).isNotEmpty().extracting(Load::packedMillis).containsOnly(START);
    }

    @Test
    void aFailedPartnerBringsNothing() {
        Account account = new Account();
        run(account, NODE, 2, 14, always(new Demand(1, false, false, true)));

        assertThat(account.events.stream().filter(StockEvent.Arrived.class::isInstance))
                .allMatch(it -> it.atMillis() == START);
        assertThat(account.diverted).isEmpty();
    }

    @Test
    void theSameSeedIsTheSameMonthAndAnotherIsNot() {
        Account one = new Account();
        Account again = new Account();
        Account other = new Account();
        run(one, NODE, 11, 10, always(Demand.NORMAL));
        run(again, NODE, 11, 10, always(Demand.NORMAL));
        run(other, NODE, 12, 10, always(Demand.NORMAL));

        assertThat(again.log).isEqualTo(one.log);
        assertThat(other.log).isNotEqualTo(one.log);
        assertThat(one.doorHours("room-1")).isPositive();
    }

    @Test
    void trucksAreLateByWhatTheDesignSays() {
        NodeDesign daily = new NodeDesign(
                "north",
                "dock",
                List.of(new ProductFlow("milk", List.of("room-1"), 1000, 1000, 5, 300, 6, 37_000, 20, 12, "bottle")),
                Deliveries.WORKING_DAYS,
                List.of(Shift.EVERY_DAY),
                Habits.USUAL);
        Account account = new Account();
        run(account, daily, 4, 365, always(Demand.NORMAL));
        List<Double> late = account.events.stream()
                .filter(it -> it instanceof StockEvent.Arrived && it.unit().equals("dock"))
                .map(StockEvent::atMillis)
                .filter(at -> at > START)
                .distinct()
                .map(at -> (at % DAY - 6 * HOUR) / 60_000.0)
                .sorted()
                .toList();
        assertThat(late).hasSizeGreaterThan(200).allMatch(it -> it >= 0);
        assertThat(late.get(late.size() / 2)).isBetween(12.0, 19.0);
        assertThat(late.get(late.size() * 9 / 10)).isBetween(35.0, 75.0);
    }

    @Test
    void namesThatAreNoIdsAreRefused() {
        ProductFlow odd = new ProductFlow("raw milk", List.of("room"), 1, 1, 1, 1, 5, 100, 10, 1, "l");
        assertThatThrownBy(() -> new NodeDesign("north", null, List.of(odd), null, List.of(), Habits.USUAL))
                .hasMessageContaining("raw milk");
        assertThatThrownBy(() -> new ProductFlow("milk", List.of(), 1, 1, 1, 1, 5, 100, 10, 1, "l"))
                .hasMessage("product milk, units: none, expected at least one");
    }
}
