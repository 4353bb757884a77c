package io.frostproof.alerts.network;

import java.math.BigDecimal;

/** The part of a lot that moves as one. {@code quantityUnit} is free text such as "vials" or "kg". */
public record HandlingUnit(String id, String lot, BigDecimal quantity, String quantityUnit) {
    public HandlingUnit {
        Identifiers.require("handling unit", id);
        if (quantity.signum() <= 0) {
            throw new IllegalArgumentException("handling unit " + id + ": quantity must be positive, was " + quantity);
        }
    }
}
