package io.frostproof.alerts.network;

import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One measured quantity of a device.
 *
 * @param id unique within its device; the {@code ch} of a reading
 * @param unit the unit the device sends values in
 * @param maxHold how long a reading stands for the channel when no newer one comes; after it the channel is unknown
 * @param senses what the probe is in; only a temperature may be the product's
 * @param calibrationDue last day on which its calibration is good; null when nobody has said
 * @param probeLag time constant with which the probe itself follows what it is in, zero to an hour; only a probe of temperature has one
 * @param placements in time order, not overlapping
 */
public record Channel(
        String id,
        Quantity quantity,
        MeasureUnit unit,
        Duration maxHold,
        Sense senses,
        @Nullable LocalDate calibrationDue,
        Duration probeLag,
        List<Placement> placements) {

    /** More than a bottle of glycol or a block of metal has by far. */
    public static final Duration LONGEST_PROBE_LAG = Duration.ofHours(1);

    /** Of a probe that follows at once. */
    public Channel(
            String id,
            Quantity quantity,
            MeasureUnit unit,
            Duration maxHold,
            Sense senses,
            @Nullable LocalDate calibrationDue,
            List<Placement> placements) {
        this(id, quantity, unit, maxHold, senses, calibrationDue, Duration.ZERO, placements);
    }

    /** In the air, without a date for its calibration, and of a probe that follows at once. */
    public Channel(String id, Quantity quantity, MeasureUnit unit, Duration maxHold, List<Placement> placements) {
        this(id, quantity, unit, maxHold, Sense.AIR, null, placements);
    }

    public Channel {
        Identifiers.require("channel", id);
        if (unit.canonical() != quantity.canonicalUnit()) {
            throw new IllegalArgumentException(
                    "channel " + id + ": " + unit.ucum() + " is no unit of " + quantity.id());
        }
        if (maxHold.isZero() || maxHold.isNegative()) {
            throw new IllegalArgumentException("channel " + id + ": max hold must be positive, was " + maxHold);
        }
        if (senses == Sense.PRODUCT && quantity != Quantity.TEMPERATURE) {
            throw new IllegalArgumentException("channel " + id + ": " + quantity.id() + " is not the product's");
        }
        if (probeLag.isNegative() || probeLag.compareTo(LONGEST_PROBE_LAG) > 0) {
            throw new IllegalArgumentException(
                    "channel " + id + ": probe lag must be from 0 to " + LONGEST_PROBE_LAG + ", was " + probeLag);
        }
        if (!probeLag.isZero() && quantity != Quantity.TEMPERATURE) {
            throw new IllegalArgumentException(
                    "channel " + id + ": only a probe of temperature has a lag, this is " + quantity.id());
        }
        placements = List.copyOf(placements);
    }
}
