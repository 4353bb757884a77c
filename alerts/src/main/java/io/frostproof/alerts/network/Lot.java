package io.frostproof.alerts.network;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A batch of a product. {@code expires} is the last day of use, null when it does not expire. */
public record Lot(String id, String product, @Nullable LocalDate expires) {
    public Lot {
        Identifiers.require("lot", id);
    }
}
