package io.frostproof.alerts.network;

import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.util.List;

/**
 * One measured quantity of a device.
 *
 * @param id unique within its device; the {@code ch} of a reading
 * @param unit the unit the device sends values in
 * @param maxHold how long a reading stands for the channel when no newer one comes; after it the channel is unknown
 * @param placements in time order, not overlapping
 */
public record Channel(String id, Quantity quantity, MeasureUnit unit, Duration maxHold, List<Placement> placements) {
    public Channel {
        Identifiers.require("channel", id);
        if (unit.canonical() != quantity.canonicalUnit()) {
            throw new IllegalArgumentException(
                    "channel " + id + ": " + unit.ucum() + " is no unit of " + quantity.id());
        }
        if (maxHold.isZero() || maxHold.isNegative()) {
            throw new IllegalArgumentException("channel " + id + ": max hold must be positive, was " + maxHold);
        }
        placements = List.copyOf(placements);
    }
}
