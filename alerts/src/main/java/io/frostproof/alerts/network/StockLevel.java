package io.frostproof.alerts.network;

import java.math.BigDecimal;

/**
 * How much of a product a node should have.
 *
 * @param quantityUnit in which both are, and in which stock is counted towards them
 * @param reorderPoint below this it is time to order; 0: never
 * @param safetyStock kept for what nobody foresees; at most the reorder point
 */
public record StockLevel(
        String node, String product, String quantityUnit, BigDecimal reorderPoint, BigDecimal safetyStock) {
    public StockLevel {
        if (safetyStock.signum() < 0 || reorderPoint.compareTo(safetyStock) < 0) {
            throw new IllegalArgumentException("stock level of " + product + " at " + node
                    + ": expected 0 <= safety stock <= reorder point, was " + safetyStock + " and " + reorderPoint);
        }
        reorderPoint = reorderPoint.stripTrailingZeros();
        safetyStock = safetyStock.stripTrailingZeros();
    }
}
