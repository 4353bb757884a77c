package io.frostproof.ingest.lane;

import io.frostproof.ingest.intake.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The readings of a batch by channel, in lists that are used again for the next batch: this runs for every reading there is. Owned by a lane.
 */
final class ReadingGroups {

    private final List<Group> groups = new ArrayList<>();
    private int used;

    /** The readings of one channel. */
    static final class Group {
        private ChannelState state;
        private final ArrayList<Reading> readings = new ArrayList<>();

        private Group(ChannelState state) {
            this.state = state;
        }
    }

    void add(ChannelState state, Reading reading) {
        Group group = state.group;
        if (group == null) {
            group = next(state);
            state.group = group;
        }
        group.readings.add(reading);
    }

    private Group next(ChannelState state) {
        if (used == groups.size()) {
            groups.add(new Group(state));
        }
        Group group = groups.get(used++);
        group.state = state;
        return group;
    }

    /** Hands over each channel once, in the order of their first readings. The list is only valid during the call. */
    void forEach(BiConsumer<ChannelState, List<Reading>> consumer) {
        for (int i = 0; i < used; i++) {
            consumer.accept(groups.get(i).state, groups.get(i).readings);
        }
    }

    void clear() {
        for (int i = 0; i < used; i++) {
            Group group = groups.get(i);
            group.state.group = null;
            group.readings.clear();
        }
        used = 0;
    }
}
