/**
 * The device's end of the wire: one MQTT 5 connection that publishes for one or many simulated devices and hears their
 * receipts. Thread-safe; callbacks come from the MQTT client's thread and must not block.
 */
@NullMarked
package io.frostproof.simulator.device;

import org.jspecify.annotations.NullMarked;
