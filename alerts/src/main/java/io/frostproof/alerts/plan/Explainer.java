package io.frostproof.alerts.plan;

import io.frostproof.alerts.disposition.Figure;
import io.frostproof.alerts.disposition.Reason;
import io.frostproof.alerts.plan.facts.AffectedUnit;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what bars the ways of a handling unit, and which single fact would change what is proposed for it. Not thread-safe. */
final class Explainer {

    private static final double NANOS_PER_MINUTE = 60e9;

    private static final Comparator<Flip> NEAREST = Comparator.comparingDouble(Flip::effort)
            .thenComparing(Flip::kind)
            .thenComparingDouble(Flip::amount)
            .thenComparing(Flip::about);

    private final Routes routes;
    private final Rooms rooms;
    private final Map<String, Site> docksOpen = new HashMap<>();

    Explainer(Routes routes, Rooms rooms) {
        this.routes = routes;
        this.rooms = rooms;
    }

    /**
     * The nearest single fact that would change what is proposed. For goods that go somewhere: the place well again, or room or cost of another way; for goods that stay also what bars their ways.
     */
    Flip nearest(AffectedUnit unit, @Nullable Route chosen, double expectedLoss, List<Route> open) {
        var flips = new ArrayList<Flip>();
        flips.add(new Flip(
                Flip.Kind.RECOVERY, unit.place(), Math.floor(unit.rundown().minutesToSpoiled()), 1, 0));
        for (Route route : open) {
            if (chosen != null && route.sameWay(chosen)) {
                continue;
            }
            if (route.expectedLoss() < expectedLoss) {
                rooms.shortage(unit, chosen, route)
                        .filter(flip -> Double.isFinite(flip.effort()))
                        .ifPresent(flips::add);
            } else {
                cost(unit, chosen, route, expectedLoss, flips);
            }
        }
        if (chosen == null) {
            for (Lane lane : routes.lanesFrom(unit)) {
                barred(unit, lane, expectedLoss, flips);
                Flip faster = faster(unit, lane, expectedLoss);
                if (faster != null) {
                    flips.add(faster);
                }
            }
        }
        return Collections.min(flips, NEAREST);
    }

    /** A way that would be better were it cheaper. */
    private void cost(AffectedUnit unit, @Nullable Route chosen, Route route, double expectedLoss, List<Flip> flips) {
        // A cent less than as good, so that it is better.
        double less = route.expectedLoss() - expectedLoss + 0.01;
        if (less <= route.landedCost() && rooms.shortage(unit, chosen, route).isEmpty()) {
            flips.add(
                    new Flip(Flip.Kind.COST, route.lane().id(), less, less / route.landedCost(), expectedLoss - 0.01));
        }
    }

    /** Tries a lane as if the one thing that bars it were not so. */
    private void barred(AffectedUnit unit, Lane lane, double expectedLoss, List<Flip> flips) {
        Site site = routes.site(lane);
        Set<Routes.Bar> bars = routes.bars(unit, lane, site);
        if (bars.size() == 1) {
            Flip.Kind kind = switch (bars.iterator().next()) {
                case NODE_DARK -> Flip.Kind.NODE_WELL;
                case LANE_CLOSED -> Flip.Kind.LANE_OPEN;
                case NOT_AUTHORISED -> Flip.Kind.AUTHORISATION;
                case NO_FALLBACK -> Flip.Kind.FALLBACK;
            };
            Route best = best(unit, lane, site, expectedLoss);
            if (best != null) {
                String about = kind == Flip.Kind.LANE_OPEN ? lane.id() : site.node();
                flips.add(new Flip(kind, about, 1, 1, best.expectedLoss()));
            }
        } else if (bars.isEmpty()) {
            sooner(unit, lane, site, expectedLoss, flips);
        }
    }

    /** A lane that would do if it was faster, or the dock at its end always open. */
    private void sooner(AffectedUnit unit, Lane lane, Site site, double expectedLoss, List<Flip> flips) {
        if (site.dockHours().equals(Site.ALWAYS)) {
            return;
        }
        Site always = docksOpen.computeIfAbsent(site.node(), node -> Facts.alwaysOpen(site));
        Route round = best(unit, lane, always, expectedLoss);
        if (round == null) {
            return;
        }
        if (best(unit, lane, site, expectedLoss) == null) {
            flips.add(new Flip(Flip.Kind.DOCK_HOURS, site.node(), 1, 1, round.expectedLoss()));
        }
    }

    /** How many minutes faster a lane would have to be; null when not even none at all would do. */
    private @Nullable Flip faster(AffectedUnit unit, Lane lane, double expectedLoss) {
        Site site = routes.site(lane);
        long transit = (long) Math.ceil(lane.transitNow().toNanos() / NANOS_PER_MINUTE);
        if (!routes.bars(unit, lane, site).isEmpty()
                || best(unit, lane, site, expectedLoss) != null
                || best(unit, Facts.transit(lane, Duration.ZERO), site, expectedLoss) == null) {
            return null;
        }
        long tooFew = 0;
        long enough = transit;
        while (enough - tooFew > 1) {
            long middle = (tooFew + enough) / 2;
            Duration less = lane.transitNow().minusMinutes(middle);
            Lane other = Facts.transit(lane, less.isNegative() ? Duration.ZERO : less);
            if (best(unit, other, site, expectedLoss) == null) {
                tooFew = middle;
            } else {
                enough = middle;
            }
        }
        Route then = best(
                unit,
                Facts.transit(
                        lane,
                        enough >= transit ? Duration.ZERO : lane.transitNow().minusMinutes(enough)),
                site,
                expectedLoss);
        return then == null
                ? null
                : new Flip(Flip.Kind.TRANSIT, lane.id(), enough, (double) enough / transit, then.expectedLoss());
    }

    /** The best way by a lane that there is room for and that is better than what is proposed; null: none. */
    private @Nullable Route best(AffectedUnit unit, Lane lane, Site site, double expectedLoss) {
        var best = new Route[1];
        routes.each(unit, lane, site, route -> {
            if (route.expectedLoss() < (best[0] == null ? expectedLoss : best[0].expectedLoss())
                    && rooms.shortage(unit, null, route).isEmpty()) {
                best[0] = route;
            }
        });
        return best[0];
    }

    /** What bars each way of a unit, for goods that cannot be saved. */
    List<Reason> barriers(AffectedUnit unit, double expectedLoss, int most) {
        var reasons = new ArrayList<Reason>();
        for (Lane lane : routes.lanesFrom(unit)) {
            Site site = routes.site(lane);
            String way = lane.id() + " to " + site.node();
            Set<Routes.Bar> bars = routes.bars(unit, lane, site);
            if (!bars.isEmpty()) {
                bars.stream().sorted().forEach(bar -> reasons.add(Reason.of(bar.code(), way)));
                continue;
            }
            Reason tooLate = Reason.of(
                    "too-late-or-no-room-of-its-class",
                    way,
                    new Figure("transit_minutes", lane.transitNow().toNanos() / NANOS_PER_MINUTE),
                    new Figure("minutes_to_spoiled", unit.rundown().minutesToSpoiled()));
            var found = new ArrayList<Reason>();
            routes.each(unit, lane, site, route -> {
                if (route.expectedLoss() >= expectedLoss) {
                    found.add(Reason.of(
                            "costs-more-than-it-saves",
                            way,
                            new Figure("expected_loss_money", route.expectedLoss()),
                            new Figure("expected_loss_if_left_money", expectedLoss)));
                } else {
                    rooms.shortage(unit, null, route)
                            .ifPresent(flip ->
                                    found.add(Reason.of("no-room", way, new Figure("short_of_litres", flip.amount()))));
                }
            });
            reasons.add(found.isEmpty() ? tooLate : found.getFirst());
        }
        if (reasons.isEmpty()) {
            reasons.add(Reason.of("no-lane", unit.node()));
        }
        return reasons.stream().limit(most).toList();
    }
}
