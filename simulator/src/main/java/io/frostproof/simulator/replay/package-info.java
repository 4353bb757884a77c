/**
 * Plays recorded data through MQTT as a device would have sent it. {@link io.frostproof.simulator.replay.Replay#run} blocks
 * its caller's thread; everything else is immutable.
 */
@NullMarked
package io.frostproof.simulator.replay;

import org.jspecify.annotations.NullMarked;
