package io.frostproof.server.http;

import io.frostproof.store.FirstExpiredQueries;
import io.frostproof.store.StockLevelQueries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Stock as CSV (RFC 4180: lines end with CR LF, the first one names the columns); what is not known is empty. Not thread-safe. */
final class StockCsv {

    private static final String LEVEL_COLUMNS =
            "node,node_name,product,product_name,quantity_unit,handling_units,available,quarantined,expired,"
                    + "soonest_expiry,reorder_point,safety_stock,level,value,currency";
    private static final String ITEM_COLUMNS =
            "handling_unit,state,expires,days_left,lot,product,product_name,quantity,"
                    + "quantity_unit,disposition,unit,unit_name,node,node_name,received_at";

    private final Writer out;

    StockCsv(Writer out) {
        this.out = out;
    }

    void levelHead() {
        line(LEVEL_COLUMNS);
    }

    void itemHead() {
        line(ITEM_COLUMNS);
    }

    void level(StockLevelQueries.Line line) {
        row(
                line.node(),
                line.nodeName(),
                line.product(),
                line.productName(),
                line.quantityUnit(),
                line.handlingUnits(),
                line.available(),
                line.quarantined(),
                line.expired(),
                line.soonestExpiry(),
                line.reorderPoint(),
                line.safetyStock(),
                line.level(),
                line.value(),
                line.currency());
    }

    void item(FirstExpiredQueries.Item item) {
        row(
                item.id(),
                item.state(),
                item.expires(),
                item.daysLeft(),
                item.lot(),
                item.product(),
                item.productName(),
                item.quantity(),
                item.quantityUnit(),
                item.disposition(),
                item.unit(),
                item.unitName(),
                item.node(),
                item.nodeName(),
                item.receivedAt());
    }

    private void row(@Nullable Object... fields) {
        var line = new StringBuilder();
        for (Object field : fields) {
            line.append(line.isEmpty() ? "" : ",").append(text(field));
        }
        line(line.toString());
    }

    private static String text(@Nullable Object field) {
        return switch (field) {
            case null -> "";
            case BigDecimal number ->
                number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
            case Object other -> ReadingsCsv.field(other.toString());
        };
    }

    private void line(String line) {
        try {
            out.write(line);
            out.write("\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
