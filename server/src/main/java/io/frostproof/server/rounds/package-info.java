/**
 * What workers that go round when they are asked have in common. Thread-safe.
 */
@NullMarked
package io.frostproof.server.rounds;

import org.jspecify.annotations.NullMarked;
