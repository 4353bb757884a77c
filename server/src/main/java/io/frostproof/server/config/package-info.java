/**
 * What {@code frostproof serve --config FILE} is told: immutable records with their defaults, and the reader of the YAML
 * file. Safe to use from any thread. Secrets are {@link io.frostproof.server.config.Secret}s, which no text shows.
 */
@NullMarked
package io.frostproof.server.config;

import org.jspecify.annotations.NullMarked;
