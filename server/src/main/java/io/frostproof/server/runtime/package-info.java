/**
 * A running server: its parts, put together and taken apart in order. Thread-safe.
 */
@NullMarked
package io.frostproof.server.runtime;

import org.jspecify.annotations.NullMarked;
