/**
 * The physics of cold units and their power: small lumped models in SI units (temperatures in °C). Mutable models are
 * confined to one thread; they know no clock, time is handed to them in seconds.
 */
@NullMarked
package io.frostproof.simulator.thermal;

import org.jspecify.annotations.NullMarked;
