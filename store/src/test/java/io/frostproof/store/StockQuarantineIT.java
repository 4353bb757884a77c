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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Quarantined goods do not leave the network, whatever is told to make them. {@code h} is quarantined, {@code x} is not. */
class StockQuarantineIT {

    private static final UUID DECISION = UUID.fromString("00000000-0000-0000-0000-0000000000d1");

    /**
     * Ways out that a kind of event may seem to open.
     *
     * @param before on record before the quarantine
     * @param prepares harmless by itself, and recorded
     * @param leaves refused
     */
    record Way(List<StockEvent> before, List<StockEvent> prepares, StockEvent leaves) {}

    /** For each kind of event. A kind that is not here fails the test: think of how goods could leave by it. */
    static final Map<Class<?>, List<Way>> WAYS = Map.ofEntries(
            entry(StockEvent.Received.class, List.of(way(List.of(received("1", 20, "h", 5)), removed("2", 30, "h")))),
            entry(StockEvent.Moved.class, List.of(way(List.of(moved("1", 20, "h", "lorry")), removed("2", 30, "h")))),
            entry(
                    StockEvent.Split.class,
                    List.of(
                            way(List.of(split("1", 20, "h", "p", 4)), removed("2", 30, "p")),
                            way(List.of(split("1", 20, "h", "p", 10)), removed("2", 30, "p")),
                            way(
                                    List.of(split("1", 20, "h", "p", 10), split("2", 21, "p", "q", 3)),
                                    removed("3", 30, "q")),
                            // The part left before anybody told that it was one.
                            new Way(List.of(removed("1", 30, "x")), List.of(), split("2", 20, "h", "x", 1)))),
            entry(
                    Merged.class,
                    List.of(
                            way(List.of(new Merged("1", at(20), "x", "h")), removed("2", 30, "x")),
                            way(List.of(new Merged("1", at(20), "x", "h")), partly("2", 30, "x")))),
            entry(
                    Transformed.class,
                    List.of(
                            way(List.of(made("1", 20, "h", "o")), removed("2", 30, "o")),
                            way(List.of(made("1", 20, "h", "o"), made("2", 21, "o", "oo")), removed("3", 30, "oo")))),
            entry(
                    Packed.class,
                    List.of(
                            way(List.of(new Packed("1", at(20), "h", "box")), removed("2", 30, "box")),
                            way(
                                    List.of(
                                            new Packed("1", at(20), "h", "box"),
                                            new Packed("2", at(21), "box", "pallet")),
                                    removed("3", 30, "pallet")),
                            new Way(
                                    List.of(new Packed("1", at(15), "x", "box"), removed("2", 30, "box")),
                                    List.of(),
                                    new Packed("3", at(20), "h", "box")))),
            entry(
                    Unpacked.class,
                    List.of(new Way(
                            List.of(new Packed("1", at(15), "h", "box")),
                            List.of(new Unpacked("2", at(20), "h")),
                            removed("3", 30, "h")))),
            entry(Removed.class, List.of(way(List.of(), removed("1", 30, "h")), way(List.of(), partly("1", 30, "h")))));

    private static Way way(List<StockEvent> prepares, StockEvent leaves) {
        return new Way(List.of(), prepares, leaves);
    }

    private static StockEvent partly(String id, int minute, String handlingUnit) {
        return new Removed(id, at(minute), handlingUnit, BigDecimal.ONE, StockEvent.Reason.CONSUMED);
    }

    private static StockEvent made(String id, int minute, String from, String to) {
        return new Transformed(
                id, at(minute), List.of(from), List.of(new StockEvent.Output(to, "lot-2", BigDecimal.TEN)));
    }

    private @Nullable StockWorld made;

    @AfterEach
    void close() {
        if (made != null) {
            made.close();
        }
    }

    private StockWorld world() {
        return Objects.requireNonNull(made);
    }

    private void begin(PostgresFlavour flavour) {
        if (made == null) {
            made = new StockWorld(flavour);
        }
        for (String table : List.of(
                "movement",
                "stock_event_carrier",
                "stock_event",
                "stock_carrier",
                "decision_item",
                "handling_unit",
                "decision",
                "incident",
                "desk_queue")) {
            world().execute("delete from " + table);
        }
        world().tell(received("r1", 10, "h", 10), received("r2", 10, "x", 10));
    }

    private void quarantine() {
        world().execute("update handling_unit set disposition = 'quarantined' where id = 'h'");
        world().execute(
                        "insert into incident (id, region_id, unit_id, slot, level, state, started_at, opened_at) values"
                                + " ('00000000-0000-0000-0000-0000000000a1', 'north', 'dock', 'too_warm', 'critical', 'open', now(), now())");
        world().execute(
                        "insert into decision (id, incident_id, disposition, state, proposed_at, policy_version, evidence, decided_at, decided_by)"
                                + " values ('" + DECISION
                                + "', '00000000-0000-0000-0000-0000000000a1', 'quarantine', 'approved', now(), '1', '{}', now(), 'ann')");
        world().execute("insert into decision_item values ('" + DECISION + "', 'h')");
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void noKindOfEventLetsItOut(PostgresFlavour flavour) {
        for (Class<?> kind : StockEvent.class.getPermittedSubclasses()) {
            List<Way> ways = WAYS.get(kind);
            assertThat(ways).as("ways out by %s", kind).isNotNull().isNotEmpty();
            for (Way way : Objects.requireNonNull(ways)) {
                begin(flavour);
                tryIt(way);
            }
        }
    }

    private void tryIt(Way way) {
        assertThat(world().tell(way.before())).isInstanceOf(Outcome.Recorded.class);
        quarantine();
        List<String> before = world().follows("");
        var all = new ArrayList<>(way.prepares());
        all.add(way.leaves());
        assertRefused(world().tell(all), way);
        assertThat(world().follows("")).isEqualTo(before);
        assertThat(world().tell(way.prepares())).as("%s", way).isInstanceOf(Outcome.Recorded.class);
        before = world().follows("");
        assertRefused(world().tell(way.leaves()), way);
        assertThat(world().follows("")).isEqualTo(before);
    }

    private static void assertRefused(Outcome outcome, Way way) {
        assertThat(outcome).as("%s", way).isInstanceOf(Outcome.Barred.class);
        assertThat(((Outcome.Barred) outcome).decision()).isEqualTo(DECISION);
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void whatWasTakenOutOfAContainerDoesNotLeaveWithItAfterwards(PostgresFlavour flavour) {
        begin(flavour);
        world().tell(
                        new Packed("1", at(15), "h", "box"),
                        new Packed("2", at(15), "x", "box"),
                        new Unpacked("3", at(20), "h"),
                        removed("4", 30, "box"));
        quarantine();
        assertThat(world().log.withdraw("3", "no", null, StockWorld.NOW))
                .isEqualTo(new StockLog.Withdrawal.Barred(
                        "h",
                        "4",
                        DECISION,
                        "quarantined",
                        "handling unit 'h' is quarantined by decision " + DECISION
                                + " and cannot leave the network, as it would by event '4'"));
        assertThat(world().texts("select id from stock_event where voided_at is not null"))
                .isEmpty();
        assertThat(world().log.withdraw("4", "no", null, StockWorld.NOW))
                .isInstanceOf(StockLog.Withdrawal.Withdrawn.class);
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void itIsHandedOnToPartsWholesAndWhatIsMade(PostgresFlavour flavour) {
        begin(flavour);
        world().tell(split("before", 11, "h", "early", 1));
        quarantine();
        world().tell(
                        split("1", 20, "h", "p", 2),
                        new Merged("2", at(21), "x", "p"),
                        made("3", 22, "x", "o"),
                        split("4", 23, "h", "q", 1));
        assertThat(world().texts("select id from handling_unit where disposition = 'quarantined' order by id"))
                .containsExactly("h", "o", "p", "q", "x");
        assertThat(world().tell(removed("5", 30, "early"))).isInstanceOf(Outcome.Recorded.class);
    }
}
