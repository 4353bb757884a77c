package io.frostproof.simulator.fleet;

import java.util.Optional;

/**
 * How a fleet is doing.
 *
 * @param readings readings measured since the start
 * @param messages messages made out of them
 * @param resent messages handed to the link once more for lack of a receipt
 * @param withoutReceipt messages the devices still keep
 * @param dropped messages lost because a device's memory was full
 * @param failure why the fleet has stopped; empty while it runs
 */
public record FleetStatus(
        long readings, long messages, long resent, long withoutReceipt, long dropped, Optional<String> failure) {}
