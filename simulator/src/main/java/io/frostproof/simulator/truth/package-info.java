/**
 * What was true in a simulated world: faults, states, temperatures, harm. It is for judges and people and never reaches the server. A
 * writer and a reader of JSON lines. Records are immutable; writer and reader belong to one thread.
 */
@NullMarked
package io.frostproof.simulator.truth;

import org.jspecify.annotations.NullMarked;
