package io.frostproof.store;

import io.frostproof.alerts.life.Contradiction;
import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.store.StockLog.Outcome;
import io.frostproof.store.StockLog.Told;
import io.frostproof.testing.PostgresFlavour;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A database with four places and two lots, and short words for events of stock at minutes of its first day. */
final class StockWorld implements AutoCloseable {

    static final Instant NOW = TestStore.BEGIN.plus(Duration.ofDays(1));
    static final List<String> PLACES = List.of("fridge-1", "dock", "lorry", "shelf");

    final Database database;
    final StockLog log;

    StockWorld(PostgresFlavour flavour) {
        database = TestStore.open(flavour);
        log = new StockLog(database);
        new NetworkImporter(database).run(TestStore.fridge());
        execute(
                "insert into unit values ('dock', 'hub', 'Dock', 'dock_zone', null), ('lorry', 'hub', 'Lorry', 'reefer', null),"
                        + " ('shelf', 'hub', 'Shelf', 'fridge', 'fridge')");
        execute("insert into lot values ('lot-2', 'vaccine', null)");
    }

    void execute(String sql) {
        database.write(connection -> Sql.update(connection, sql));
    }

    List<String> texts(String sql) {
        return database.read(connection -> Sql.list(connection, row -> row.getString(1), sql));
    }

    Outcome tell(StockEvent... events) {
        return tell(List.of(events));
    }

    Outcome tell(Collection<StockEvent> events) {
        return log.record(
                events.stream()
                        .map(event -> new Told(event, Map.of(), "test", null))
                        .toList(),
                NOW);
    }

    static long at(int minute) {
        return Sql.micros(TestStore.BEGIN.plus(Duration.ofMinutes(minute)));
    }

    static StockEvent received(String id, int minute, String handlingUnit, int quantity) {
        return new StockEvent.Received(id, at(minute), handlingUnit, "lot-1", BigDecimal.valueOf(quantity), "dock");
    }

    static StockEvent moved(String id, int minute, String handlingUnit, String place) {
        return new StockEvent.Moved(id, at(minute), handlingUnit, place);
    }

    static StockEvent split(String id, int minute, String handlingUnit, String part, int quantity) {
        return new StockEvent.Split(id, at(minute), handlingUnit, part, BigDecimal.valueOf(quantity));
    }

    static StockEvent removed(String id, int minute, String handlingUnit) {
        return new StockEvent.Removed(id, at(minute), handlingUnit, null, StockEvent.Reason.SHIPPED);
    }

    /** Everything that follows from the events about handling units whose names begin so. */
    List<String> follows(String prefix) {
        var all = new ArrayList<String>();
        all.addAll(texts(
                "select concat_ws(' ', id, lot_id, trim_scale(quantity), quantity_known, quantity_unit, disposition)"
                        + " from handling_unit where starts_with(id, '" + prefix + "') order by id"));
        all.addAll(texts("select concat_ws(' ', handling_unit_id, time, coalesce(to_unit_id, 'away'), until)"
                + " from movement where starts_with(handling_unit_id, '" + prefix
                + "') order by handling_unit_id, time"));
        Map<String, Life> lives = database.read(connection -> LifeRows.of(
                connection,
                Sql.list(
                        connection,
                        row -> row.getString(1),
                        "select id from stock_carrier where starts_with(id, '" + prefix + "')")));
        lives.forEach((name, life) -> all.add(name + " is in " + life.container() + ", "
                + life.contradictions().stream().map(Contradiction::toString).toList()));
        return all;
    }

    @Override
    public void close() {
        database.close();
    }
}
