/**
 * The physics of cold units: lumps of heat with conductances between them, a compressor with its thermostat, defrost, a door and ice. SI
 * units; temperatures in °C, times in seconds. {@code docs/simulator-physics.md} has the equations, where the numbers come from, what was
 * checked against analytic solutions and what is left out. The models know no clock, no chance and no faults, only conditions; each is
 * confined to one thread.
 */
@NullMarked
package io.frostproof.simulator.physics;

import org.jspecify.annotations.NullMarked;
