package io.frostproof.alerts.cross;

/**
 * A hidden slot of a channel.
 *
 * @param slot see {@link io.frostproof.alerts.condition.HiddenSlots}
 */
public record Told(int channelId, String slot) {}
