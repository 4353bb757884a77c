/**
 * Many simulated devices over one connection. {@link io.frostproof.simulator.fleet.Fleet} is stepped by one thread with an
 * injected clock; {@link io.frostproof.simulator.fleet.FleetSimulation} is that thread. Specifications are immutable.
 */
@NullMarked
package io.frostproof.simulator.fleet;

import org.jspecify.annotations.NullMarked;
