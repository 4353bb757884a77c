package io.frostproof.audit;

import io.frostproof.alerts.network.StorageProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a unit's log states besides its readings.
 *
 * @param profile the unit's storage profile now; null when it has none
 * @param rules what watched it inside of the range
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
        List<LogRule> rules,
        List<LogChannel> channels,
        List<LogExcursion> excursions,
        long conflictingRows,
        long suspectRows) {
    public UnitLogFacts {
        rules = List.copyOf(rules);
        channels = List.copyOf(channels);
        excursions = List.copyOf(excursions);
    }
}
