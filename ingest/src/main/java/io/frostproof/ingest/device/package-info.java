/**
 * What devices and the server say to each other besides readings: status and answers on the way up, configurations, commands and the
 * time on the way down. State machines are pure; {@link io.frostproof.ingest.device.DeviceInbox} and
 * {@link io.frostproof.ingest.device.DeviceOutbox} are thread-safe, each with a virtual thread of its own.
 */
@NullMarked
package io.frostproof.ingest.device;

import org.jspecify.annotations.NullMarked;
