/** Tests of workers that go round. Threading: one thread each. */
@NullMarked
package io.frostproof.server.rounds;

import org.jspecify.annotations.NullMarked;
