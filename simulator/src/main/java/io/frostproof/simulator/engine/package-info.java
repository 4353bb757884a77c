/**
 * Runs a scenario: an agenda of what is due next, the units, nodes and devices that it is due for, and those who listen.
 * {@link io.frostproof.simulator.engine.Simulation} belongs to one thread and knows no clock; {@link io.frostproof.simulator.engine.LiveRun} moves one
 * along with the time of day.
 */
@NullMarked
package io.frostproof.simulator.engine;

import org.jspecify.annotations.NullMarked;
