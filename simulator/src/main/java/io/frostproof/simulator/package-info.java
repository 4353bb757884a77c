/**
 * Simulated sites and devices, and replay of recorded data. {@code device} speaks MQTT, {@code replay} plays a file,
 * {@code sensing} and {@code people} are the devices and people of a simulated world, {@code load} publishes as fast as a broker takes it,
 * {@code thermal} is the physics, {@code fleet} runs many devices. Nothing here is used by the server's own work.
 */
@NullMarked
package io.frostproof.simulator;

import org.jspecify.annotations.NullMarked;
