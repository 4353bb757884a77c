/**
 * What a simulated network is and what happens in it: a YAML form for people, the scenarios that ship with the program, the plan of faults
 * that a seed makes of one, and the network file that a server needs for it. Immutable values; reading is for one thread.
 */
@NullMarked
package io.frostproof.simulator.scenario;

import org.jspecify.annotations.NullMarked;
