package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.life.Contradiction;
import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvent.Merged;
import io.frostproof.alerts.life.StockEvent.Moved;
import io.frostproof.alerts.life.StockEvent.Packed;
import io.frostproof.alerts.life.StockEvent.Received;
import io.frostproof.alerts.life.StockEvent.Removed;
import io.frostproof.alerts.life.StockEvent.Split;
import io.frostproof.alerts.life.StockEvent.Transformed;
import io.frostproof.alerts.life.StockEvent.Unpacked;
import io.frostproof.store.StockLog.Outcome;
import io.frostproof.store.StockLog.Told;
import io.frostproof.testing.PostgresFlavour;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Events of stock, and what follows from them in the database. */
@ParameterizedClass
@EnumSource(PostgresFlavour.class)
class StockLogIT {

    private static final Instant BEGIN = TestStore.BEGIN;
    private static final Instant NOW = BEGIN.plus(Duration.ofDays(1));

    @Parameter
    PostgresFlavour flavour = PostgresFlavour.PLAIN;

    private @Nullable Database opened;

    @BeforeEach
    void open() {
        opened = TestStore.open(flavour);
        new NetworkImporter(database()).run(TestStore.fridge());
        execute("insert into unit values ('dock', 'hub', 'Dock', 'dock_zone', null)");
        execute("insert into lot values ('lot-2', 'vaccine', null)");
    }

    @AfterEach
    void close() {
        database().close();
    }

    private Database database() {
        return Objects.requireNonNull(opened);
    }

    private void execute(String sql) {
        database().write(connection -> Sql.update(connection, sql));
    }

    private List<String> texts(String sql) {
        return database().read(connection -> Sql.list(connection, row -> row.getString(1), sql));
    }

    private static long at(int minute) {
        return Sql.micros(BEGIN.plus(Duration.ofMinutes(minute)));
    }

    private Outcome tell(StockEvent... events) {
        return new StockLog(database())
                .record(
                        Arrays.stream(events)
                                .map(event -> new Told(event, Map.of(), "test", null))
                                .toList(),
                        NOW);
    }

    private static Outcome.Recorded recorded(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Recorded.class);
        return (Outcome.Recorded) outcome;
    }

    private List<String> stays(String handlingUnit) {
        return texts(
                "select concat_ws(' ', coalesce(to_unit_id, 'away'), extract(epoch from time - '2026-01-01T00:00:00Z')::int / 60,"
                        + " case when until < 'infinity' then extract(epoch from until - '2026-01-01T00:00:00Z')::int / 60 end)"
                        + " from movement where handling_unit_id = '" + handlingUnit + "' order by time");
    }

    private List<String> left(String handlingUnit) {
        return texts(
                "select concat_ws(' ', lot_id, trim_scale(quantity), quantity_unit, quantity_known, disposition) from handling_unit"
                        + " where id = '" + handlingUnit + "'");
    }

    private static StockEvent received(String id, int minute, String handlingUnit, int quantity) {
        return new Received(id, at(minute), handlingUnit, "lot-1", BigDecimal.valueOf(quantity), "dock");
    }

    private static StockEvent split(String id, int minute, String handlingUnit, String part, int quantity) {
        return new Split(id, at(minute), handlingUnit, part, BigDecimal.valueOf(quantity));
    }

    private static StockEvent removed(String id, int minute, String handlingUnit) {
        return new Removed(id, at(minute), handlingUnit, null, StockEvent.Reason.SHIPPED);
    }

    @Test
    void aPartHasItsOwnRowsAndTheWholeHasWhatIsLeft() {
        Outcome.Recorded outcome = recorded(tell(
                split("s", 20, "a", "a-1", 4), new Moved("m", at(30), "a-1", "fridge-1"), received("r", 10, "a", 10)));
        assertThat(outcome.added()).containsExactly("s", "m", "r");
        assertThat(outcome.regions()).containsExactly("north");
        assertThat(left("a")).containsExactly("lot-1 6 each t available");
        assertThat(left("a-1")).containsExactly("lot-1 4 each t available");
        assertThat(stays("a")).containsExactly("dock 10");
        assertThat(stays("a-1")).containsExactly("dock 20 30", "fridge-1 30");
        assertThat(recorded(tell(received("r", 10, "a", 10)))).isEqualTo(new Outcome.Recorded(List.of(), 1, List.of()));
        assertThat(tell(received("r", 11, "a", 10))).isEqualTo(new Outcome.Contradicted(0, received("r", 10, "a", 10)));
    }

    @Test
    void aDeclaredHandlingUnitIsReceivedWithItsFirstEvent() {
        assertThat(stays("hu-2")).containsExactly("fridge-1 0 180", "away 180");
        recorded(tell(split("s", 5, "hu-1", "p", 3)));
        assertThat(left("hu-1")).containsExactly("lot-1 7 vials t available");
        assertThat(left("p")).containsExactly("lot-1 3 vials t available");
        assertThat(stays("p")).containsExactly("fridge-1 5");
        Map<String, Life> lives = database().read(connection -> LifeRows.of(connection, List.of("p")));
        assertThat(lives).containsOnlyKeys("hu-1", "p");
        assertThat(Objects.requireNonNull(lives.get("hu-1")).contradictions()).isEmpty();
        // A receipt that is told later counts instead.
        recorded(tell(received("r", -2, "hu-1", 30)));
        assertThat(left("hu-1")).containsExactly("lot-1 27 vials t available");
        assertThat(stays("hu-1")).containsExactly("dock -2 0", "fridge-1 0");
        // One after its first event does not fit to that.
        new StockLog(database()).withdraw("r", "another day", null, NOW);
        recorded(tell(received("r2", 2, "hu-1", 30)));
        assertThat(left("hu-1")).containsExactly("lot-1 10 vials f available");
        lives = database().read(connection -> LifeRows.of(connection, List.of("p")));
        assertThat(Objects.requireNonNull(lives.get("hu-1")).contradictions())
                .extracting(Contradiction::kind)
                .contains(Contradiction.Kind.NO_RECEIPT);
    }

    @Test
    void namesThatNobodyKnowsAreAllSaid() {
        assertThat(tell(
                        received("1", 1, "a", 5),
                        new Received("2", at(1), "b", "lot-9", BigDecimal.ONE, "nowhere"),
                        new Moved("3", at(1), "c", "dock"),
                        new Merged("4", at(1), "a", "d"),
                        split("5", 1, "e", "f", 1),
                        split("6", 1, "f", "e", 1),
                        new Packed("7", at(1), "a", "box"),
                        new Moved("8", at(2), "box", "dock")))
                .isEqualTo(new Outcome.Unknown(List.of(
                        new StockLog.Missing(1, "lot", "lot-9", StockLog.What.LOT),
                        new StockLog.Missing(1, "place", "nowhere", StockLog.What.UNIT),
                        new StockLog.Missing(2, "handlingUnit", "c", StockLog.What.HANDLING_UNIT_OR_CONTAINER),
                        new StockLog.Missing(3, "from", "d", StockLog.What.HANDLING_UNIT),
                        new StockLog.Missing(4, "handlingUnit", "e", StockLog.What.HANDLING_UNIT),
                        new StockLog.Missing(5, "handlingUnit", "f", StockLog.What.HANDLING_UNIT))));
        assertThat(texts("select id from stock_event where source = 'test'")).isEmpty();
        assertThat(texts("select id from stock_carrier where id not like 'hu-%'"))
                .isEmpty();
    }

    @Test
    void allKindsOfEventsComeBackFromTheDatabaseAsTheyWere() {
        StockEvent[] events = {
            received("1", 1, "a", 50),
            split("2", 2, "a", "b", 20),
            new Moved("3", at(3), "b", "fridge-1"),
            new Moved("4", at(4), "b", "dock"),
            new Merged("5", at(5), "a", "b"),
            new Packed("6", at(6), "a", "box"),
            new Moved("7", at(7), "box", "fridge-1"),
            new Unpacked("8", at(8), "a"),
            new Removed("9", at(9), "a", new BigDecimal("2.5"), StockEvent.Reason.DISPOSED),
            new Transformed(
                    "10",
                    at(10),
                    List.of("a"),
                    List.of(
                            new StockEvent.Output("c", "lot-2", BigDecimal.valueOf(7)),
                            new StockEvent.Output("d", "lot-1", BigDecimal.valueOf(8)))),
            removed("11", 11, "c"),
        };
        recorded(tell(events));
        List<StockEventRows.Row> rows =
                database().read(connection -> StockEventRows.select(connection, "e.source = 'test'"));
        assertThat(rows).extracting(StockEventRows.Row::event).containsExactlyInAnyOrder(plain(events));
        assertThat(left("a")).containsExactly("lot-1 0 each t available");
        assertThat(left("d")).containsExactly("lot-1 8 each t available");
        assertThat(stays("a")).containsExactly("dock 1 7", "fridge-1 7 10", "away 10");
        assertThat(stays("c")).containsExactly("fridge-1 10 11", "away 11");
        assertThat(texts("select id from handling_unit where id = 'box'")).isEmpty();
    }

    private static StockEvent[] plain(StockEvent[] events) {
        return Arrays.stream(events).map(StockEventRows::plain).toArray(StockEvent[]::new);
    }

    @Test
    void whatIsVoidCountsNoMoreAndIsKept() {
        recorded(tell(received("r", 1, "a", 9), split("s", 2, "a", "b", 4), new Moved("m", at(3), "b", "fridge-1")));
        var log = new StockLog(database());
        assertThat(log.withdraw("s", "wrong box", "ann", NOW)).isEqualTo(new StockLog.Withdrawal.Withdrawn(List.of()));
        assertThat(left("a")).containsExactly("lot-1 9 each t available");
        // Nobody knows how much it is that was moved.
        assertThat(left("b")).containsExactly("lot-1 4 each f available");
        assertThat(stays("b")).containsExactly("fridge-1 3");
        assertThat(log.withdraw("m", "too", "ann", NOW)).isEqualTo(new StockLog.Withdrawal.Withdrawn(List.of("north")));
        assertThat(left("b")).containsExactly("lot-1 0 each t available");
        assertThat(stays("b")).isEmpty();
        assertThat(log.withdraw("m", "too", "ann", NOW)).isEqualTo(new StockLog.Withdrawal.WasVoid());
        assertThat(log.withdraw("x", "too", "ann", NOW)).isEqualTo(new StockLog.Withdrawal.NoSuchEvent());
        assertThat(recorded(tell(split("s", 2, "a", "b", 4))).known()).isOne();
        assertThat(
                        texts(
                                "select id || ' ' || void_reason || ' ' || voided_by from stock_event where voided_at is not null order by id"))
                .containsExactly("m too ann", "s wrong box ann");
    }
}
