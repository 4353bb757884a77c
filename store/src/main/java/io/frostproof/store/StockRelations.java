package io.frostproof.store;

import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvents;
import io.frostproof.alerts.life.StockEvents.Descent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a handling unit has to do with others, and what of the events about it does not fit together.
 *
 * @param container in which it is; null: in none
 * @param contents what is in it, by name
 * @param cameFrom whose goods it has: wholes that it was split off, what was merged into it, inputs; by name
 * @param became who has its goods: parts, wholes that it was merged into, outputs; by name
 */
public record StockRelations(
        @Nullable String container,
        List<String> contents,
        List<String> cameFrom,
        List<String> became,
        List<Misfit> contradictions) {

    /**
     * An event that does not fit to the others.
     *
     * @param kind as in {@link io.frostproof.alerts.life.Contradiction.Kind}, in lower case
     */
    public record Misfit(String event, String kind) {}

    static StockRelations of(Connection connection, String handlingUnit) throws SQLException {
        LifeRows.Stock stock = LifeRows.stock(connection, List.of(handlingUnit));
        Map<String, Life> lives = stock.lives();
        var from = new TreeSet<String>();
        var became = new TreeSet<String>();
        for (StockEvent event : stock.standing()) {
            for (Descent descent : StockEvents.descents(event)) {
                if (descent.to().equals(handlingUnit)) {
                    from.add(descent.from());
                }
                if (descent.from().equals(handlingUnit)) {
                    became.add(descent.to());
                }
            }
        }
        var contents = new ArrayList<String>();
        lives.forEach((name, life) -> {
            if (handlingUnit.equals(life.container())) {
                contents.add(name);
            }
        });
        Life life = lives.get(handlingUnit);
        return new StockRelations(
                life == null ? null : life.container(),
                List.copyOf(contents),
                List.copyOf(from),
                List.copyOf(became),
                life == null
                        ? List.of()
                        : life.contradictions().stream()
                                .map(one -> new Misfit(
                                        one.event(), one.kind().name().toLowerCase(Locale.ROOT)))
                                .toList());
    }
}
