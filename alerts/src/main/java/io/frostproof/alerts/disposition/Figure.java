package io.frostproof.alerts.disposition;

/**
 * A number behind a reason.
 *
 * @param name says the unit at its end, such as {@code used_minutes}
 */
public record Figure(String name, double value) {}
