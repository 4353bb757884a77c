package io.frostproof.alerts.drill;

import io.frostproof.alerts.drill.DrillReport.MissingFallback.Kind;
import io.frostproof.alerts.plan.facts.Capacity;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Something that could have been there, and is to be tried.
 *
 * @param about id of the node or lane
 * @param detail temperature class of the room, authorisations with commas between, region, or node at the other end of the lane; may be empty
 * @param amount litres or minutes to try with
 * @param potential the most that it could save, roughly; money
 */
record Remedy(Kind kind, String about, String detail, long amount, double potential) {

    /** What promises most, first; always the same order. */
    static final Comparator<Remedy> MOST = Comparator.comparingDouble(Remedy::potential)
            .reversed()
            .thenComparing(Remedy::kind)
            .thenComparing(Remedy::about)
            .thenComparing(Remedy::detail);

    static final String BETWEEN = ", ";

    /** The facts if it was there. */
    Situation in(Situation situation) {
        return switch (kind) {
            case ROOM -> site(situation, this::withRoom);
            case LANE_ROOM ->
                lane(situation, lane -> {
                    Long litres = lane.litres();
                    return litres == null ? lane : Changes.litres(lane, litres + amount);
                });
            case LANE_OPEN -> lane(situation, Changes::open);
            case TRANSIT ->
                lane(situation, lane -> {
                    Duration faster = lane.transitNow().minusMinutes(amount);
                    return Changes.open(lane, faster.isNegative() ? Duration.ZERO : faster);
                });
            case LANE -> withLane(situation);
            case DOCK_HOURS -> site(situation, Changes::alwaysOpen);
            case AUTHORISATION ->
                site(situation, site -> {
                    var all = new HashSet<>(site.authorisations());
                    all.addAll(Set.of(detail.split(BETWEEN)));
                    return Changes.authorised(site, all);
                });
            case FALLBACK -> {
                var fallbacks = new HashMap<>(situation.fallbacks());
                var nodes = new ArrayList<>(fallbacks.getOrDefault(detail, List.of()));
                nodes.add(about);
                fallbacks.put(detail, nodes);
                yield Changes.fallbacks(situation, fallbacks);
            }
        };
    }

    private Situation site(Situation situation, UnaryOperator<Site> change) {
        return Changes.sites(situation, site -> site.node().equals(about) ? change.apply(site) : site);
    }

    private Situation lane(Situation situation, UnaryOperator<Lane> change) {
        return Changes.lanes(situation, lane -> lane.id().equals(about) ? change.apply(lane) : lane);
    }

    private Site withRoom(Site site) {
        var capacities = new ArrayList<Capacity>();
        boolean there = false;
        for (Capacity capacity : site.capacities()) {
            if (capacity.temperatureClass().equals(detail)) {
                there = true;
                capacities.add(new Capacity(
                        detail,
                        capacity.steps().stream()
                                .map(step -> new Capacity.Step(step.fromMicros(), step.litres() + amount))
                                .toList()));
            } else {
                capacities.add(capacity);
            }
        }
        if (!there) {
            capacities.add(Capacity.always(detail, amount));
        }
        return Changes.capacities(site, capacities);
    }

    private Situation withLane(Situation situation) {
        Lane like = median(situation.lanes());
        if (like == null) {
            return situation;
        }
        var lanes = new ArrayList<>(situation.lanes());
        // No lane of a network has an empty space in its id.
        lanes.add(Changes.between(like, about + " " + detail, about, detail));
        return Changes.lanes(situation, lanes);
    }

    /** The lane of median transit among those that keep as many classes as any; null when there is none. */
    static @Nullable Lane median(List<Lane> lanes) {
        int most = lanes.stream().mapToInt(lane -> lane.keeps().size()).max().orElse(0);
        List<Lane> sorted = lanes.stream()
                .filter(lane -> lane.keeps().size() == most)
                .sorted(Comparator.comparing(Lane::transit).thenComparing(Lane::id))
                .toList();
        return sorted.isEmpty() ? null : sorted.get(sorted.size() / 2);
    }
}
