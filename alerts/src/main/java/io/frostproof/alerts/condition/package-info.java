/**
 * Conditions of one channel, evaluated in event time: readings in, transitions out. Pure: no clock, no I/O, no threads.
 */
@NullMarked
package io.frostproof.alerts.condition;

import org.jspecify.annotations.NullMarked;
