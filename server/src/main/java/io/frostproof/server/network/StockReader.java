package io.frostproof.server.network;

import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Movement;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.StockLevel;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.yaml.Fields;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads products, lots, handling units and where these have been, and how much a node should have. */
final class StockReader {

    private static final BigDecimal MOST = new BigDecimal("1000000000000");

    /** Digits behind the point; finer than any scale weighs. */
    private static final int FINEST = 9;

    private record Arrival(String handlingUnit, Instant time) {}

    private record Levelled(String node, String product) {}

    private final ProfileCatalogue profiles;
    private final Ids units;
    private final Ids nodes;
    private final List<Fields> productRows;
    private final List<Fields> lotRows;
    private final List<Fields> handlingUnitRows;
    private final List<Fields> movementRows;
    private final List<Fields> levelRows;
    private final Ids products;
    private final Ids lots;
    private final Ids handlingUnits;
    private final Map<Arrival, Fields> arrivals = new HashMap<>();
    private final Map<Levelled, Fields> levelled = new HashMap<>();

    StockReader(Fields top, ProfileCatalogue profiles, Ids units, Ids nodes) {
        this.profiles = profiles;
        this.units = units;
        this.nodes = nodes;
        productRows = top.rows("products");
        lotRows = top.rows("lots");
        handlingUnitRows = top.rows("handling_units");
        movementRows = top.rows("movements");
        levelRows = top.rows("stock_levels");
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

    /**
     * @param profiles those of the file
     * @param decisions reads what products need of rooms
     */
    List<Product> products(List<StorageProfile> profiles, DecisionReader decisions) {
        return NetworkReader.each(productRows, new ProductReader(this.profiles, profiles, decisions)::read);
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

    List<StockLevel> levels() {
        return NetworkReader.each(levelRows, this::level);
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
        } else {
            checkDigits(row, "quantity", quantity);
        }
        String quantityUnit = row.text("quantity_unit");
        return row.make(() -> new HandlingUnit(id, lot, quantity, quantityUnit));
    }

    private Optional<StockLevel> level(Fields row) {
        Optional<String> node = nodes.reference(row, "node");
        Optional<String> product = products.reference(row, "product");
        String quantityUnit = row.text("quantity_unit");
        Optional<BigDecimal> reorderPoint = amount(row, "reorder_point");
        Optional<BigDecimal> safetyStock =
                row.has("safety_stock") ? amount(row, "safety_stock") : Optional.of(BigDecimal.ZERO);
        if (reorderPoint.isPresent()
                && safetyStock.isPresent()
                && safetyStock.get().compareTo(reorderPoint.get()) > 0) {
            row.problem(
                    "safety_stock",
                    "at most the reorder point (" + reorderPoint.get().toPlainString() + ")");
        }
        if (node.isPresent() && product.isPresent()) {
            Fields other = levelled.putIfAbsent(new Levelled(node.get(), product.get()), row);
            if (other != null) {
                row.problem("product", "new at this node: the level at line " + other.line() + " is of it too");
            }
        }
        return row.make(() -> new StockLevel(
                node.orElseThrow(),
                product.orElseThrow(),
                quantityUnit,
                reorderPoint.orElseThrow(),
                safetyStock.orElseThrow()));
    }

    /** Empty when it is missing or noted as wrong. */
    private static Optional<BigDecimal> amount(Fields row, String key) {
        BigDecimal amount = row.decimal(key);
        if (amount.signum() < 0 || amount.compareTo(MOST) > 0) {
            row.problem(key, "from 0 to " + MOST);
            return Optional.empty();
        }
        checkDigits(row, key, amount);
        return row.peek(key).isPresent() ? Optional.of(amount) : Optional.empty();
    }

    private static void checkDigits(Fields row, String key, BigDecimal amount) {
        if (amount.stripTrailingZeros().scale() > FINEST) {
            row.problem(key, "a number with at most " + FINEST + " digits behind the point");
        }
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
