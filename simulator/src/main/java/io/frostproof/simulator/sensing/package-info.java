/**
 * Simulated devices as the contract of {@code firmware-protocol} describes them: they measure by their own clock, number, keep and send,
 * until a receipt lets them forget. Deterministic from a seed: no wall clock, no threads. Everything here is used by the one
 * thread that moves the simulation.
 */
@NullMarked
package io.frostproof.simulator.sensing;

import org.jspecify.annotations.NullMarked;
