package io.frostproof.alerts.life;

/**
 * All of a handling unit, or a part of it, left the network: by itself, or with the container it was in.
 *
 * @param event id of the event that told so, of the handling unit or of a container of it
 * @param timeMicros microseconds since 1970, UTC
 */
public record Departure(String event, long timeMicros) {}
