package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.testing.PostgresFlavour;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on record of stock names lots, units and handling units that are there, whoever writes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StockReferencesIT {

    private StockWorld world;

    @BeforeAll
    void begin() {
        world = new StockWorld(PostgresFlavour.PLAIN);
        world.tell(StockWorld.received("r1", 10, "here", 10), StockWorld.moved("m1", 20, "here", "shelf"));
        world.execute("insert into lot values ('lot-3', 'vaccine', null)");
        world.execute(
                "insert into handling_unit (id, lot_id, quantity, quantity_unit) values ('typed', 'lot-3', 5, 'each')");
        world.execute("insert into movement (handling_unit_id, time, to_unit_id) values ('typed', now(), 'lorry')");
    }

    @AfterAll
    void end() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into stock_event (id, kind, time, recorded_at, handling_unit, place, source) values ('x', 'moved', now(), now(), 'here', 'nowhere', 'test')",
                "insert into stock_event (id, kind, time, recorded_at, handling_unit, place, lot, quantity, source)"
                        + " values ('x', 'received', now(), now(), 'other', 'dock', 'lot-9', 1, 'test')",
                "update stock_event set place = 'nowhere' where id = 'm1'",
                "update stock_event set lot = 'lot-9' where id = 'r1'",
                "insert into handling_unit (id, lot_id, quantity, quantity_unit) values ('x', 'lot-9', 5, 'each')",
                "update handling_unit set lot_id = 'lot-9' where id = 'here'",
                "insert into movement (handling_unit_id, time, to_unit_id) values ('nobody', now(), 'dock')",
                "insert into movement (handling_unit_id, time, to_unit_id) values ('here', now(), 'nowhere')",
                "delete from unit where id = 'shelf'",
                "delete from lot where id = 'lot-1'",
                "delete from lot where id = 'lot-3'",
                "delete from handling_unit where id = 'typed'",
                "update unit set id = 'dock-2' where id = 'dock'",
                "update lot set id = 'lot-4' where id = 'lot-1'",
                "update handling_unit set id = 'there' where id = 'here'",
            })
    void whatWouldNameNothingIsRefused(String sql) {
        assertThatThrownBy(() -> world.execute(sql))
                .isInstanceOf(StoreException.class)
                .rootCause()
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23503"));
        assertThat(world.texts("select id from stock_event where id = 'x'")).isEmpty();
    }

    @Test
    void whatNothingNamesCanGo() {
        world.execute("insert into lot values ('lot-5', 'vaccine', null)");
        world.execute("update lot set expires = '2027-01-01' where id = 'lot-5'");
        world.execute("delete from lot where id = 'lot-5'");
        assertThat(world.texts("select id from lot where id = 'lot-5'")).isEmpty();
    }
}
