/**
 * Conditions that take more than one channel. The lanes tell what each channel has to say in hidden slots, whose names begin with a dot: a state as it
 * is, without a delay, and the mean of each closed step. From these, a {@link io.frostproof.alerts.cross.Watch} concludes what the slots that
 * people know have to say. Pure: a function of what the channels said in event time, and of up to when it is known to stand.
 */
@NullMarked
package io.frostproof.alerts.cross;

import org.jspecify.annotations.NullMarked;
