package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.disposition.Reason;
import io.frostproof.alerts.disposition.Soundness;
import io.frostproof.alerts.plan.OrderPlanner;
import io.frostproof.alerts.plan.PlanPolicy;
import io.frostproof.alerts.plan.Planner;
import io.frostproof.alerts.plan.facts.AffectedUnit;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.solve.PriceSolver;
import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The facts of a plan, out of a real database. */
class SituationIT {

    private final Database database = TestStore.open(PostgresFlavour.PLAIN);
    private final SituationWorld world = new SituationWorld(database);

    @BeforeEach
    void nothingIsTheMatter() {
        assertThat(world.read().situation().units()).isEmpty();
        assertThat(world.read().unplannable()).isEmpty();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static List<String> affected(SituationSource.Read read) {
        return read.situation().units().stream().map(AffectedUnit::handlingUnit).toList();
    }

    private AffectedUnit unit(String handlingUnit) {
        return world.read().situation().units().stream()
                .filter(unit -> unit.handlingUnit().equals(handlingUnit))
                .findFirst()
                .orElseThrow();
    }

    private Site site(String node) {
        return world.read().situation().sites().stream()
                .filter(site -> site.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private long room(String node) {
        return site(node).capacities().getFirst().steps().getFirst().litres();
    }

    @Test
    void goodsInAUnitWithAnOpenExcursionAreAffected() {
        world.open("u1", "too_warm");
        SituationSource.Read read = world.read();
        assertThat(affected(read)).containsExactly("b1", "m1", "m2");
        assertThat(unit("b1").value()).as("no move of it can be weighed").isZero();
        assertThat(read.unplannable()).singleElement().satisfies(one -> {
            assertThat(one.handlingUnit()).isEqualTo("b1");
            assertThat(one.missing()).isEqualTo("litres");
            assertThat(one.detail()).contains("berries").contains("boxes");
        });
        AffectedUnit milk = unit("m1");
        assertThat(milk.litres()).isEqualTo(50);
        assertThat(milk.value()).isEqualTo(200);
        assertThat(milk.judgement().soundness()).isEqualTo(Soundness.SOUND);
        world.end("u1", "too_warm");
        assertThat(affected(world.read())).isEmpty();
    }

    @Test
    void whatIsTheMatterWithADeviceAffectsNoGoods() {
        world.open("u1", "no_data");
        assertThat(affected(world.read())).isEmpty();
    }

    /** Milk has no allowance for cold, so more than 15 min of unknown time leave it in doubt; a reading stands for 15 min. */
    @Test
    void whereAThermometerIsSilentGoodsAreAffectedOnceTheyMayHaveComeToHarm() {
        world.open("u1", "no_data");
        SituationSource.Read sound = world.reader.read(SituationWorld.NOW.plus(Duration.ofMinutes(30)));
        assertThat(affected(sound)).isEmpty();
        assertThat(sound.unplannable()).isEmpty();

        Instant later = SituationWorld.NOW.plus(Duration.ofMinutes(31));
        SituationSource.Read unknown = world.reader.read(later);

        assertThat(affected(unknown))
                .as("in u2 nobody has said that it is silent")
                .containsExactly("b1", "m1", "m2");
        assertThat(unknown.situation().units()).allSatisfy(unit -> {
            assertThat(unit.judgement().soundness()).isEqualTo(Soundness.UNKNOWN);
            assertThat(unit.judgement().reasons()).extracting(Reason::code).contains("may-have-been-too-cold");
            assertThat(unit.rundown().timeToBreach())
                    .as("nothing is known to be the matter")
                    .isNull();
        });
        assertThat(unknown.unplannable())
                .extracting(SituationSource.Unplannable::handlingUnit)
                .containsExactly("b1");
        assertThat(unknown.digest()).isNotEqualTo(sound.digest());

        // The device had kept its readings.
        world.readings("u1", 365, 390, 5, 0);
        assertThat(affected(world.reader.read(later))).isEmpty();
    }

    @Test
    void goodsThatSomebodyLetGoInTheSilenceAreNotAskedAboutAgain() {
        world.open("u1", "no_data");
        Instant later = SituationWorld.NOW.plus(Duration.ofHours(13));
        assertThat(affected(world.reader.read(later))).containsExactly("b1", "m1", "m2");
        world.decide("m1", "release", "approved", null, null);
        assertThat(affected(world.reader.read(later.plusSeconds(5)))).containsExactly("b1", "m2");
        // One that came before anybody knew of the silence says nothing about it.
        world.sql("update decision set decided_at = ?", TestStore.BEGIN);
        assertThat(affected(world.reader.read(later.plusSeconds(10)))).containsExactly("b1", "m1", "m2");
    }

    @Test
    void whatIsSoundWhereAThermometerIsSilentServesOrders() {
        world.order();
        world.open("u1", "no_data");
        assertThat(world.read().situation().supplies())
                .extracting(supply -> supply.node() + ' ' + supply.quantity())
                .containsExactly("n1 300", "n2 100", "n3 200");
    }

    @Test
    void aNodeWithoutMainsIsDarkUnlessItHasBackupPower() {
        world.open("g1", "mains_lost");
        assertThat(affected(world.read())).containsExactly("m1", "m2", "m3");
        assertThat(site("n1").dark()).isTrue();
        world.sql("update node_capability set backup_power = true where node_id = 'n1'");
        assertThat(affected(world.read())).isEmpty();
        world.declare("n1", "dark");
        assertThat(affected(world.read())).containsExactly("m1", "m2", "m3");
        world.declare("n1", "well");
        assertThat(affected(world.read())).isEmpty();
    }

    @Test
    void timeToBreachIsZeroOutOfTheBandElseByTheTrendElseAssumed() {
        world.declare("n1", "dark");
        assertThat(unit("m1").rundown().timeToBreach()).isEqualTo(Duration.ofMinutes(30));
        assertThat(unit("m1").rundown().budgetLeft()).isEqualTo(Duration.ofHours(12));
        assertThat(unit("m1").rundown().meanRepair()).isEqualTo(Duration.ofHours(4));

        // From 5 °C at 330 min by 2 K/h to 6 °C at 360 min: an hour more to 8 °C.
        world.sql(
                "delete from reading where channel_id = (select id from channel where device_id = 'p-u1') and time > ?",
                TestStore.BEGIN.plus(Duration.ofMinutes(326)));
        world.readings("u1", 330, 360, 5, 2);
        assertThat(unit("m1").rundown().timeToBreach()).isEqualTo(Duration.ofHours(1));

        world.readings("u2", 361, 362, 9, 0);
        assertThat(world.reader.read(SituationWorld.NOW.plus(Duration.ofMinutes(2))).situation().units().stream()
                        .filter(unit -> unit.place().equals("u2"))
                        .map(unit -> unit.rundown().timeToBreach()))
                .containsExactly(Duration.ZERO);

        // No reading stands any more: nobody knows how warm it is.
        Instant later = SituationWorld.NOW.plus(Duration.ofHours(2));
        assertThat(world.reader.read(later).situation().units())
                .allSatisfy(unit -> assertThat(unit.rundown().timeToBreach()).isZero())
                .hasSize(3);
    }

    @Test
    void goodsUnderHoldAreAffectedWhereverTheyAre() {
        world.sql("update handling_unit set disposition = 'quarantined' where id = 'm4'");
        assertThat(affected(world.read())).containsExactly("m4");
        assertThat(unit("m4").held()).isTrue();
        assertThat(unit("m4").rundown().timeToBreach()).isNull();
        world.sql("update handling_unit set disposition = 'discarded' where id = 'm4'");
        assertThat(affected(world.read())).isEmpty();
    }

    @Test
    void whatAPlanProposedIsNoFactOfTheNext() {
        String before = world.read().digest();
        world.decide("m4", "hold", "proposed", null, null);
        assertThat(affected(world.read())).isEmpty();
        assertThat(world.read().digest()).isEqualTo(before);
    }

    @Test
    void anApprovedTransferTakesRoomWhereItGoesAndIsPlannedAnewWhenItCannotGoThere() {
        world.declare("n1", "dark");
        long free = room("n2");
        world.decide("m1", "transfer", "approved", "n2", "n1-n2");
        assertThat(affected(world.read())).containsExactly("m2", "m3");
        assertThat(room("n2")).isEqualTo(free - 50);

        world.declareLane("n1-n2", "closed", null);
        assertThat(unit("m1").inboundTo()).isEqualTo("n2");
        assertThat(unit("m1").plannedLane()).isEqualTo("n1-n2");
        assertThat(room("n2")).isEqualTo(free);

        world.declareLane("n1-n2", "open", null);
        world.move("m1", "u3", SituationWorld.NOW);
        assertThat(affected(world.read())).containsExactly("m2", "m3");
        assertThat(room("n2")).isEqualTo(free - 50);
    }

    @Test
    void aShipmentToADarkNodeCanBeTurned() {
        world.sql(
                "insert into shipment values ('s1', 'n1-n3', 'n1', 'n3', ?, ?, null, 'under_way', ?, 'ann')",
                SituationWorld.NOW.minus(Duration.ofMinutes(10)),
                SituationWorld.NOW.plus(Duration.ofMinutes(50)),
                SituationWorld.NOW);
        world.sql("insert into shipment_item values ('s1', 'm1')");
        assertThat(affected(world.read())).isEmpty();
        assertThat(room("n3")).isEqualTo(300 - 100 - 50);
        world.declare("n3", "dark");
        assertThat(affected(world.read())).containsExactly("m1", "m5", "m6");
        assertThat(unit("m1").node()).isEqualTo("n1");
        assertThat(unit("m1").inboundTo()).isEqualTo("n3");
        assertThat(unit("m1").rundown().timeToBreach()).isEqualTo(Duration.ofMinutes(50));
    }

    @Test
    void ordersAreServedFromWhatIsFreeAndSound() {
        world.order();
        assertThat(world.read().situation().supplies())
                .extracting(supply -> supply.node() + ' ' + supply.quantity())
                .containsExactly("n1 300", "n2 100", "n3 200");
        world.declare("n1", "dark");
        world.sql("update handling_unit set disposition = 'held' where id = 'm5'");
        var read = world.read();
        assertThat(read.situation().supplies())
                .extracting(supply -> supply.node() + ' ' + supply.quantity())
                .containsExactly("n2 100", "n3 100");
        assertThat(read.situation().orders()).hasSize(1);
        assertThat(new OrderPlanner(new PriceSolver()).plan(read.situation())).hasSize(1);
    }

    @Test
    void aPopUpTakesGoodsFromItsOpeningOnAndNoneInItsLastDays() {
        Instant opens = SituationWorld.NOW.plus(Duration.ofDays(2));
        world.sql("update node_capability set opens_at = ? where node_id = 'n3'", opens);
        assertThat(site("n3").capacities().getFirst().steps().getFirst().fromMicros())
                .isEqualTo(Sql.micros(opens));
        world.sql(
                "update node_capability set opens_at = null, closes_at = ? where node_id = 'n3'",
                SituationWorld.NOW.plus(Duration.ofDays(8)));
        assertThat(site("n3").capacities()).hasSize(1);
        world.sql(
                "update node_capability set closes_at = ? where node_id = 'n3'",
                SituationWorld.NOW.plus(Duration.ofDays(6)));
        assertThat(site("n3").capacities()).isEmpty();
    }

    @Test
    void docksHaveTheShiftsOfTheirTimeZone() {
        world.sql(
                "update node_capability set dock_hours = '[{\"days\": [\"thu\"], \"from_minute\": 300, \"to_minute\": 600}]' where node_id = 'n2'");
        // The first of January 2026 is a Thursday, and it is six in the morning.
        assertThat(site("n2").dockHours())
                .extracting(span -> Sql.instant(span.fromMicros()) + "/" + Sql.instant(span.toMicros()))
                .containsExactly(
                        "2026-01-01T06:00:00Z/2026-01-01T10:00:00Z",
                        "2026-01-08T05:00:00Z/2026-01-08T10:00:00Z",
                        "2026-01-15T05:00:00Z/2026-01-15T10:00:00Z");
    }

    private record Step(String what, boolean matters, Consumer<SituationWorld> step) {}

    @Test
    void theDigestChangesIfAndOnlyIfAFactDoes() {
        world.declare("n1", "dark");
        List<Step> steps = List.of(
                new Step("a lane is slow", true, w -> w.declareLane("n1-n2", "slow", null)),
                new Step("said again", false, w -> w.declareLane("n1-n2", "slow", null)),
                new Step("until a time that is past", true, w -> w.declareLane("n1-n2", "slow", SituationWorld.NOW)),
                new Step("a lane that nobody affected is at", false, w -> w.declareLane("n3-n2", "closed", null)),
                new Step("a price", true, w -> w.sql("update lane set cost_per_unit = 11 where id = 'n1-n3'")),
                new Step("room", true, w -> w.sql("update node_capacity set litres = 501 where node_id = 'n2'")),
                new Step("stock takes room", true, w -> w.move("m6", "u3", SituationWorld.NOW)),
                new Step("a reading elsewhere", false, w -> w.readings("u4", 361, 361, 6, 0)),
                new Step(
                        "an incident is acknowledged",
                        false,
                        w -> w.sql(
                                "insert into disruption values ('d', 'node', 'n1', 'f', 'l', 'd', 'b', 'd', 'e', '{a}')")),
                new Step(
                        "goods are held",
                        true,
                        w -> w.sql("update handling_unit set disposition = 'held' where id = 'm1'")),
                new Step(
                        "goods are worth more",
                        true,
                        w -> w.sql("update product set value_amount = 3 where id = 'milk'")),
                new Step(
                        "a fact is missing",
                        true,
                        w -> w.sql("update product set litres_per_unit = null, litres_unit = null where id = 'milk'")),
                new Step(
                        "it is there again",
                        true,
                        w -> w.sql(
                                "update product set litres_per_unit = 0.5, litres_unit = 'bottles' where id = 'milk'")),
                new Step(
                        "an authorisation",
                        true,
                        w -> w.sql("update product set authorisations = '{x}' where id = 'milk'")),
                new Step("a fallback is gone", true, w -> w.sql("delete from region_fallback")),
                new Step("somewhere else is dark", true, w -> w.declare("n3", "dark")),
                new Step("it was said why", false, w -> w.declare("n3", "dark")),
                new Step("all is well", true, w -> {
                    w.declare("n1", "well");
                    w.declare("n3", "well");
                }));
        String digest = world.read().digest();
        for (Step step : steps) {
            step.step().accept(world);
            String next = world.read().digest();
            assertThat(!next.equals(digest)).as(step.what()).isEqualTo(step.matters());
            digest = next;
        }
    }

    @Test
    void theDigestDoesNotChangeWithTheClock() {
        world.declare("n1", "dark");
        world.open("u4", "too_warm");
        world.readings("u4", 361, 361, 9, 0);
        Instant first = SituationWorld.NOW.plus(Duration.ofMinutes(2));
        assertThat(world.reader.read(first.plus(Duration.ofMinutes(5))).digest())
                .isEqualTo(world.reader.read(first).digest());
    }

    /** Whatever happens, who is affected is planned for or said to be unplannable, and nobody else is; and what was undone is as it was. */
    @Test
    void nothingAffectedIsSilentlyDropped() {
        for (long seed = 1; seed <= 3; seed++) {
            random(new Random(seed));
        }
    }

    private void random(Random random) {
        Set<String> dark = new HashSet<>();
        Set<String> open = new HashSet<>();
        Set<String> held = new HashSet<>();
        Map<String, String> where = new HashMap<>();
        world.database.read(connection -> Sql.list(
                connection,
                row -> where.put(row.getString(1), row.getString(2)),
                "select handling_unit_id, to_unit_id from movement where until = 'infinity'"));
        List<String> all = new ArrayList<>(new TreeSet<>(where.keySet()));
        var planner = new Planner(PlanPolicy.standard(), new PriceSolver());
        for (int i = 0; i < 40; i++) {
            switch (random.nextInt(5)) {
                case 0 -> {
                    String node = "n" + (1 + random.nextInt(3));
                    world.declare(node, dark.add(node) ? "dark" : "well");
                    if (!node(node)) {
                        dark.remove(node);
                    }
                }
                case 1 -> {
                    String unit = SituationWorld.UNITS.get(random.nextInt(4));
                    if (open.add(unit)) {
                        world.open(unit, "too_warm");
                    } else {
                        open.remove(unit);
                        world.end(unit, "too_warm");
                        world.sql("delete from excursion where unit_id = ?", unit);
                    }
                }
                case 2 -> {
                    String goods = all.get(random.nextInt(all.size()));
                    boolean now = held.add(goods) || !held.remove(goods);
                    world.sql(
                            "update handling_unit set disposition = ? where id = ?",
                            now ? "quarantined" : "available",
                            goods);
                }
                case 3 ->
                    world.declareLane(
                            List.of("n1-n2", "n1-n3", "n3-n2").get(random.nextInt(3)),
                            List.of("open", "slow", "closed").get(random.nextInt(3)),
                            null);
                default ->
                    world.sql(
                            "update node_capacity set litres = ? where node_id = ?",
                            (long) random.nextInt(800),
                            "n" + (1 + random.nextInt(3)));
            }
            Set<String> expected = new TreeSet<>();
            where.forEach((goods, unit) -> {
                if (held.contains(goods) || open.contains(unit) || dark.contains(SituationWorld.node(unit))) {
                    expected.add(goods);
                }
            });
            SituationSource.Read read = world.read();
            Set<String> found = new TreeSet<>(affected(read));
            read.unplannable().forEach(one -> found.add(one.handlingUnit()));
            assertThat(found).isEqualTo(expected);
            assertThat(planner.plan(read.situation()).proposals())
                    .hasSize(affected(read).size());
            assertThat(world.read().digest()).isEqualTo(read.digest());
        }
        // Back to how it was, for the next seed.
        dark.forEach(node -> world.declare(node, "well"));
        open.forEach(unit -> world.end(unit, "too_warm"));
        world.sql("delete from excursion");
        world.sql("update handling_unit set disposition = 'available'");
        assertThat(affected(world.read())).isEmpty();
    }

    private boolean node(String node) {
        return world.database.read(connection -> "dark"
                .equals(Sql.first(
                        connection,
                        row -> row.getString(1),
                        "select state from node_state where node_id = ? order by id desc limit 1",
                        node)));
    }
}
