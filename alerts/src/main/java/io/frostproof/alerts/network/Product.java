package io.frostproof.alerts.network;

/** A kind of goods. {@code profile} is the id of the storage profile it tolerates. */
public record Product(String id, String name, String profile) {
    public Product {
        Identifiers.require("product", id);
    }
}
