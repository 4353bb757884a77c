package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.decision.Decision;
import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.DeskStore;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.desk.memory.MemoryDeskStore;
import io.frostproof.alerts.desk.memory.MemoryOutbox;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.Sojourn;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.Strand;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goods that get another name during an excursion, or after it, are found under the name that they have now, and nobody has to decide about them twice. */
class PartsAtDeskIT {

    private static final NoticeTargets TARGETS = new NoticeTargets(List.of("webhook"), List.of("email"));
    private static final int ROUNDS = 40;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final FakeClock clock = FakeClock.at(StockWorld.NOW);

    /** The fridge of {@link StockWorld}, its weather, and its desk. */
    private final class Fridge {
        final StockWorld world;
        final DeskMirror mirror;
        final PostgresDeskStore store;
        final Desk desk;
        final KnownChannel channel;
        private final ChannelMonitor monitor;
        private final PostgresReadingLog log;
        private long batch;

        Fridge(StockWorld world) {
            this.world = world;
            mirror = new DeskMirror(world.database, clock);
            store = new PostgresDeskStore(world.database, mirror);
            desk = new Desk(store, "north", TARGETS, clock);
            channel = new PostgresDeviceDirectory(world.database)
                    .all()
                    .iterator()
                    .next()
                    .channels()
                    .values()
                    .iterator()
                    .next();
            monitor = new ChannelMonitor(channel.plan());
            log = new PostgresReadingLog(world.database);
        }

        /** It is so warm from one minute until before another one. */
        List<Transition> isAt(double celsius, int from, int to) {
            var concluded = new ArrayList<Transition>();
            for (int minute = from; minute < to; minute++) {
                monitor.accept(StockWorld.at(minute), celsius, concluded::add);
            }
            if (!concluded.isEmpty()) {
                var transitions = List.of(new Batch.ChannelTransitions(channel.id(), "north", concluded));
                log.commit(new Batch(
                        ++batch,
                        clock.instant(),
                        0,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        transitions,
                        List.of(),
                        Map.of(),
                        Set.of()));
            }
            return concluded;
        }

        void refresh() {
            var changes = new ChangeLog(world.database);
            while (!changes.publish(1_000).isEmpty()) {
                // until nothing waits
            }
            mirror.refresh();
        }

        List<String> told() {
            return world.texts("select key || ' -> ' || target from outbox order by 1");
        }
    }

    private static void work(Desk desk) {
        while (desk.work()) {
            // until nothing waits
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aPartThatIsBroughtAwayAtOnceIsInTheProposal(PostgresFlavour flavour) {
        try (var world = new StockWorld(flavour)) {
            var fridge = new Fridge(world);
            fridge.isAt(5, 10, 20);
            fridge.isAt(14, 20, 30);
            work(fridge.desk);
            assertThat(items(world, "proposed")).containsExactly("hu-1", "hu-2");
            List<String> told = fridge.told();

            world.tell(
                    StockWorld.split("s1", 25, "hu-1", "part", 4),
                    StockWorld.moved("m1", 25, "part", "lorry"),
                    StockWorld.split("s0", 15, "hu-1", "before", 1),
                    StockWorld.moved("m0", 15, "before", "dock"));
            work(fridge.desk);
            assertThat(items(world, "proposed")).containsExactly("hu-1", "hu-2", "part");
            assertThat(world.texts(
                            "select to_char(from_time at time zone 'UTC', 'HH24:MI') || to_char(to_time at time zone 'UTC', '-HH24:MI')"
                                    + " from exposure where handling_unit_id = 'part' group by 1"))
                    .containsExactly("00:20-00:25");
            assertThat(fridge.told()).isEqualTo(told); // people look at the proposal that they know of

            decide(world, true);
            world.tell(StockWorld.split("s2", 26, "hu-1", "later", 1), StockWorld.moved("m2", 26, "later", "dock"));
            world.tell(new StockEvent.Merged("g1", StockWorld.at(40), "before", "later"));
            work(fridge.desk);
            assertThat(items(world, "proposed")).isEmpty();
            assertThat(world.texts("select id from handling_unit where disposition = 'quarantined' order by id"))
                    .containsExactly("before", "hu-1", "hu-2", "later", "part");
            assertThat(fridge.told()).isEqualTo(told);
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aPartToldBeforeTheQuarantineAndNotNamedInItIsProposed(PostgresFlavour flavour) {
        try (var world = new StockWorld(flavour)) {
            var fridge = new Fridge(world);
            fridge.isAt(5, 10, 20);
            fridge.isAt(14, 20, 30);
            work(fridge.desk);
            world.tell(StockWorld.split("s1", 25, "hu-1", "part", 4), StockWorld.moved("m1", 25, "part", "lorry"));
            decide(world, true); // before the desk had seen the part
            work(fridge.desk);
            assertThat(items(world, "proposed")).containsExactly("part");
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void whateverBecomesOfGoodsTheProposalNamesThemAndDecidesOnce(PostgresFlavour flavour) {
        System.out.println("PartsAtDeskIT -Dseed=" + seed);
        try (var world = new StockWorld(flavour)) {
            var fridge = new Fridge(world);
            int renamed = 0;
            int again = 0;
            for (int round = 0; round < ROUNDS; round++) {
                String name = "r" + round + "-";
                int begin = 300 + round * 400;
                int warm = begin + 10 + random.nextInt(20);
                fridge.isAt(5, begin, warm);
                tell(world, receipts(name, begin));
                List<StockEvent> events = events(name + "e", name, begin, 60, 12);
                int until = random.nextInt(events.size());
                tell(world, events.subList(0, until));
                fridge.isAt(14, warm, warm + 15);
                work(fridge.desk);
                tell(world, events.subList(until, events.size()));
                fridge.isAt(5, warm + 15, begin + 60);
                work(fridge.desk);
                Set<String> exposed = exposed(world, name);
                assertThat(items(world, "proposed"))
                        .as("seed %d round %d", seed, round)
                        .containsExactlyElementsOf(exposed);
                renamed += (int) exposed.stream()
                        .filter(one -> world.texts(
                                                "select 1 from exposure x where handling_unit_id = '" + one
                                                        + "' and not exists (select from movement m join unit u on u.id = m.to_unit_id"
                                                        + " where m.handling_unit_id = x.handling_unit_id and m.to_unit_id = 'fridge-1')")
                                        .size()
                                > 0)
                        .count();

                boolean quarantine = random.nextBoolean();
                decide(world, quarantine);
                List<String> told = fridge.told();
                tell(world, events(name + "l", name, begin + 50, 20, 6));
                work(fridge.desk);
                assertThat(items(world, "proposed"))
                        .as("seed %d round %d", seed, round)
                        .isEmpty();
                assertThat(fridge.told()).isEqualTo(told);

                // It gets warm again, first with the database's desk and then with the one in memory.
                fridge.refresh();
                var outbox = new MemoryOutbox();
                var memory = new MemoryDeskStore(outbox, MemoryDeskStore.Limits.USUAL);
                memory.begin(fridge.mirror.seed().desk());
                var memoryDesk = new Desk(memory, "north", TARGETS, clock);
                tellBoth(fridge, memory, fridge.isAt(14, begin + 62, begin + 77));
                work(memoryDesk);
                work(fridge.desk);
                Set<String> undecided = undecided(world, name);
                assertThat(items(world, "proposed"))
                        .as("seed %d round %d", seed, round)
                        .containsExactlyElementsOf(undecided);
                again += undecided.size();
                UUID incident = UUID.fromString(world.texts("select id from incident order by started_at desc limit 1")
                        .getFirst());
                assertThat(decisions(memory, incident))
                        .as("seed %d round %d", seed, round)
                        .isEqualTo(decisions(fridge.store, incident));
                fridge.isAt(5, begin + 77, begin + 90);
                work(fridge.desk);
                decide(world, false);
                tell(world, emptied(world, name, begin + 110));
                work(fridge.desk);
            }
            // Or it would prove nothing.
            assertThat(renamed).isPositive();
            assertThat(again).isPositive();
        }
    }

    private static void tellBoth(Fridge fridge, MemoryDeskStore memory, List<Transition> concluded) {
        assertThat(memory.append("north", fridge.channel.id(), concluded)).isTrue();
    }

    private static List<Decision> decisions(DeskStore store, UUID incident) {
        return store.inTransaction(transaction -> transaction.decisions(incident));
    }

    private static List<String> items(StockWorld world, String state) {
        return world.texts(
                "select distinct i.handling_unit_id collate \"C\" from decision d join decision_item i on i.decision_id = d.id"
                        + " where d.state = '" + state + "' order by 1");
    }

    private void decide(StockWorld world, boolean quarantine) {
        var decisions = new DecisionLog(world.database, ActionOutbox.OWN);
        var ann = new DecisionLog.Person("ann", "operator");
        for (String id : world.texts("select id from decision where state = 'proposed'")) {
            if (quarantine) {
                decisions.approve(UUID.fromString(id), ann, null, null, clock.instant());
            } else {
                decisions.reject(UUID.fromString(id), ann, "no harm", null, clock.instant());
            }
        }
    }

    private List<Excursion> excursions(StockWorld world) {
        return world.database.read(
                connection -> Sql.list(
                        connection,
                        PostgresDeskTransaction::excursion,
                        "select * from excursion where incident_id = (select id from incident order by started_at desc limit 1)"));
    }

    private static boolean during(Sojourn sojourn, List<Excursion> excursions) {
        return "fridge-1".equals(sojourn.place())
                && excursions.stream()
                        .anyMatch(excursion -> sojourn.fromMicros() < end(excursion.endedMicros())
                                && excursion.startedMicros() < end(sojourn.toMicros()));
    }

    private static long end(@Nullable Long micros) {
        return micros == null ? Long.MAX_VALUE : micros;
    }

    private Map<String, Life> lives(StockWorld world, String name) {
        Map<String, Life> lives = world.database.read(connection -> LifeRows.of(
                connection,
                Sql.list(
                        connection,
                        row -> row.getString(1),
                        "select id from stock_carrier where starts_with(id, '" + name + "')")));
        lives.keySet().removeIf(one -> one.endsWith("box"));
        return lives;
    }

    /** Whose goods were in the fridge during the newest incident; declared ones that nobody touches are always there. */
    private Set<String> exposed(StockWorld world, String name) {
        List<Excursion> excursions = excursions(world);
        var exposed = new TreeSet<>(Set.of("hu-1"));
        lives(world, name).forEach((handlingUnit, life) -> {
            if (life.strands().stream()
                    .anyMatch(strand -> strand.sojourns().stream().anyMatch(one -> during(one, excursions)))) {
                exposed.add(handlingUnit);
            }
        });
        return exposed;
    }

    /** Of these, of whose goods some were exposed about which nobody decided, whatever they were called. */
    private Set<String> undecided(StockWorld world, String name) {
        List<Excursion> excursions = excursions(world);
        var decided = new HashSet<>(
                world.texts(
                        "select i.handling_unit_id from decision d join decision_item i on i.decision_id = d.id"
                                + " where d.state in ('approved', 'rejected') and d.incident_id = (select id from incident order by started_at desc limit 1)"));
        var undecided = new TreeSet<>(Set.of("hu-1"));
        undecided.removeAll(decided);
        lives(world, name).forEach((handlingUnit, life) -> {
            if (!decided.contains(handlingUnit)
                    && life.strands().stream().anyMatch(strand -> undecided(strand, excursions, decided))) {
                undecided.add(handlingUnit);
            }
        });
        return undecided;
    }

    private static boolean undecided(Strand strand, List<Excursion> excursions, Set<String> decided) {
        boolean exposed = false;
        for (Sojourn sojourn : strand.sojourns()) {
            exposed |= during(sojourn, excursions);
            if (exposed && decided.contains(sojourn.handlingUnit())) {
                return false;
            }
        }
        return exposed;
    }

    private static void tell(StockWorld world, List<StockEvent> events) {
        for (StockEvent event : events) {
            world.tell(event);
        }
    }

    private List<StockEvent> receipts(String name, int begin) {
        var receipts = new ArrayList<StockEvent>();
        for (String one : List.of("a", "b", "c")) {
            receipts.add(new StockEvent.Received(
                    name + one, StockWorld.at(begin), name + one, "lot-1", BigDecimal.valueOf(100), place()));
        }
        return receipts;
    }

    private String place() {
        return random.nextBoolean() ? "fridge-1" : StockWorld.PLACES.get(random.nextInt(StockWorld.PLACES.size()));
    }

    /** What may become of goods: they are split, merged, packed, made into others, and moved. */
    private List<StockEvent> events(String id, String name, int begin, int minutes, int count) {
        List<String> goods = List.of("a", "b", "c", "d", "e", "f", "g");
        var events = new ArrayList<StockEvent>();
        for (int i = 0; i < count; i++) {
            long time = StockWorld.at(begin + random.nextInt(minutes));
            int first = random.nextInt(goods.size());
            String one = name + goods.get(first);
            String other = name + goods.get((first + 1 + random.nextInt(goods.size() - 1)) % goods.size());
            BigDecimal quantity = BigDecimal.valueOf(1 + random.nextInt(50));
            switch (random.nextInt(8)) {
                case 0 -> events.add(new StockEvent.Merged(id + i, time, one, other));
                case 1 -> events.add(new StockEvent.Packed(id + i, time, one, name + "box"));
                case 2 -> events.add(new StockEvent.Moved(id + i, time, name + "box", place()));
                case 3 ->
                    events.add(new StockEvent.Transformed(
                            id + i, time, List.of(one), List.of(new StockEvent.Output(other, "lot-2", quantity))));
                case 4 -> events.add(new StockEvent.Moved(id + i, time, one, place()));
                default -> {
                    events.add(new StockEvent.Split(id + i, time, one, other, quantity));
                    if (random.nextBoolean()) {
                        events.add(new StockEvent.Moved(id + i + "m", time, other, place()));
                    }
                }
            }
        }
        return events;
    }

    /** Everything goes to where nobody measures, so that the next round is about its own goods. */
    private static List<StockEvent> emptied(StockWorld world, String name, int minute) {
        return world
                .texts("select handling_unit_id from movement where starts_with(handling_unit_id, '" + name
                        + "') and until = 'infinity' and to_unit_id is not null order by 1")
                .stream()
                .map(one -> (StockEvent) new StockEvent.Moved(one + "-out", StockWorld.at(minute), one, "dock"))
                .toList();
    }
}
