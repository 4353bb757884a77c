package io.frostproof.audit;

import io.frostproof.alerts.network.StorageProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a unit's log states besides its readings.
 *
 * @param profile what the unit is watched for now; null when nothing watches it
 * @param channels by device and name
 * @param excursions those that overlap the range, in event-time order
 * @param conflictingRows values inside the range that lost their (channel, time) to another value
 * @param suspectRows readings of the channels that were received inside the range and set apart because their event time was
 *     impossible; counted by reception, since their event time says nothing
 */
public record UnitLogFacts(
        String unitId,
        String unitName,
        String unitKind,
        String nodeId,
        String nodeName,
        String regionId,
        String regionName,
        @Nullable StorageProfile profile,
        List<LogChannel> channels,
        List<LogExcursion> excursions,
        long conflictingRows,
        long suspectRows) {
    public UnitLogFacts {
        channels = List.copyOf(channels);
        excursions = List.copyOf(excursions);
    }
}
