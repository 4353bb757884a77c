package io.frostproof.alerts.desk;

import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.cross.Calibrations;
import io.frostproof.alerts.cross.DeviceWatch;
import io.frostproof.alerts.desk.DeskTransaction.Filed;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** See {@link CrossFacts#NONE}. */
final class NoCrossFacts implements CrossFacts {

    @Override
    public Set<String> hiddenSlots(int channelId) {
        return Set.of();
    }

    @Override
    public List<Place> placesOf(int channelId) {
        return List.of();
    }

    @Override
    public @Nullable Place place(String unitId) {
        return null;
    }

    @Override
    public List<Calibrations.Dated> calibrations(String unitId, Instant now) {
        return List.of();
    }

    @Override
    public List<DeviceWatch.Series> devices(String unitId, Instant now) {
        return List.of();
    }

    @Override
    public long lastEnd(int channelId, String slot, long beforeMicros) {
        return Long.MIN_VALUE;
    }

    @Override
    public List<Transition> transitions(int channelId, String slot, long afterMicros) {
        return List.of();
    }

    @Override
    public List<Filed> filed(int channelId, String slot, long afterMicros) {
        return List.of();
    }

    @Override
    public OptionalLong lastReading(int channelId, Instant now) {
        return OptionalLong.empty();
    }

    @Override
    public boolean keepsMeans() {
        return false;
    }

    @Override
    public List<Look> takeLooks(String region, Instant now, int limit) {
        return List.of();
    }

    @Override
    public void look(String region, Look look, @Nullable Instant due) {
        // nothing to look at
    }
}
