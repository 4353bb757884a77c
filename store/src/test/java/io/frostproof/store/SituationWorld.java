package io.frostproof.store;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
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
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.Batch;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Three nodes with a room each and more, lanes between them, and a dozen handling units. n1 has u1, u2 and a power device on g1; n2 has u3; n3, of the other region, has u4.
 */
final class SituationWorld {

    static final Instant NOW = TestStore.BEGIN.plus(Duration.ofHours(6));
    static final List<String> UNITS = List.of("u1", "u2", "u3", "u4");
    static final List<String> GOODS = List.of("m1", "m2", "m3", "m4", "m5", "m6");

    final Database database;
    final SituationReader reader;
    private long batches;

    SituationWorld(Database database) {
        this.database = database;
        reader = new SituationReader(database);
        new NetworkImporter(database).run(network(decisions()));
        for (String unit : UNITS) {
            readings(unit, -60, 360, 5, 0);
        }
    }

    static String node(String unit) {
        return switch (unit) {
            case "u3" -> "n2";
            case "u4" -> "n3";
            default -> "n1";
        };
    }

    static DecisionConfig decisions() {
        return new DecisionConfig(
                List.of(new TemperatureRange("chilled", "Chilled", 2, 8)),
                Map.of("u1", "chilled", "u2", "chilled", "u3", "chilled", "u4", "chilled"),
                List.of(capability("n1", 1000), capability("n2", 500), capability("n3", 300)),
                List.of(lane("n1-n2", "n1", "n2"), lane("n1-n3", "n1", "n3"), lane("n3-n2", "n3", "n2")),
                Map.of("r1", List.of("n3")),
                List.of(),
                Map.of("milk", new ProductRoom(new BigDecimal("0.5"), "bottles")),
                Map.of(),
                "EUR",
                null);
    }

    private static NodeCapability capability(String node, long litres) {
        return new NodeCapability(
                node,
                Map.of("chilled", litres),
                null,
                null,
                Schedule.ALWAYS,
                Duration.ofMinutes(10),
                false,
                null,
                Set.of(),
                0.01,
                new BigDecimal("0.1"),
                Duration.ofHours(4));
    }

    private static NetworkLane lane(String id, String from, String to) {
        return new NetworkLane(
                id,
                from,
                to,
                "Own lorry",
                Duration.ofHours(1),
                2,
                0.95,
                Duration.ofMinutes(30),
                Set.of("chilled"),
                BigDecimal.TEN,
                BigDecimal.ZERO,
                null);
    }

    static Network network(DecisionConfig decisions) {
        var tooWarm = new Condition(
                "too_warm", Level.WARNING, Quantity.TEMPERATURE, Operator.ABOVE, 8, Duration.ofMinutes(5), 0.5);
        var silent = new Condition(
                "no_data",
                Level.WARNING,
                Quantity.TEMPERATURE,
                new Measure.Missing(),
                Operator.ABOVE,
                0,
                Duration.ofMinutes(30),
                0,
                null,
                Schedule.ALWAYS);
        var mains =
                new Condition("mains_lost", Level.WARNING, Quantity.MAINS, Operator.BELOW, 1, Duration.ofMinutes(1), 0);
        var units = new ArrayList<Unit>();
        var devices = new ArrayList<Device>();
        for (String unit : UNITS) {
            units.add(new Unit(unit, node(unit), unit, UnitKind.COLD_ROOM, "fridge"));
            devices.add(device("p-" + unit, node(unit), "t1", Quantity.TEMPERATURE, MeasureUnit.CELSIUS, unit));
        }
        units.add(new Unit("g1", "n1", "Generator", UnitKind.GENERATOR, "power"));
        devices.add(device("p-g1", "n1", "mains", Quantity.MAINS, MeasureUnit.ONE, "g1"));
        var goods = new ArrayList<HandlingUnit>();
        var moves = new ArrayList<Movement>();
        List<String> where = List.of("u1", "u1", "u2", "u3", "u4", "u4");
        for (int i = 0; i < GOODS.size(); i++) {
            goods.add(new HandlingUnit(GOODS.get(i), "lot-m", new BigDecimal("100"), "bottles"));
            moves.add(new Movement(GOODS.get(i), TestStore.BEGIN, where.get(i)));
        }
        goods.add(new HandlingUnit("b1", "lot-b", BigDecimal.TEN, "boxes"));
        moves.add(new Movement("b1", TestStore.BEGIN, "u1"));
        return new Network(
                List.of(new Region("r1", "One"), new Region("r2", "Two")),
                List.of(
                        new Node("n1", "r1", "N1", NodeKind.COLD_STORE, ZoneId.of("UTC")),
                        new Node("n2", "r1", "N2", NodeKind.COLD_STORE, ZoneId.of("UTC")),
                        new Node("n3", "r2", "N3", NodeKind.COLD_STORE, ZoneId.of("UTC"))),
                List.of(
                        new StorageProfile("fridge", "Fridge", 2.0, 8.0, List.of(tooWarm, silent), "test"),
                        new StorageProfile("power", "Power", null, null, List.of(mains), "test")),
                units,
                devices,
                List.of(
                        new Product(
                                "milk",
                                "Milk",
                                "fridge",
                                new ProductFacts(
                                        "test",
                                        new ProductValue(new BigDecimal("2"), "EUR", "bottles"),
                                        null,
                                        null,
                                        null,
                                        List.of(new Allowance(
                                                "warm", Allowance.Side.WARM, 8, null, Duration.ofHours(12))),
                                        null)),
                        new Product("berries", "Berries", "fridge")),
                List.of(new Lot("lot-m", "milk", null), new Lot("lot-b", "berries", null)),
                goods,
                moves,
                List.of(),
                null,
                List.of(),
                DwellConfig.NONE,
                List.of(),
                decisions);
    }

    private static Device device(
            String id, String node, String channel, Quantity quantity, MeasureUnit unit, String place) {
        return new Device(
                id,
                node,
                Duration.ofMinutes(5),
                List.of(new Channel(
                        channel,
                        quantity,
                        unit,
                        Duration.ofMinutes(15),
                        List.of(new Placement(place, TestStore.BEGIN.minus(Duration.ofDays(1)), null)))));
    }

    /** One each five minutes, from and to minutes after the begin. */
    void readings(String unit, int from, int to, double celsius, double kelvinPerHour) {
        int channel = Objects.requireNonNull(database.read(connection -> Sql.first(
                connection, row -> row.getInt(1), "select id from channel where device_id = ?", "p-" + unit)));
        var readings = new ArrayList<Reading>();
        for (int minute = from; minute <= to; minute += 5) {
            long micros = Sql.micros(TestStore.BEGIN.plus(Duration.ofMinutes(minute)));
            double value = celsius + kelvinPerHour * (minute - from) / 60.0;
            readings.add(new Reading(channel, micros, value, Reading.GOOD, micros, 1, batches * 10_000 + minute + 60));
        }
        new PostgresReadingLog(database)
                .commit(new Batch(
                        ++batches,
                        TestStore.BEGIN,
                        1,
                        List.of(),
                        List.of(),
                        readings,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        Set.of()));
    }

    SituationSource.Read read() {
        return reader.read(NOW);
    }

    int sql(String sql, @Nullable Object... parameters) {
        return database.write(connection -> Sql.update(connection, sql, parameters));
    }

    /** An excursion that goes on, with its incident. */
    void open(String unit, String slot) {
        sql("""
                with i as (insert into incident (id, region_id, unit_id, slot, level, state, started_at, opened_at)
                           select gen_random_uuid(), n.region_id, u.id, ?, 'warning', 'open', ?, ? from unit u join node n on n.id = u.node_id where u.id = ? returning id)
                insert into excursion (id, channel_id, unit_id, slot, level, started_at, confirmed_at, unknown_s, worst_value, rule, incident_id, found_at, decided_at)
                select gen_random_uuid(), p.channel_id, p.unit_id, ?, 'warning', ?, ?, 0, 9, 'rule', i.id, ?, ? from placement p, i where p.unit_id = ?
                """, slot, NOW, NOW, unit, slot, NOW, NOW, NOW, NOW, unit);
    }

    /** One for milk from n1, which is open. */
    void order() {
        sql(
                "insert into customer_order values ('o1', 'milk', 150, 'bottles', 'n1', 'n2', ?, ?, 500, 'open', ?, 'ann')",
                NOW,
                NOW.plus(Duration.ofHours(5)),
                NOW);
    }

    void end(String unit, String slot) {
        sql("update excursion set ended_at = ? where unit_id = ? and slot = ?", NOW, unit, slot);
        sql("update incident set state = 'resolved' where unit_id = ? and slot = ?", unit, slot);
    }

    void declare(String node, String state) {
        sql(
                "insert into node_state (node_id, state, reason, told_at, told_by) values (?, ?, 'test', ?, 'ann')",
                node,
                state,
                NOW);
    }

    void declareLane(String lane, String state, @Nullable Instant until) {
        sql(
                "insert into lane_state (lane_id, state, until, reason, told_at, told_by) values (?, ?, ?::timestamptz, 'test', ?, 'ann')",
                lane,
                state,
                until,
                NOW);
    }

    /** @param unit null: it leaves the network */
    void move(String handlingUnit, @Nullable String unit, Instant time) {
        new MovementLog(database).record(handlingUnit, unit, time, time);
    }

    /** A decision about a handling unit, as others write them. */
    void decide(String handlingUnit, String disposition, String state, @Nullable String to, @Nullable String lane) {
        sql("""
                with p as (insert into plan (id, made_at, took_s, trigger, digest, policy_version, currency, expected_loss, loss_if_left, lower_bound, landed_cost, kept, unplannable)
                           values (gen_random_uuid(), ?, 0, 'test', 'x', 'plan-1', 'EUR', 0, 0, 0, 0, false, '[]') returning id),
                     d as (insert into decision (id, disposition, state, proposed_at, policy_version, evidence, decided_at, plan_id, to_node, lane_id, temperature_class)
                           select gen_random_uuid(), ?, ?, ?, 'plan-1', '{}', ?, p.id, ?, ?, ? from p returning id)
                insert into decision_item (decision_id, handling_unit_id) select d.id, ? from d
                """, NOW, disposition, state, NOW, NOW, to, lane, to == null ? null : "chilled", handlingUnit);
    }
}
