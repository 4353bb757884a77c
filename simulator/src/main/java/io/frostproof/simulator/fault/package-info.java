/** What can go wrong in a simulated world, and when. Immutable values, safe from any thread. */
@NullMarked
package io.frostproof.simulator.fault;

import org.jspecify.annotations.NullMarked;
