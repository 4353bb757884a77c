/**
 * Load: publishes telemetry for up to 100,000 devices over shared connections, at as little cost as possible, and says what it cost. One
 * thread does everything.
 *
 * <p>Its MQTT is what a publisher needs of 3.1.1 and no more, written and read by hand over plain sockets: a message of 20 readings is a
 * copy of some 60 bytes, a handful of numbers and a checksum, so that objects for each message and a pipeline for them would be
 * most of the work. Whoever simulates devices that hear answers uses {@code simulator.device}.
 */
@NullMarked
package io.frostproof.simulator.load;

import org.jspecify.annotations.NullMarked;
