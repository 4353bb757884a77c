/**
 * Simulated sites and devices, and replay of recorded data. {@code device} speaks MQTT, {@code replay} plays a file,
 * {@code thermal} is the physics, {@code fleet} runs many devices. Nothing here is used by the server's own work.
 */
@NullMarked
package io.frostproof.simulator;

import org.jspecify.annotations.NullMarked;
