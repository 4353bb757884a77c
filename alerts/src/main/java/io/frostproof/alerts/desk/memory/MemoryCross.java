package io.frostproof.alerts.desk.memory;

import io.frostproof.alerts.condition.HiddenSlots;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.cross.Calibrations;
import io.frostproof.alerts.cross.DeviceWatch;
import io.frostproof.alerts.desk.CrossFacts;
import io.frostproof.alerts.desk.DeskTransaction.Filed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a desk in memory knows for conditions that take more than one channel. States are all that it compares: means go back for a day, and dates of
 * calibration, batteries and clocks can wait, so these are left to the database's desk.
 */
final class MemoryCross implements CrossFacts {

    private final DeskState state;
    private final Deque<Runnable> undo;
    private final boolean oneByOne;

    /** @param oneByOne a piece of work is being looked for that cannot be done; a look is none */
    MemoryCross(DeskState state, Deque<Runnable> undo, boolean oneByOne) {
        this.state = state;
        this.undo = undo;
        this.oneByOne = oneByOne;
    }

    @Override
    public Set<String> hiddenSlots(int channelId) {
        return state.slots.getOrDefault(channelId, new TreeMap<>()).keySet().stream()
                .filter(HiddenSlots::hidden)
                .collect(Collectors.toSet());
    }

    @Override
    public List<Place> placesOf(int channelId) {
        return state.placesOf(channelId);
    }

    @Override
    public @Nullable Place place(String unitId) {
        return state.place(unitId);
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
        SlotRows rows = rows(channelId, slot);
        return rows == null ? Long.MIN_VALUE : rows.lastEndBefore(beforeMicros);
    }

    @Override
    public List<Transition> transitions(int channelId, String slot, long afterMicros) {
        SlotRows rows = rows(channelId, slot);
        return rows == null ? List.of() : rows.since(afterMicros);
    }

    private @Nullable SlotRows rows(int channelId, String slot) {
        return state.slots.getOrDefault(channelId, new TreeMap<>()).get(slot);
    }

    @Override
    public List<Filed> filed(int channelId, String slot, long afterMicros) {
        return state.excursionsOfChannel(channelId).stream()
                .map(id -> Objects.requireNonNull(state.excursion(id)))
                .filter(one ->
                        one.excursion().slot().equals(slot) && one.excursion().confirmedMicros() > afterMicros)
                .sorted(Comparator.comparingLong(one -> one.excursion().startedMicros()))
                .toList();
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
        if (oneByOne) {
            return List.of();
        }
        var taken = new ArrayList<Look>();
        for (Looks.Due due : state.looks.due(region, micros(now), limit)) {
            set(due.look(), null);
            taken.add(due.look());
        }
        return taken;
    }

    @Override
    public void look(String region, Look look, @Nullable Instant due) {
        set(look, due == null ? null : new Looks.Due(region, look, micros(due)));
    }

    private void set(Look look, Looks.@Nullable Due due) {
        Looks.Due before = state.looks.set(look, due);
        undo.push(() -> state.looks.set(look, before));
    }

    static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }
}
