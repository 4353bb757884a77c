/**
 * Load: publishes telemetry for up to 100,000 devices over shared connections, at as little cost as possible, and says what it cost. One
 * thread does everything.
 *
 * <p>Its MQTT is what a publisher needs of 3.1.1 and no more, written and read by hand over plain sockets, since it was measured: a
 * message of 20 readings costs the publishing thread 1.7 to 2.2 microseconds of CPU (1 to 1,000 devices or 100,000, window of 2,000 on 10
 * connections, Mosquitto without subscriber on the same two cores), against 5.7 to 7.6 with Netty's MQTT codec. One of a single reading costs as
 * much; as JSON 2.2 to 2.7. What is saved are objects for each message, and system calls: bursts are written and acknowledgements
 * read once a millisecond. That look each millisecond costs 2 to 4 % of a core by itself, so at a slow pace a message costs more (20 to
 * 30 microseconds at 2,000 a second). Memory: 30 MB of heap with 100,000 devices.
 *
 * <p>5,000 devices with a connection each: 3.6 s of the thread for a million frames of four readings as fast as Mosquitto 2.0.11 takes them, 95 MB of
 * heap, and as many open files here and at the broker. {@code LoadMain} measures either from the command line. {@code FullSpeedSink} publishes what others
 * have made.
 *
 * <p>Limits: no TLS, no answers to devices, no reconnecting; whoever simulates devices that hear and last uses {@code simulator.device}.
 */
@NullMarked
package io.frostproof.simulator.load;

import org.jspecify.annotations.NullMarked;
