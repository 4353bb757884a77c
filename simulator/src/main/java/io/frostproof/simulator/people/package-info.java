/**
 * What people do at a node: trucks come, stock stands on the dock, is put away, picked and returned, doors open and close. Deterministic from a
 * seed: no wall clock, no threads. Everything here is used by the one thread that moves the simulation.
 */
@NullMarked
package io.frostproof.simulator.people;

import org.jspecify.annotations.NullMarked;
