package io.frostproof.simulator.scenario;

/** A region: its nodes hang on one grid. */
public record RegionSpec(String id, String name) {}
