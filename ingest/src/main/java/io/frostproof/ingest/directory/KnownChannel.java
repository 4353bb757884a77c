package io.frostproof.ingest.directory;

import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;

/**
 * A channel as ingest knows it.
 *
 * @param id number of the channel in the log
 * @param name {@code ch} of its readings
 * @param unit unit of the values that its device sends
 */
public record KnownChannel(int id, String name, Quantity quantity, MeasureUnit unit, ChannelPlan plan) {}
