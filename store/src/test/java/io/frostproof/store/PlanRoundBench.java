package io.frostproof.store;

import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.DecisionConfig;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.DwellConfig;
import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Movement;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.NetworkLane;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.NodeCapability;
import io.frostproof.alerts.network.NodeKind;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.ProductFacts;
import io.frostproof.alerts.network.ProductRoom;
import io.frostproof.alerts.network.ProductValue;
import io.frostproof.alerts.network.Region;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.TemperatureRange;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.plan.Plan;
import io.frostproof.alerts.plan.PlanPolicy;
import io.frostproof.alerts.plan.Planner;
import io.frostproof.alerts.plan.solve.PriceSolver;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.testing.PostgresFlavour;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How long a whole round takes when 5 nodes of 25 go dark with 10,000 handling units of 20 products: reading the facts, planning, and keeping the plan with its decisions; then again with the
 * newest readings, which change every budget: {@code ./frostproof test store -Dtest=PlanRoundBench}. Not run with the other tests, since it holds nobody to anything.
 */
class PlanRoundBench {

    private static final int NODES = 25;
    private static final int DARK = 5;
    private static final int PRODUCTS = 20;
    private static final int GOODS = Integer.getInteger("bench.goods", 10_000);
    private static final Instant BEGIN = TestStore.BEGIN;
    private static final Instant NOW = BEGIN.plus(Duration.ofDays(7));

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void takes(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            database.becomeActive();
            new NetworkImporter(database).run(network());
            readings(database, BEGIN, NOW, 1);
            while (new Rollups(database).work(NOW)) {
                // Portion after portion.
            }
            System.out.println(database.flavour().title());
            var facts = new SituationReader(database);
            took("facts, nothing affected", () -> facts.read(NOW));
            for (int node = 0; node < DARK; node++) {
                String dark = "n" + node;
                database.write(connection -> Sql.update(
                        connection,
                        "insert into node_state (node_id, state, reason, told_at, told_by) values (?, 'dark', 'bench', ?, 'bench')",
                        dark,
                        NOW));
            }
            var log = new PlanLog(database, new DecisionLog(database, (connection, id, now) -> {}));
            Map<String, io.frostproof.alerts.plan.Told> before = null;
            for (int round = 0; round < 4; round++) {
                Instant now = NOW.plus(Duration.ofMinutes(5L * round));
                if (round > 0) {
                    readings(database, now.minus(Duration.ofMinutes(5)), now, 1 + round);
                }
                SituationSource.Read read = took("facts", () -> facts.read(now));
                took("facts, nothing has changed", () -> facts.read(now));
                var told = before;
                Plan plan = took(
                        "plan",
                        () -> new Planner(PlanPolicy.standard(), new PriceSolver()).plan(read.situation(), told));
                int number = round;
                took(
                        "keep",
                        () -> log.keep(
                                new PlanLog.Made(
                                        plan,
                                        List.of(),
                                        read.unplannable(),
                                        read.digest(),
                                        "round " + number,
                                        Duration.ZERO),
                                now));
                before = plan.told();
                System.out.printf(
                        Locale.ROOT,
                        "  %,d handling units, %,d not plannable, %,d move, %d decisions proposed%n",
                        plan.proposals().size(),
                        read.unplannable().size(),
                        plan.proposals().stream()
                                .filter(one -> one.route() != null)
                                .count(),
                        database.read(connection ->
                                Sql.number(connection, "select count(*) from decision where state = 'proposed'")));
            }
        }
    }

    private static <T> T took(String what, Supplier<T> work) {
        long processor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        T made = work.get();
        System.out.printf(
                Locale.ROOT,
                "  %s: %.2f s, of which %.2f s of this program's processor%n",
                what,
                (System.nanoTime() - begin) / 1e9,
                (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - processor) / 1e9);
        return made;
    }

    private static void readings(Database database, Instant from, Instant to, int batch) {
        List<Integer> channels = database.read(
                connection -> Sql.list(connection, row -> row.getInt(1), "select id from channel order by id"));
        var readings = new ArrayList<Reading>();
        for (Instant at = from; at.isBefore(to); at = at.plus(Duration.ofMinutes(5))) {
            for (int channel : channels) {
                long micros = Sql.micros(at);
                readings.add(new Reading(channel, micros, 5, Reading.GOOD, micros, 1, micros / 60_000_000));
            }
        }
        new PostgresReadingLog(database)
                .commit(new Batch(
                        batch, to, 1, List.of(), List.of(), readings, List.of(), List.of(), List.of(), List.of(),
                        Map.of(), Set.of()));
    }

    private static Network network() {
        var regions = new ArrayList<Region>();
        var nodes = new ArrayList<Node>();
        var units = new ArrayList<Unit>();
        var devices = new ArrayList<Device>();
        var capabilities = new ArrayList<NodeCapability>();
        var lanes = new ArrayList<NetworkLane>();
        var classes = new HashMap<String, String>();
        for (int node = 0; node < NODES; node++) {
            String id = "n" + node;
            String region = "r" + node / DARK;
            if (node % DARK == 0) {
                regions.add(new Region(region, region));
            }
            nodes.add(new Node(id, region, id, NodeKind.COLD_STORE, ZoneId.of("UTC")));
            units.add(new Unit("u" + node, id, "u" + node, UnitKind.COLD_ROOM, "fridge"));
            classes.put("u" + node, "chilled");
            devices.add(new Device(
                    "p" + node,
                    id,
                    Duration.ofMinutes(5),
                    List.of(new Channel(
                            "t1",
                            Quantity.TEMPERATURE,
                            MeasureUnit.CELSIUS,
                            Duration.ofMinutes(15),
                            List.of(new Placement("u" + node, BEGIN.minus(Duration.ofDays(1)), null))))));
            capabilities.add(new NodeCapability(
                    id,
                    // Of 20 nodes together 90 % of what has to go.
                    Map.of("chilled", node < DARK ? 1_000_000L : 45L * GOODS / (NODES - DARK)),
                    null,
                    null,
                    Schedule.ALWAYS,
                    Duration.ofMinutes(10),
                    false,
                    null,
                    Set.of(),
                    0.01,
                    new BigDecimal("0.1"),
                    Duration.ofHours(8 + node)));
            for (int other = DARK; node < DARK && other < NODES; other++) {
                lanes.add(new NetworkLane(
                        id + "-n" + other,
                        id,
                        "n" + other,
                        "Own lorry",
                        Duration.ofMinutes(20L * (other - node)),
                        2,
                        0.95,
                        Duration.ofMinutes(30),
                        Set.of("chilled"),
                        BigDecimal.TEN,
                        BigDecimal.ZERO,
                        null));
            }
        }
        var products = new ArrayList<Product>();
        var lots = new ArrayList<Lot>();
        var rooms = new HashMap<String, ProductRoom>();
        for (int product = 0; product < PRODUCTS; product++) {
            String id = "product-" + product;
            products.add(new Product(
                    id,
                    id,
                    "fridge",
                    new ProductFacts(
                            "bench",
                            new ProductValue(new BigDecimal(2 + product), "EUR", "boxes"),
                            null,
                            null,
                            null,
                            List.of(new Allowance("warm", Allowance.Side.WARM, 8, null, Duration.ofHours(2 + product))),
                            null)));
            lots.add(new Lot("lot-" + product, id, null));
            rooms.put(id, new ProductRoom(new BigDecimal("5"), "boxes"));
        }
        var goods = new ArrayList<HandlingUnit>();
        var moves = new ArrayList<Movement>();
        for (int i = 0; i < GOODS; i++) {
            goods.add(new HandlingUnit("h" + i, "lot-" + i % PRODUCTS, BigDecimal.TEN, "boxes"));
            moves.add(new Movement("h" + i, BEGIN, "u" + i % DARK));
        }
        return new Network(
                regions,
                nodes,
                List.of(new StorageProfile("fridge", "Fridge", 2.0, 8.0, List.of(), "bench")),
                units,
                devices,
                products,
                lots,
                goods,
                moves,
                List.of(),
                null,
                List.of(),
                DwellConfig.NONE,
                List.of(),
                new DecisionConfig(
                        List.of(new TemperatureRange("chilled", "Chilled", 2, 8)),
                        classes,
                        capabilities,
                        lanes,
                        Map.of(),
                        List.of(),
                        rooms,
                        Map.of(),
                        "EUR",
                        null));
    }
}
