package io.frostproof.alerts.drill;

import io.frostproof.alerts.disposition.Reason;
import io.frostproof.alerts.drill.DrillReport.MissingFallback.Kind;
import io.frostproof.alerts.plan.Alternative;
import io.frostproof.alerts.plan.Flip;
import io.frostproof.alerts.plan.Plan;
import io.frostproof.alerts.plan.Proposal;
import io.frostproof.alerts.plan.Route;
import io.frostproof.alerts.plan.facts.AffectedUnit;
import io.frostproof.alerts.plan.facts.Capacity;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.ProductNeeds;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.alerts.plan.facts.TemperatureClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What might save goods that stay, read off from what the engine says of each of them: ways that have no room, ways that one thing alone bars, the nearest fact that would change the
 * answer, and lanes that there are none of. Not thread-safe.
 */
final class Remedies {

    private record Key(Kind kind, String about, String detail) {}

    /** Who would be saved by it. */
    private static final class Wish {
        private final Map<String, Proposal> by = new HashMap<>();
        private final Map<String, Double> gains = new HashMap<>();
        private long minutes;

        private void add(Proposal one, double gain) {
            by.put(one.unit().handlingUnit(), one);
            gains.merge(one.unit().handlingUnit(), gain, Math::max);
        }
    }

    private final Situation left;
    private final Map<String, Site> sites = new HashMap<>();
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Map<String, Lane> ways = new HashMap<>();
    private final Set<String> connected = new HashSet<>();
    private final Map<String, ProductNeeds> products = new HashMap<>();
    private final Map<String, List<String>> fitting = new HashMap<>();
    private final Map<Key, Wish> wishes = new HashMap<>();

    private Remedies(Situation left) {
        this.left = left;
        left.sites().forEach(site -> sites.put(site.node(), site));
        for (Lane lane : left.lanes()) {
            lanes.put(lane.id(), lane);
            ways.put(lane.id() + " to " + lane.to(), lane);
            connected.add(lane.from() + " " + lane.to());
        }
        for (ProductNeeds product : left.products()) {
            products.put(product.product(), product);
            fitting.put(
                    product.product(),
                    left.classes().stream()
                            .filter(product::fits)
                            .map(TemperatureClass::id)
                            .toList());
        }
    }

    /**
     * All that is worth a try, what promises most first.
     *
     * @param left goods that stay, and the room that is left
     * @param stay what the engine says of them, with every way of each
     */
    static List<Remedy> of(Situation left, Plan stay) {
        var remedies = new Remedies(left);
        for (Proposal one : stay.proposals()) {
            if (one.route() == null && one.expectedLoss() > 0) {
                remedies.noRoom(one);
                remedies.barred(one);
                remedies.nearest(one);
                remedies.noLane(one);
            }
        }
        return remedies.wishes.entrySet().stream()
                .map(wish -> remedies.remedy(wish.getKey(), wish.getValue()))
                .filter(remedy -> remedy.potential() > 0)
                .sorted(Remedy.MOST)
                .toList();
    }

    private Wish wish(Kind kind, String about, String detail) {
        return wishes.computeIfAbsent(new Key(kind, about, detail), key -> new Wish());
    }

    private void noRoom(Proposal one) {
        for (Alternative other : one.alternatives()) {
            Route route = other.route();
            double gain = one.expectedLoss() - other.expectedLoss();
            if (route != null && !other.room() && gain > 0) {
                Capacity capacity = capacity(site(route.site().node()), route.temperatureClass());
                if (capacity == null || Remaining.free(capacity) < one.unit().litres()) {
                    wish(Kind.ROOM, route.site().node(), route.temperatureClass())
                            .add(one, gain);
                }
                Long litres = route.lane().litres();
                if (litres != null && litres < one.unit().litres()) {
                    wish(Kind.LANE_ROOM, route.lane().id(), "").add(one, gain);
                }
            }
        }
    }

    /** Ways that one thing alone bars. */
    private void barred(Proposal one) {
        Map<String, List<String>> bars = one.reasons().stream()
                .filter(reason -> ways.containsKey(reason.about()))
                .collect(Collectors.groupingBy(Reason::about, Collectors.mapping(Reason::code, Collectors.toList())));
        bars.forEach((way, codes) -> {
            if (codes.size() == 1) {
                barred(one, Objects.requireNonNull(ways.get(way)), codes.getFirst());
            }
        });
    }

    private void barred(Proposal one, Lane lane, String code) {
        AffectedUnit unit = one.unit();
        Site site = site(lane.to());
        switch (code) {
            case "lane-closed" -> wish(Kind.LANE_OPEN, lane.id(), "").add(one, one.expectedLoss());
            case "not-authorised" ->
                wish(Kind.AUTHORISATION, site.node(), missing(unit, site)).add(one, one.expectedLoss());
            case "no-fallback" ->
                wish(Kind.FALLBACK, site.node(), site(unit.node()).region()).add(one, one.expectedLoss());
            case "too-late-or-no-room-of-its-class" -> {
                List<String> classes = classes(unit);
                if (!classes.isEmpty() && classes.stream().allMatch(range -> capacity(site, range) == null)) {
                    wish(Kind.ROOM, site.node(), classes.getFirst()).add(one, one.expectedLoss());
                }
            }
            default -> {
                // The node at its end is dark itself, or it costs more than it saves, or it is one of those that have
                // no room.
            }
        }
    }

    private void nearest(Proposal one) {
        Flip flip = one.nearest();
        if (flip == null) {
            return;
        }
        double gain = one.expectedLoss() - flip.expectedLoss();
        if (flip.kind() == Flip.Kind.TRANSIT) {
            Wish wish = wish(Kind.TRANSIT, flip.about(), "");
            wish.add(one, gain);
            wish.minutes = Math.max(wish.minutes, (long) Math.ceil(flip.amount()));
        } else if (flip.kind() == Flip.Kind.DOCK_HOURS) {
            wish(Kind.DOCK_HOURS, flip.about(), "").add(one, gain);
        }
    }

    private void noLane(Proposal one) {
        AffectedUnit unit = one.unit();
        for (Site site : left.sites()) {
            if (!site.dark()
                    && !site.node().equals(unit.node())
                    && !connected.contains(unit.node() + " " + site.node())
                    && missing(unit, site).isEmpty()
                    && fallback(unit, site)) {
                wish(Kind.LANE, unit.node(), site.node()).add(one, one.expectedLoss());
            }
        }
    }

    private boolean fallback(AffectedUnit unit, Site site) {
        String region = site(unit.node()).region();
        List<String> nodes = left.fallbacks().get(region);
        return nodes == null || site.region().equals(region) || nodes.contains(site.node());
    }

    private String missing(AffectedUnit unit, Site site) {
        return Objects.requireNonNull(products.get(unit.product())).authorisations().stream()
                .filter(needed -> !site.authorisations().contains(needed))
                .sorted()
                .collect(Collectors.joining(Remedy.BETWEEN));
    }

    private List<String> classes(AffectedUnit unit) {
        return Objects.requireNonNull(fitting.get(unit.product()));
    }

    private Site site(String node) {
        return Objects.requireNonNull(sites.get(node));
    }

    private static @Nullable Capacity capacity(Site site, String temperatureClass) {
        return site.capacities().stream()
                .filter(one -> one.temperatureClass().equals(temperatureClass))
                .findFirst()
                .orElse(null);
    }

    private Remedy remedy(Key key, Wish wish) {
        return switch (key.kind()) {
            case ROOM, LANE_ROOM -> {
                long litres = wish.by.values().stream()
                        .mapToLong(one -> one.unit().litres())
                        .sum();
                yield new Remedy(key.kind(), key.about(), key.detail(), litres, gains(wish));
            }
            case TRANSIT -> {
                Lane lane = Objects.requireNonNull(lanes.get(key.about()));
                yield new Remedy(key.kind(), key.about(), key.detail(), wish.minutes, within(wish, site(lane.to())));
            }
            case LANE_OPEN -> {
                Lane lane = Objects.requireNonNull(lanes.get(key.about()));
                yield new Remedy(key.kind(), key.about(), key.detail(), 1, within(wish, site(lane.to())));
            }
            case LANE -> new Remedy(key.kind(), key.about(), key.detail(), 1, within(wish, site(key.detail())));
            case AUTHORISATION, FALLBACK, DOCK_HOURS ->
                new Remedy(key.kind(), key.about(), key.detail(), 1, within(wish, site(key.about())));
        };
    }

    private static double gains(Wish wish) {
        // In the order of their size, so that the same gains have the same sum.
        return wish.gains.values().stream()
                .sorted()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    /** What there is room for at the node, dearest by the litre first. */
    private double within(Wish wish, Site site) {
        Map<String, Long> free = new HashMap<>();
        site.capacities().forEach(capacity -> free.put(capacity.temperatureClass(), Remaining.free(capacity)));
        var sorted = new ArrayList<>(wish.by.values());
        sorted.sort(Comparator.comparingDouble(
                        (Proposal one) -> -one.expectedLoss() / one.unit().litres())
                .thenComparing(one -> one.unit().handlingUnit()));
        double sum = 0;
        for (Proposal one : sorted) {
            for (String range : classes(one.unit())) {
                long room = free.getOrDefault(range, 0L);
                if (room >= one.unit().litres()) {
                    free.put(range, room - one.unit().litres());
                    sum += Objects.requireNonNull(wish.gains.get(one.unit().handlingUnit()));
                    break;
                }
            }
        }
        return sum;
    }
}
