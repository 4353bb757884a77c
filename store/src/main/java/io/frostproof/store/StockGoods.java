package io.frostproof.store;

import io.frostproof.alerts.life.Declared;
import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvent.Output;
import io.frostproof.alerts.life.StockEvent.Received;
import io.frostproof.alerts.life.StockEvent.Split;
import io.frostproof.alerts.life.StockEvent.Transformed;
import io.frostproof.alerts.life.StockEvents;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which of the carriers are goods, and what is known of them beside their lives. Goods are what is declared, and what an event made, be it void: a handling unit that was on
 * record once stays, as excursions and decisions refer to it.
 */
final class StockGoods {

    /** Of what nobody told how it is counted. */
    private static final String EACH = "each";

    private final LifeRows.Stock stock;
    private final StockRows rows;
    /** Events that made a handling unit, those that stand first, then by time and id. */
    private final Map<String, List<StockEventRows.Row>> makers = new TreeMap<>();

    StockGoods(LifeRows.Stock stock, StockRows rows) {
        this.stock = stock;
        this.rows = rows;
        for (boolean stands : new boolean[] {true, false}) {
            for (StockEventRows.Row row : stock.events()) {
                if (row.stands() == stands) {
                    for (String made : StockEvents.made(row.event())) {
                        makers.computeIfAbsent(made, id -> new ArrayList<>()).add(row);
                    }
                }
            }
        }
    }

    Set<String> handlingUnits() {
        var all = new TreeSet<>(makers.keySet());
        all.addAll(stock.declared().keySet());
        return all;
    }

    private List<StockEventRows.Row> makers(String handlingUnit) {
        return makers.getOrDefault(handlingUnit, List.of());
    }

    /** Its lot: that of its life, else what was told last that is void now. */
    String lot(String handlingUnit, @Nullable Life life) {
        String lot = life == null ? null : life.lot();
        lot = lot == null ? lot(handlingUnit, new HashSet<>()) : lot;
        if (lot == null) {
            throw new IllegalStateException("handling unit " + handlingUnit + " has no lot");
        }
        return lot;
    }

    private @Nullable String lot(String handlingUnit, Set<String> seen) {
        if (!seen.add(handlingUnit)) {
            return null;
        }
        Declared declared = stock.declared().get(handlingUnit);
        if (declared != null) {
            return declared.lot();
        }
        for (StockEventRows.Row row : makers(handlingUnit)) {
            String lot = switch (row.event()) {
                case Received received -> received.lot();
                case Split split -> lot(split.handlingUnit(), seen);
                case Transformed transformed ->
                    output(transformed, handlingUnit).lot();
                case StockEvent other -> null;
            };
            if (lot != null) {
                return lot;
            }
        }
        return null;
    }

    /** How much there is of one that no event that stands names. */
    BigDecimal untouched(String handlingUnit) {
        Declared declared = stock.declared().get(handlingUnit);
        return declared == null ? BigDecimal.ZERO : declared.quantity();
    }

    /** For one of which nobody knows how much is left: what was said of it last. */
    BigDecimal lastTold(String handlingUnit) {
        Declared declared = stock.declared().get(handlingUnit);
        if (declared != null) {
            return declared.quantity();
        }
        List<StockEventRows.Row> all = makers(handlingUnit);
        List<StockEventRows.Row> standing =
                all.stream().filter(StockEventRows.Row::stands).toList();
        StockEventRows.Row last = standing.isEmpty() ? all.getLast() : standing.getLast();
        return switch (last.event()) {
            case Received received -> received.quantity();
            case Split split -> split.quantity();
            case Transformed transformed -> output(transformed, handlingUnit).quantity();
            case StockEvent other -> BigDecimal.ZERO;
        };
    }

    /** What its quantity is counted in. */
    String unit(String handlingUnit) {
        String unit = unit(handlingUnit, new HashSet<>());
        return unit == null ? EACH : unit;
    }

    private @Nullable String unit(String handlingUnit, Set<String> seen) {
        if (!seen.add(handlingUnit)) {
            return null;
        }
        StockRows.HandlingUnit row = rows.handlingUnits().get(handlingUnit);
        if (row != null && row.declared()) {
            return row.unit();
        }
        for (StockEventRows.Row maker : makers(handlingUnit)) {
            String unit = maker.told().quantityUnits().get(handlingUnit);
            if (unit == null) {
                unit = switch (maker.event()) {
                    case Split split -> unit(split.handlingUnit(), seen);
                    case Transformed transformed -> unit(transformed.inputs().getFirst(), seen);
                    case StockEvent other -> null;
                };
            }
            if (unit != null) {
                return unit;
            }
        }
        return null;
    }

    private static Output output(Transformed event, String handlingUnit) {
        return event.outputs().stream()
                .filter(output -> output.handlingUnit().equals(handlingUnit))
                .findFirst()
                .orElseThrow();
    }
}
