/**
 * The weather at a site and the temperature of its rooms, as functions of time and seed: any instant can be asked for, in any order. Without
 * state, so any number of threads may ask.
 */
@NullMarked
package io.frostproof.simulator.climate;

import org.jspecify.annotations.NullMarked;
