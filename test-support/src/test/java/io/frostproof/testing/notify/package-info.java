/** Runs the contract against the outbox in memory. Single-threaded. */
@NullMarked
package io.frostproof.testing.notify;

import org.jspecify.annotations.NullMarked;
