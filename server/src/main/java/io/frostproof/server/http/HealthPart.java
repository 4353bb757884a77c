package io.frostproof.server.http;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A part without which the server is not ready.
 *
 * @param name such as {@code database}
 * @param trouble says what is wrong, for people; empty when all is well. Called on a virtual thread for every question, so it may
 *     block for a second or so, and it must be thread-safe
 */
public record HealthPart(String name, Supplier<Optional<String>> trouble) {}
