package io.frostproof.server.http;

import java.time.Instant;

/** What this server is. */
public record ServerFacts(String version, Instant startedAt) {}
