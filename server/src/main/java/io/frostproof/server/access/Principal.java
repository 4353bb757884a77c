package io.frostproof.server.access;

/** Somebody who has signed in. */
public record Principal(String name, Role role) {}
