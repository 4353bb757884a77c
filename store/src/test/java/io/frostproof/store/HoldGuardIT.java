package io.frostproof.store;

import static io.frostproof.store.StockWorld.at;
import static io.frostproof.store.StockWorld.moved;
import static io.frostproof.store.StockWorld.received;
import static io.frostproof.store.StockWorld.removed;
import static io.frostproof.store.StockWorld.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvent.Merged;
import io.frostproof.alerts.life.StockEvent.Packed;
import io.frostproof.alerts.life.StockEvent.Reason;
import io.frostproof.alerts.life.StockEvent.Received;
import io.frostproof.alerts.life.StockEvent.Removed;
import io.frostproof.alerts.life.StockEvent.Transformed;
import io.frostproof.alerts.life.StockEvent.Unpacked;
import io.frostproof.store.StockLog.Outcome;
import io.frostproof.testing.PostgresFlavour;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goods that are not available leave neither the network nor their node, whatever is told to make them. {@code h} is held from minute 15 on, {@code x} is not. Every kind of
 * event is tried; one that is not here fails.
 */
class HoldGuardIT {

    private static final UUID DECISION = UUID.fromString("00000000-0000-0000-0000-0000000000d1");
    private static final UUID TRANSFER = UUID.fromString("00000000-0000-0000-0000-0000000000d2");

    /** How goods might come to another node; each list is told at once, and refused. A removal has no place. */
    private static final Map<Class<?>, List<List<StockEvent>>> ELSEWHERE = Map.ofEntries(
            entry(
                    Received.class,
                    List.of(List.of(new Received("1", at(20), "h", "lot-1", BigDecimal.ONE, "far-dock")))),
            entry(StockEvent.Moved.class, List.of(List.of(moved("1", 20, "h", "far-dock")))),
            entry(
                    StockEvent.Split.class,
                    List.of(
                            List.of(split("1", 20, "h", "p", 4), moved("2", 21, "p", "far-dock")),
                            List.of(split("1", 20, "h", "p", 10), moved("2", 21, "p", "far-dock")))),
            entry(
                    Merged.class,
                    List.of(
                            List.of(moved("1", 20, "x", "far-dock"), new Merged("2", at(21), "x", "h")),
                            List.of(new Merged("1", at(20), "x", "h"), moved("2", 21, "x", "far-dock")))),
            entry(
                    Transformed.class,
                    List.of(
                            List.of(made("1", 20, "h", "o"), moved("2", 21, "o", "far-dock")),
                            List.of(
                                    moved("1", 20, "x", "far-dock"),
                                    new Transformed(
                                            "2",
                                            at(21),
                                            List.of("x", "h"),
                                            List.of(new StockEvent.Output("o", "lot-2", BigDecimal.TEN)))))),
            entry(
                    Packed.class,
                    List.of(
                            List.of(new Packed("1", at(20), "h", "box"), moved("2", 21, "box", "far-dock")),
                            List.of(
                                    new Packed("1", at(19), "x", "box"),
                                    moved("2", 20, "box", "far-dock"),
                                    new Packed("3", at(21), "h", "box")))),
            entry(
                    Unpacked.class,
                    List.of(List.of(
                            new Packed("1", at(16), "h", "box"),
                            moved("2", 17, "box", "far-dock"),
                            new Unpacked("3", at(20), "h")))),
            entry(Removed.class, List.of()));

    private static StockEvent made(String id, int minute, String from, String to) {
        return new Transformed(
                id, at(minute), List.of(from), List.of(new StockEvent.Output(to, "lot-2", BigDecimal.TEN)));
    }

    private static StockEvent disposed(String id, int minute, String handlingUnit, @Nullable BigDecimal quantity) {
        return new Removed(id, at(minute), handlingUnit, quantity, Reason.DISPOSED);
    }

    private @Nullable PlanWorld made;

    @BeforeEach
    void open() {
        made = new PlanWorld(PostgresFlavour.PLAIN);
    }

    @AfterEach
    void close() {
        Objects.requireNonNull(made).close();
    }

    private StockWorld world() {
        return Objects.requireNonNull(made).stock;
    }

    private void begin(List<StockEvent> before, String disposition) {
        for (String table : List.of(
                "movement",
                "stock_event",
                "stock_event_carrier",
                "stock_carrier",
                "decision_item",
                "handling_unit",
                "decision",
                "incident",
                "desk_queue")) {
            world().execute("delete from " + table);
        }
        world().tell(received("r1", 10, "h", 10), received("r2", 10, "x", 10));
        assertThat(world().tell(before)).isInstanceOf(Outcome.Recorded.class);
        world().execute(
                        "insert into incident (id, region_id, unit_id, slot, level, state, started_at, opened_at) values"
                                + " ('00000000-0000-0000-0000-0000000000a1', 'north', 'dock', 'too_warm', 'critical', 'open', now(), now())");
        decision(DECISION, word(disposition), null);
        world().execute("update handling_unit set disposition = '" + disposition + "', held_by = '" + DECISION
                + "' where id = 'h'");
    }

    private static String word(String disposition) {
        return switch (disposition) {
            case "held" -> "hold";
            case "quarantined" -> "quarantine";
            default -> "discard";
        };
    }

    private void decision(UUID id, String disposition, @Nullable String toNode) {
        world().execute(
                        "insert into decision (id, incident_id, disposition, state, proposed_at, policy_version, evidence, decided_at, decided_by, from_node, to_node)"
                                + " values ('" + id + "', '00000000-0000-0000-0000-0000000000a1', '" + disposition
                                + "', 'approved', now(), '1', '{}', '" + Sql.instant(at(15)) + "', 'ann', 'hub', "
                                + (toNode == null ? "null" : "'" + toNode + "'") + ")");
        world().execute("insert into decision_item (decision_id, handling_unit_id) values ('" + id + "', 'h')");
    }

    private void assertRefused(Outcome outcome, Object what) {
        assertThat(outcome).as("%s", what).isInstanceOf(Outcome.Barred.class);
        assertThat(((Outcome.Barred) outcome).decision()).as("%s", what).isEqualTo(DECISION);
        assertThat(((Outcome.Barred) outcome).text()).as("%s", what).contains(DECISION.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"held", "quarantined", "discarded"})
    void noKindOfEventLetsItOutOfTheNetwork(String disposition) {
        for (Class<?> kind : StockEvent.class.getPermittedSubclasses()) {
            List<StockQuarantineIT.Way> ways = StockQuarantineIT.WAYS.get(kind);
            assertThat(ways).as("ways out by %s", kind).isNotNull().isNotEmpty();
            for (StockQuarantineIT.Way way : Objects.requireNonNull(ways)) {
                begin(way.before(), disposition);
                var all = new ArrayList<>(way.prepares());
                all.add(way.leaves());
                assertRefused(world().tell(all), way);
                assertThat(world().tell(way.prepares())).as("%s", way).isInstanceOf(Outcome.Recorded.class);
                assertRefused(world().tell(way.leaves()), way);
                // Whatever has goods of it is as held as it is.
                assertThat(world().texts("select id from handling_unit where disposition not in ('available', '"
                                + disposition + "') or (held_by is null) <> (disposition = 'available')"))
                        .as("%s", way)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"held", "quarantined", "discarded"})
    void noKindOfEventTakesItToAnotherNode(String disposition) {
        for (Class<?> kind : StockEvent.class.getPermittedSubclasses()) {
            List<List<StockEvent>> ways = ELSEWHERE.get(kind);
            assertThat(ways).as("ways elsewhere by %s", kind).isNotNull();
            for (List<StockEvent> way : Objects.requireNonNull(ways)) {
                begin(List.of(), disposition);
                List<String> before = world().follows("");
                Outcome outcome = world().tell(way);
                assertRefused(outcome, way);
                assertThat(((Outcome.Barred) outcome).text())
                        .contains("cannot go from node 'hub' to node 'far'", "is " + disposition);
                assertThat(world().follows("")).isEqualTo(before);
            }
        }
    }

    @Test
    void insideItsNodeItMoves() {
        for (String disposition : List.of("held", "quarantined", "discarded")) {
            begin(List.of(), disposition);
            assertThat(world().tell(
                                    moved("1", 20, "h", "shelf"),
                                    new Packed("2", at(21), "h", "box"),
                                    moved("3", 22, "box", "lorry"),
                                    split("4", 23, "h", "p", 1),
                                    moved("5", 24, "p", "dock")))
                    .isInstanceOf(Outcome.Recorded.class);
            assertThat(world().texts("select id from handling_unit where disposition = '" + disposition
                            + "' order by id"))
                    .containsExactly("h", "p");
        }
    }

    @Test
    void whatWasToldLateOfATimeBeforeTheHoldIsTakenAsItWas() {
        begin(List.of(), "quarantined");
        assertThat(world().tell(moved("1", 12, "h", "far-dock"))).isInstanceOf(Outcome.Recorded.class);
        assertThat(world().tell(moved("2", 20, "h", "far-dock"))).isInstanceOf(Outcome.Recorded.class);
        assertRefused(world().tell(moved("3", 21, "h", "dock")), "back");
    }

    @Test
    void aTransferTakesItToThatNodeOnce() {
        begin(List.of(), "quarantined");
        decision(TRANSFER, "transfer", "far");
        assertRefused(world().tell(moved("1", 20, "h", "near-dock")), "another node");
        assertThat(world().tell(moved("1", 20, "h", "far-dock"))).isInstanceOf(Outcome.Recorded.class);
        assertThat(world().texts("select disposition from handling_unit where id = 'h'"))
                .containsExactly("quarantined");
        assertRefused(world().tell(moved("2", 21, "h", "near-dock")), "onward");
        assertRefused(world().tell(moved("2", 21, "h", "dock")), "back");
        assertRefused(world().tell(removed("2", 21, "h")), "out");
        world().execute("update decision set state = 'reverted' where id = '" + TRANSFER + "'");
        assertThat(world().tell(split("3", 22, "h", "p", 1))).isInstanceOf(Outcome.Recorded.class);
    }

    @Test
    void onItsWayItIsInAVehicle() {
        world().execute("insert into unit (id, node_id, name, kind) values ('truck', 'near', 'Truck', 'reefer')");
        begin(List.of(), "held");
        assertRefused(world().tell(moved("1", 20, "h", "truck")), "without a decision");
        decision(TRANSFER, "transfer", "far");
        assertThat(world().tell(moved("1", 20, "h", "truck"))).isInstanceOf(Outcome.Recorded.class);
        assertRefused(world().tell(moved("2", 21, "h", "near-dock")), "to the node of the vehicle");
        assertThat(world().tell(moved("2", 21, "h", "dock"))).isInstanceOf(Outcome.Recorded.class);
        assertThat(world().tell(moved("3", 22, "h", "truck"), moved("4", 23, "h", "far-dock")))
                .isInstanceOf(Outcome.Recorded.class);
        assertRefused(world().tell(moved("5", 24, "h", "truck")), "it has arrived");
    }

    @Test
    void discardedGoodsAreDisposedOfAndNothingElse() {
        begin(List.of(), "discarded");
        assertThat(world().tell(
                                disposed("1", 20, "h", BigDecimal.ONE),
                                split("2", 21, "h", "p", 2),
                                new Packed("3", at(22), "p", "bin"),
                                disposed("4", 23, "bin", null)))
                .isInstanceOf(Outcome.Recorded.class);
        assertRefused(world().tell(new Removed("5", at(24), "h", null, Reason.CONSUMED)), "consumed");
        assertRefused(world().tell(new Removed("5", at(24), "h", null, Reason.RETURNED)), "returned");
        assertThat(world().tell(disposed("5", 24, "h", null))).isInstanceOf(Outcome.Recorded.class);
        for (String weaker : List.of("held", "quarantined")) {
            begin(List.of(), weaker);
            assertRefused(world().tell(disposed("1", 20, "h", null)), weaker);
        }
    }

    @Test
    void theStrictestOfWhatIsInItCounts() {
        begin(List.of(), "discarded");
        world().execute("update handling_unit set disposition = 'held' where id = 'x'");
        assertThat(world().tell(split("1", 20, "h", "p", 1), new Merged("2", at(21), "x", "p")))
                .isInstanceOf(Outcome.Recorded.class);
        assertThat(world().texts("select disposition from handling_unit where id = 'x'"))
                .containsExactly("discarded");
    }

    @Test
    void voidingAnEventTakesItNowhere() {
        begin(List.of(new Packed("1", at(11), "h", "box"), new Unpacked("2", at(12), "h")), "held");
        assertThat(world().tell(moved("3", 20, "box", "far-dock"))).isInstanceOf(Outcome.Recorded.class);
        assertThat(world().log.withdraw("2", "no", null, StockWorld.NOW))
                .isInstanceOfSatisfying(StockLog.Withdrawal.Barred.class, barred -> {
                    assertThat(barred.decision()).isEqualTo(DECISION);
                    assertThat(barred.event()).isEqualTo("3");
                });
    }
}
