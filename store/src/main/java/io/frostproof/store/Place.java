package io.frostproof.store;

/** A node or a region, by id and by the name that people use. */
public record Place(String id, String name) {}
