package io.frostproof.alerts.network;

/**
 * A kind of goods.
 *
 * @param profile id of the storage profile it is kept by
 * @param facts what is known of it beyond its name
 */
public record Product(String id, String name, String profile, ProductFacts facts) {

    public Product {
        Identifiers.require("product", id);
    }

    /** Of which nothing more is known. */
    public Product(String id, String name, String profile) {
        this(id, name, profile, ProductFacts.NONE);
    }
}
