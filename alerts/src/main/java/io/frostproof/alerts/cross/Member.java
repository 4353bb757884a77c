package io.frostproof.alerts.cross;

import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.quantity.Quantity;

/**
 * A channel in a unit of the node, for as long as it was there.
 *
 * @param fromMicros inclusive
 * @param toMicros exclusive; {@link Long#MAX_VALUE} while it lasts
 * @param holdMicros how long a reading of it stands
 */
public record Member(
        int channelId, String unit, Quantity quantity, Sense senses, long fromMicros, long toMicros, long holdMicros) {

    boolean at(long micros) {
        return micros >= fromMicros && micros < toMicros;
    }
}
