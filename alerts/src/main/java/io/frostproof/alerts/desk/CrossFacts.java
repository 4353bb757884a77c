package io.frostproof.alerts.desk;

import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.cross.Calibrations;
import io.frostproof.alerts.cross.DeviceWatch;
import io.frostproof.alerts.cross.Member;
import io.frostproof.alerts.desk.DeskTransaction.Filed;
import io.frostproof.alerts.desk.DeskTransaction.UnitFacts;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a desk has to know for conditions that take more than one channel, a device, or only a date. As its transaction, not thread-safe. */
public interface CrossFacts {

    /** Of a store whose units have no such conditions. */
    CrossFacts NONE = new NoCrossFacts();

    /** Hidden slots in which a channel has told something. */
    Set<String> hiddenSlots(int channelId);

    /** The units that have rules for the desk, of the nodes that a channel is or was in. */
    List<Place> placesOf(int channelId);

    /** A unit, when it has rules for the desk, or had; null otherwise. */
    @Nullable
    Place place(String unitId);

    /** A unit and the channels of its node, in any order. */
    record Place(UnitFacts unit, List<Member> around) {
        public Place {
            around = List.copyOf(around);
        }
    }

    /** Channels that are in a unit now, with their dates. */
    List<Calibrations.Dated> calibrations(String unitId, Instant now);

    /** What is known of the devices that have, or had, channels in a unit; none where this store does not know. */
    List<DeviceWatch.Series> devices(String unitId, Instant now);

    /** Event time of the last end of a slot before a time, after which nothing held; {@link Long#MIN_VALUE} when there is none. */
    long lastEnd(int channelId, String slot, long beforeMicros);

    /** Transitions of a slot after a time, in event-time order. */
    List<Transition> transitions(int channelId, String slot, long afterMicros);

    /** The excursions of a slot on record that were confirmed after a time. */
    List<Filed> filed(int channelId, String slot, long afterMicros);

    /** Event time of the newest reading of a channel; empty when this store does not know. */
    OptionalLong lastReading(int channelId, Instant now);

    /** Whether means of steps that have closed are kept for long enough to compare them. */
    boolean keepsMeans();

    /** Takes up to {@code limit} due looks of a region, the oldest first. */
    List<Look> takeLooks(String region, Instant now, int limit);

    /** A slot of a unit that has to be looked at; {@link #ALL} slots. */
    record Look(String unitId, String slot) {}

    /** In place of the name of a slot. */
    String ALL = "*";

    /** Asks for a look at an instant, in place of the one that was asked for before; null: no look is needed. */
    void look(String region, Look look, @Nullable Instant due);
}
