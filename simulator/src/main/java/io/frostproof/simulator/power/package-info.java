/**
 * What keeps a site's units running: the mains as they are handed in, a transfer switch with a standby generator, its fuel, its weekly exercise and its
 * wear; and the battery of a device. {@code docs/simulator-physics.md} has the numbers with their sources. Chance comes from a seed only; faults
 * come from outside as conditions. Each object is confined to one thread.
 */
@NullMarked
package io.frostproof.simulator.power;

import org.jspecify.annotations.NullMarked;
