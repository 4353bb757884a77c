package io.frostproof.alerts.plan;

import io.frostproof.alerts.plan.facts.AffectedUnit;
import io.frostproof.alerts.plan.facts.Capacity;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.alerts.plan.solve.Assignment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All room of one situation as rows of an {@link Assignment}: one for each step of each class of each node, one for each lane that does not take all. What comes in one step is there
 * in all later ones, so it fills their rows, too. Not thread-safe.
 */
final class Rooms {

    private record Room(String node, String temperatureClass) {}

    private record Slot(Room room, int step, @Nullable String lane) {}

    private final Map<Room, int[]> rowsOfRoom = new HashMap<>();
    private final Map<String, Integer> rowOfLane = new HashMap<>();
    private final Map<Slot, Integer> slots = new HashMap<>();
    private final Assignment.Builder builder;
    private long[] limits = new long[0];
    private long[] used = new long[0];

    Rooms(Situation situation, Assignment.Builder builder) {
        this.builder = builder;
        for (Site site : situation.sites()) {
            for (Capacity capacity : site.capacities()) {
                rowsOfRoom.put(
                        new Room(site.node(), capacity.temperatureClass()),
                        capacity.steps().stream()
                                .mapToInt(step -> builder.row(step.litres()))
                                .toArray());
            }
        }
        for (Lane lane : situation.lanes()) {
            if (lane.litres() != null) {
                rowOfLane.put(lane.id(), builder.row(lane.litres()));
            }
        }
    }

    /** The slot that a route takes. */
    int slot(Route route) {
        String lane = rowOfLane.containsKey(route.lane().id()) ? route.lane().id() : null;
        var slot = new Slot(room(route), route.step(), lane);
        Integer known = slots.get(slot);
        if (known == null) {
            known = builder.slot(rows(route));
            slots.put(slot, known);
        }
        return known;
    }

    private static Room room(Route route) {
        return new Room(route.site().node(), route.temperatureClass());
    }

    private int[] rows(Route route) {
        int[] steps = Objects.requireNonNull(rowsOfRoom.get(room(route)));
        int[] rows = Arrays.copyOfRange(steps, route.step(), steps.length);
        Integer lane = rowOfLane.get(route.lane().id());
        if (lane != null) {
            rows = Arrays.copyOf(rows, rows.length + 1);
            rows[rows.length - 1] = lane;
        }
        return rows;
    }

    /** Fills the rooms with what was decided; what is asked after is about that. */
    void fill(Assignment assignment, int[] choice) {
        used = assignment.used(choice);
        limits = new long[used.length];
        Arrays.setAll(limits, assignment::limit);
    }

    /**
     * What is missing for a unit to take a route, all others being as planned.
     *
     * @param chosen what it gives up; null: nothing
     * @return empty when nothing is missing; else the node, or the lane, that is short of room, and by how much
     */
    Optional<Flip> shortage(AffectedUnit unit, @Nullable Route chosen, Route route) {
        int[] own = chosen == null ? new int[0] : rows(chosen);
        Integer lane = rowOfLane.get(route.lane().id());
        long missingRoom = 0;
        long shortLane = 0;
        long free = 0;
        for (int row : rows(route)) {
            long taken = used[row];
            for (int mine : own) {
                taken -= mine == row ? unit.litres() : 0;
            }
            long missing = taken + unit.litres() - limits[row];
            if (lane != null && row == lane) {
                shortLane = Math.max(0, missing);
            } else if (missing > missingRoom) {
                missingRoom = missing;
                free = limits[row];
            }
        }
        if (missingRoom > 0 && shortLane > 0) {
            return Optional.of(new Flip(
                    Flip.Kind.CAPACITY,
                    route.site().node(),
                    missingRoom,
                    Double.POSITIVE_INFINITY,
                    route.expectedLoss()));
        }
        if (missingRoom > 0) {
            return Optional.of(new Flip(
                    Flip.Kind.CAPACITY,
                    route.site().node(),
                    missingRoom,
                    (double) missingRoom / Math.max(1, free),
                    route.expectedLoss()));
        }
        return shortLane > 0
                ? Optional.of(new Flip(
                        Flip.Kind.LANE_CAPACITY,
                        route.lane().id(),
                        shortLane,
                        (double) shortLane / Math.max(1, limits[Objects.requireNonNull(lane)]),
                        route.expectedLoss()))
                : Optional.empty();
    }
}
