package io.frostproof.alerts.desk;

import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.cross.Calibrations;
import io.frostproof.alerts.cross.Conclusion;
import io.frostproof.alerts.cross.DeviceWatch;
import io.frostproof.alerts.cross.Means;
import io.frostproof.alerts.cross.Member;
import io.frostproof.alerts.cross.States;
import io.frostproof.alerts.cross.Told;
import io.frostproof.alerts.cross.Watch;
import io.frostproof.alerts.cross.Watches;
import io.frostproof.alerts.desk.CrossFacts.Look;
import io.frostproof.alerts.desk.CrossFacts.Place;
import io.frostproof.alerts.desk.DeskTransaction.Filed;
import io.frostproof.alerts.desk.DeskTransaction.UnitFacts;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.excursion.Excursions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Works out the slots that take more than one channel, a device, or only a date: those to which a channel has told something, and those that are due to be
 * looked at again since a delay may have run out with nothing to tell of it.
 */
final class CrossWork {

    /**
     * By then a lane has told that a reading stopped to stand: thirty seconds of grace, and some for the work itself. Used for channels whose newest
     * reading is not known.
     */
    static final Duration SILENCE_IS_TOLD_WITHIN = Duration.ofSeconds(35);

    /** How soon to look again when the newest readings do not reach as far as the delay yet. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);
    /** Nothing is looked for farther back. */
    private static final Duration FARTHEST = Duration.ofDays(400);

    private final CrossFacts facts;
    private final String region;
    private final Instant now;
    private final long nowMicros;
    private final Filing filing;

    /** Compares excursions of a slot with those on record, and files what is different. */
    interface Filing {
        void file(int channelId, List<Excursion> current, List<Filed> known);
    }

    CrossWork(CrossFacts facts, String region, Instant now, Filing filing) {
        this.facts = facts;
        this.region = region;
        this.now = now;
        nowMicros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
        this.filing = filing;
    }

    private record Todo(Place place, String slot) {}

    /** @param channels from which event time on they have told something else */
    void run(Map<Integer, Long> channels, List<Look> looks) {
        Map<Todo, Long> from = new LinkedHashMap<>();
        channels.forEach((channel, since) -> {
            if (!facts.hiddenSlots(channel).isEmpty()) {
                for (Place place : facts.placesOf(channel)) {
                    watches(place).stream()
                            .filter(watch -> watch.told().stream().anyMatch(told -> told.channelId() == channel))
                            .forEach(watch -> from.merge(new Todo(place, watch.slot()), since, Math::min));
                }
            }
        });
        for (Look look : looks) {
            Place place = facts.place(look.unitId());
            if (place != null && look.slot().equals(CrossFacts.ALL)) {
                watches(place).forEach(watch -> from.merge(new Todo(place, watch.slot()), nowMicros, Math::min));
                Stream.concat(
                                Calibrations.slots(place.unit().rules()).stream(),
                                DeviceWatch.slots(place.unit().rules()).stream())
                        .forEach(slot -> from.merge(new Todo(place, slot), nowMicros, Math::min));
            } else if (place != null) {
                from.merge(new Todo(place, look.slot()), nowMicros, Math::min);
            }
        }
        from.forEach(this::work);
    }

    private static List<Watch> watches(Place place) {
        return Watches.of(
                place.unit().unitId(), place.unit().rules(), place.unit().timeZone(), place.around());
    }

    private void work(Todo todo, long fromMicros) {
        long next = Long.MAX_VALUE;
        for (Watch watch : watches(todo.place())) {
            if (watch.slot().equals(todo.slot())) {
                next = Math.min(
                        next,
                        switch (watch.kind()) {
                            case STATES -> states(watch, todo.place(), fromMicros);
                            case MEANS -> means(watch, fromMicros);
                        });
            }
        }
        if (Calibrations.slots(todo.place().unit().rules()).contains(todo.slot())) {
            next = Math.min(next, calibrations(todo.place(), todo.slot()));
        }
        if (DeviceWatch.slots(todo.place().unit().rules()).contains(todo.slot())) {
            next = Math.min(next, devices(todo.place().unit(), todo.slot()));
        }
        facts.look(
                region,
                new Look(todo.place().unit().unitId(), todo.slot()),
                next == Long.MAX_VALUE ? null : History.instant(next));
    }

    /** Returns when to look again. */
    private long states(Watch watch, Place place, long fromMicros) {
        Map<Told, Long> ends = new HashMap<>();
        watch.told().forEach(told -> ends.put(told, facts.lastEnd(told.channelId(), told.slot(), fromMicros)));
        // Where one that took part had just ended, all of it was over.
        long since = ends.entrySet().stream()
                .filter(end -> watch.takesPart(end.getKey(), end.getValue()))
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElse(Long.MIN_VALUE);
        Map<Told, List<Transition>> told = new HashMap<>();
        ends.forEach((of, end) -> told.put(
                of, facts.transitions(of.channelId(), of.slot(), since == Long.MIN_VALUE ? Long.MIN_VALUE : end)));
        var states = new States(watch, told);
        long stands = states.holdsAt(nowMicros) ? stands(watch, place) : nowMicros;
        Conclusion conclusion = states.conclude(since, stands, nowMicros);
        file(watch, conclusion, since);
        long next = conclusion.nextMicros();
        return next == Long.MAX_VALUE || next > nowMicros ? next : nowMicros + AGAIN_AFTER.toNanos() / 1000;
    }

    /** Until when all that takes part now is known to stand as it does. */
    private long stands(Watch watch, Place place) {
        long graceAgo = nowMicros - SILENCE_IS_TOLD_WITHIN.toNanos() / 1000;
        long stands = nowMicros;
        for (Told told : watch.told()) {
            if (!watch.takesPart(told, nowMicros)) {
                continue;
            }
            long hold = place.around().stream()
                    .filter(member -> member.channelId() == told.channelId())
                    .mapToLong(Member::holdMicros)
                    .min()
                    .orElse(0);
            OptionalLong last = facts.lastReading(told.channelId(), now);
            long proved = last.isPresent() ? last.getAsLong() + hold : Long.MIN_VALUE;
            stands = Math.min(stands, Math.max(proved, graceAgo));
        }
        return stands;
    }

    private long means(Watch watch, long fromMicros) {
        if (!facts.keepsMeans()) {
            return Long.MAX_VALUE;
        }
        long back = watch.memory().multipliedBy(2).toNanos() / 1000;
        int before = -1;
        while (true) {
            long after = fromMicros - back;
            Map<Told, List<Transition>> told = new HashMap<>();
            watch.told().forEach(of -> told.put(of, facts.transitions(of.channelId(), of.slot(), after)));
            int size = told.values().stream().mapToInt(List::size).sum();
            var means = new Means(watch, told);
            OptionalLong reset = means.lastReset(fromMicros - 1);
            boolean all = size == before || back > FARTHEST.toNanos() / 1000;
            if (reset.isPresent() || all) {
                long since = reset.orElse(Long.MIN_VALUE);
                file(watch, means.conclude(since), since);
                return Long.MAX_VALUE;
            }
            before = size;
            back *= 4;
        }
    }

    private void file(Watch watch, Conclusion conclusion, long sinceMicros) {
        filing.file(
                watch.channelId(),
                Excursions.of(watch.channelId(), conclusion.transitions()),
                facts.filed(watch.channelId(), watch.slot(), sinceMicros));
    }

    private long devices(UnitFacts unit, String slot) {
        long next = Long.MAX_VALUE;
        Map<Integer, List<Excursion>> current = new LinkedHashMap<>();
        Map<Integer, Long> since = new HashMap<>();
        for (DeviceWatch.Series series : facts.devices(unit.unitId(), now)) {
            Conclusion conclusion =
                    DeviceWatch.of(unit.unitId(), slot, unit.rules(), unit.timeZone(), series, nowMicros);
            next = Math.min(next, Math.max(conclusion.nextMicros(), nowMicros + 1));
            current.computeIfAbsent(series.channelId(), channel -> new ArrayList<>())
                    .addAll(Excursions.of(series.channelId(), conclusion.transitions()));
            series.known().stream()
                    .findFirst()
                    .ifPresent(first -> since.merge(series.channelId(), first.atMicros(), Math::min));
        }
        current.forEach((channel, excursions) -> {
            // What is so old that its rows are gone stays as it was.
            long oldest = since.getOrDefault(channel, Long.MIN_VALUE);
            List<Filed> known = facts.filed(channel, slot, Long.MIN_VALUE).stream()
                    .filter(filed -> {
                        Long ended = filed.excursion().endedMicros();
                        return ended == null || ended > oldest;
                    })
                    .toList();
            filing.file(channel, excursions, known);
        });
        return next;
    }

    private long calibrations(Place place, String slot) {
        long next = Long.MAX_VALUE;
        for (Calibrations.Dated channel : facts.calibrations(place.unit().unitId(), now)) {
            List<Filed> known = facts.filed(channel.channelId(), slot, Long.MIN_VALUE);
            Calibrations.Standing standing = Calibrations.of(
                    place.unit().unitId(),
                    slot,
                    place.unit().rules(),
                    place.unit().timeZone(),
                    channel,
                    known.stream().map(Filed::excursion).toList(),
                    nowMicros);
            filing.file(channel.channelId(), standing.excursions(), known);
            next = Math.min(next, standing.nextMicros());
        }
        return next;
    }
}
