package io.frostproof.server.network;

import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Movement;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.yaml.Fields;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads products, lots, handling units and where these have been. */
final class StockReader {

    private static final BigDecimal MOST = new BigDecimal("1000000000000");

    /** Digits behind the point; finer than any scale weighs. */
    private static final int FINEST = 9;

    private record Arrival(String handlingUnit, Instant time) {}

    private final ProfileCatalogue profiles;
    private final Ids units;
    private final List<Fields> productRows;
    private final List<Fields> lotRows;
    private final List<Fields> handlingUnitRows;
    private final List<Fields> movementRows;
    private final Ids products;
    private final Ids lots;
    private final Ids handlingUnits;
    private final Map<Arrival, Fields> arrivals = new HashMap<>();

    StockReader(Fields top, ProfileCatalogue profiles, Ids units) {
        this.profiles = profiles;
        this.units = units;
        productRows = top.rows("products");
        lotRows = top.rows("lots");
        handlingUnitRows = top.rows("handling_units");
        movementRows = top.rows("movements");
        products = Ids.of("product", productRows);
        lots = Ids.of("lot", lotRows);
        handlingUnits = Ids.of("handling unit", handlingUnitRows);
    }

    Ids productIds() {
        return products;
    }

    Ids lotIds() {
        return lots;
    }

    Ids handlingUnitIds() {
        return handlingUnits;
    }

    List<Product> products() {
        return NetworkReader.each(productRows, this::product);
    }

    List<Lot> lots() {
        return NetworkReader.each(lotRows, this::lot);
    }

    List<HandlingUnit> handlingUnits() {
        return NetworkReader.each(handlingUnitRows, this::handlingUnit);
    }

    List<Movement> movements() {
        return NetworkReader.each(movementRows, this::movement);
    }

    private Optional<Product> product(Fields row) {
        String id = row.identifier("id");
        String name = row.text("name");
        String profile = profiles.reference(row, "profile").orElse("");
        return row.make(() -> new Product(id, name, profile));
    }

    private Optional<Lot> lot(Fields row) {
        String id = row.identifier("id");
        String product = products.reference(row, "product").orElse("");
        var expires = row.optionalDate("expires");
        return row.make(() -> new Lot(id, product, expires.orElse(null)));
    }

    private Optional<HandlingUnit> handlingUnit(Fields row) {
        String id = row.identifier("id");
        String lot = lots.reference(row, "lot").orElse("");
        BigDecimal quantity = row.decimal("quantity");
        if (quantity.signum() <= 0 || quantity.compareTo(MOST) > 0) {
            row.problem("quantity", "above 0 and at most " + MOST);
        } else if (quantity.stripTrailingZeros().scale() > FINEST) {
            row.problem("quantity", "a number with at most " + FINEST + " digits behind the point");
        }
        String quantityUnit = row.text("quantity_unit");
        return row.make(() -> new HandlingUnit(id, lot, quantity, quantityUnit));
    }

    private Optional<Movement> movement(Fields row) {
        Optional<String> handlingUnit = handlingUnits.reference(row, "handling_unit");
        Instant time = row.instant("time");
        // Required, so that a forgotten "to" does not take goods out of the network.
        if (!row.mentions("to")) {
            row.problem("to", "the id of a unit, or null when it leaves the network");
        }
        Optional<String> to = row.has("to") ? units.reference(row, "to") : Optional.empty();
        to.flatMap(units::find).flatMap(unit -> unit.peek("kind")).ifPresent(kind -> {
            if (kind.equals(UnitKind.GENERATOR.id())) {
                row.problem("to", "a place for goods: it is a generator");
            }
        });
        Optional<Movement> movement = row.make(() -> new Movement(handlingUnit.orElseThrow(), time, to.orElse(null)));
        movement.ifPresent(m -> {
            Fields other = arrivals.putIfAbsent(new Arrival(m.handlingUnit(), m.time()), row);
            if (other != null) {
                row.problem(
                        "time",
                        "new for this handling unit: the movement at line " + other.line() + " is at the same instant");
            }
        });
        return movement;
    }
}
