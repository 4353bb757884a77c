package io.frostproof.ingest.intake;

/** A reading from an impossible time: kept apart from the log until somebody has looked at it. */
public record SuspectReading(Reading reading, String reason) {}
